"""Whether the clock can be believed by which things are deleted that do not come back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

#: A clock that has jumped less than this deletes things by that much too early; intake rests for less than this.
LONGEST_PAUSE = timedelta(days=30)


def doubt(now: datetime, days: Iterable[date], longest_pause: timedelta) -> str | None:
    """Why `now` is hardly the time, judged by the days (UTC) on which something was taken in; None when it may be.

    A clock that jumps forward leaves a gap before it, which is longer than intake ever rests. It stays doubtful for as
    long again: crawls that went on after the jump have taken in things by the same clock.
    """
    today = now.astimezone(UTC).date()
    known = sorted({day for day in days if day <= today})
    if not known:
        return f"the clock says {today}, and nothing in the archive was taken in before"
    for before, after in zip(known, [*known[1:], today], strict=True):
        if after - before > longest_pause and today - after < longest_pause:
            return (
                f"the clock says {today}, but nothing was taken in from {before} to {after}, which is more than "
                f"{longest_pause.days} days"
            )
    return None
