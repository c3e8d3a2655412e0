"""When a receiver wants to be asked again."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_LONGEST = 24 * 3600.0  # nobody can put a notice off for ever


def asked_for(retry_after: str | None, now: datetime) -> float | None:
    """The seconds of a header Retry-After (RFC 9110, 10.2.3: seconds or a date), at most a day; None for nonsense."""
    given = (retry_after or "").strip()
    if given.isascii() and given.isdigit():
        return min(float(given), _LONGEST)
    try:
        until = parsedate_to_datetime(given)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max((until - now).total_seconds(), 0.0), _LONGEST)
