"""How long to wait before a delivery is tried again: longer each time, spread out, and not before the receiver said."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

FIRST = 15.0  #: seconds after the first failure
LONGEST = 6 * 3600.0
_LONGEST_ASKED = 24 * 3600.0  # what a receiver may ask for: nobody can put a notice off for ever


def wait_s(failures: int, asked: float | None = None) -> float:
    """Seconds until the next try after so many failures, at least what the receiver asked for (`retry_after_s`).

    15 s, 30 s, 1 min, … 6 h, each by up to a fifth more, so that what failed together does not come back together.
    """
    grown = min(FIRST * 2.0 ** min(max(failures, 1) - 1, 30), LONGEST)
    return max(grown, asked or 0.0) * random.uniform(1, 1.2)  # noqa: S311 - spreads out, protects nothing


def asked_for(retry_after: str | None, now: datetime) -> float | None:
    """The seconds of a header Retry-After (RFC 9110, 10.2.3: seconds or a date), at most a day; None for nonsense."""
    given = (retry_after or "").strip()
    if given.isascii() and given.isdigit():
        return min(float(given), _LONGEST_ASKED)
    try:
        until = parsedate_to_datetime(given)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max((until - now).total_seconds(), 0.0), _LONGEST_ASKED)
