"""When a saved query may tell: however long it is to wait, and never what it has to say of itself in quiet hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from alerts.messages import _messages
from alerts.notice import Channel
from alerts.query import SavedQuery, span
from alerts.rounds import Round, may_be_told
from alerts.standing import Standing
from alerts.store import Kept

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
QUERY = SavedQuery(id="q", name="vans", box="kombi", owner="ana", channels=(Channel(kind="inbox", address="ana"),))


@pytest.mark.parametrize("at_most_s", [int(span("999999w").total_seconds()), 10**30])
def test_a_wait_beyond_the_calendar_is_a_wait(at_most_s: int) -> None:
    query = QUERY.model_copy(update={"at_most_s": at_most_s})
    assert not may_be_told(query, Round(1, None, NOON), NOON)
    assert may_be_told(query, Round(), NOON), "nothing was told before"
    assert may_be_told(query, Round(1, None, NOON + timedelta(seconds=1)), NOON), "the clock was set back"


def test_the_wait_ends_when_it_is_over() -> None:
    query = QUERY.model_copy(update={"at_most_s": 3600})
    told = Round(1, None, NOON)
    assert not may_be_told(query, told, NOON + timedelta(seconds=3599))
    assert may_be_told(query, told, NOON + timedelta(seconds=3600))


def test_that_a_query_fails_is_told_after_the_quiet_hours() -> None:
    kept = Kept(QUERY.model_copy(update={"quiet": (22 * 60, 6 * 60)}), 1, NOON)
    failing = Standing("q", NOON, None, "it is broken", NOON)
    assert not list(_messages(kept, failing, NOON.replace(hour=23)))
    assert len(list(_messages(kept, failing, NOON))) == 1
