from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from leads.moments import end_of, moment, since

_NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(("ago", "hours"), [("12h", 12), ("30d", 720), ("2w", 336), ("6m", 4320), ("1y", 8760)])
def test_how_long_ago_is_counted_back_from_now(ago: str, hours: int) -> None:
    assert since(ago, _NOW) == _NOW - timedelta(hours=hours)


def test_a_date_is_its_midnight_and_until_includes_the_day() -> None:
    assert since("2026-11-01", _NOW) == moment("2026-11-01") == datetime(2026, 11, 1, tzinfo=UTC)
    assert end_of("2026-11-01") == datetime(2026, 11, 1, 23, 59, 59, 999999, tzinfo=UTC)
    assert end_of("2026-11-01T08:00:00") == datetime(2026, 11, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize("written", ["soon", "30", "2026-13-01", "99999y", "", "-3d"])
def test_what_is_no_moment_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"neither how long ago \(12h, 30d, .*nor a date|is longer ago"):
        since(written, _NOW)
