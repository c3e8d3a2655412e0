"""When the clock is believed by which things are deleted."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from leads.clock import LONGEST_PAUSE, doubt

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def _ago(*days: int) -> list[date]:
    return [(NOW - timedelta(days=number)).date() for number in days]


@pytest.mark.parametrize(
    ("taken_in", "believed"),
    [
        ([0], True),
        ([1, 20, 40], True),
        ([30], True),
        ([31], False),
        ([400, 395], False),
        ([], False),
        ([0, 31], False),
        ([0, 5, 36], False),
        ([0, 29, 60], False),
        ([0, 30, 61], True),
        ([0, 25, 50, 400], True),
        ([-5000, 1, 20], True),
        ([-5000, 31], False),
        ([-5000], False),
    ],
    ids=lambda given: ",".join(map(str, given)) if isinstance(given, list) else None,
)
def test_the_clock_is_believed_when_intake_has_not_paused_before_it(taken_in: list[int], believed: bool) -> None:
    assert (doubt(NOW, _ago(*taken_in), LONGEST_PAUSE) is None) is believed


def test_a_longer_pause_can_be_allowed() -> None:
    assert doubt(NOW, _ago(31), timedelta(days=31)) is None


def test_the_reason_names_the_days() -> None:
    assert doubt(NOW, _ago(3, 200, 201), LONGEST_PAUSE) == (
        "the clock says 2026-11-25, but nothing was taken in from 2026-05-09 to 2026-11-22, which is more than 30 days"
    )


def test_days_are_those_of_utc() -> None:
    """Half past midnight in Pristina is still the day before."""
    local = datetime.fromisoformat("2026-11-26T00:30:00+01:00")
    reason = doubt(local, [], LONGEST_PAUSE)
    assert reason
    assert reason.startswith("the clock says 2026-11-25")
