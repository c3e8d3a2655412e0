"""Moments as analysts and partners write them: a date, a time, or how long ago."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_AGO = re.compile(r"^(\d{1,5})\s*([hdwmy])$", re.IGNORECASE)
_HOURS = {"h": 1, "d": 24, "w": 24 * 7, "m": 24 * 30, "y": 24 * 365}


def moment(written: str) -> datetime:
    """An ISO 8601 date or time in UTC; a date is its midnight, a time without a zone is taken to be in UTC.

    Raises ValueError saying what is wrong.
    """
    try:
        parsed = datetime.fromisoformat(written.strip())
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{written!r} is not a date (2026-11-01) or time (2026-11-01T18:30:00+01:00)") from error


def since(written: str, now: datetime) -> datetime:
    """A moment, or how long before `now`: 12h, 30d, 2w, 6m (30 days each), 1y. Raises ValueError."""
    ago = _AGO.match(written.strip())
    if not ago:
        try:
            return moment(written)
        except ValueError as error:
            raise ValueError(
                f"{written!r} is neither how long ago (12h, 30d, 2w, 6m, 1y) nor a date (2026-11-01)"
            ) from error
    try:
        return now - timedelta(hours=int(ago[1]) * _HOURS[ago[2].lower()])
    except OverflowError as error:
        raise ValueError(f"{written!r} is longer ago than the calendar goes") from error


def end_of(written: str) -> datetime:
    """Like `moment`, but a date stands for its last instant: until 2026-11-01 includes that day."""
    parsed = moment(written)
    is_date = re.fullmatch(r"\d{4}-?\d{2}-?\d{2}", written.strip())
    return parsed + timedelta(days=1, microseconds=-1) if is_date else parsed
