"""Dates as exports write them. The day stands before the month: so it is in every country of the route."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_DAY_FIRST = re.compile(
    r"(?P<day>\d{1,2})[./-] ?(?P<month>\d{1,2})[./-] ?(?P<year>\d{4})\.?"
    r"(?:,? +|T)?(?:(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?)?(?: *(?:h|Uhr|ч|ora)\.?)?"
)
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})[./-] ?(?P<month>\d{1,2})[./-] ?(?P<day>\d{1,2})\.?"
    r"(?:,? +|T)?(?:(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?)?"
)
_FIRST_YEAR = 1990  # no export is older; an earlier year is a slip or another calendar


def moment(written: str) -> datetime | None:
    """The moment in UTC, or None where it cannot be told. Without a time zone it is taken as UTC."""
    text = "".join(_ascii_digit(letter) for letter in written.strip())
    for read in (datetime.fromisoformat, _by_pattern, parsedate_to_datetime):
        try:
            found = read(text)
            found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
        except (ValueError, OverflowError, TypeError, IndexError):
            continue
        return found if found.year >= _FIRST_YEAR else None
    return None


def _by_pattern(text: str) -> datetime:
    found = _DAY_FIRST.fullmatch(text) or _YEAR_FIRST.fullmatch(text)
    if not found:
        raise ValueError("no known form of a date")
    return datetime(**{name: int(number) for name, number in found.groupdict().items() if number})  # type: ignore[arg-type]


def _ascii_digit(letter: str) -> str:
    digit = unicodedata.decimal(letter, None)
    return letter if digit is None else str(digit)
