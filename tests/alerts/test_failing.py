"""A query that fails is asked less and less often and paused in the end; nothing that it missed is lost by that."""

from __future__ import annotations

from datetime import timedelta

import pytest
from alert_desk import Desk, document

from alerts import store
from alerts.failing import GIVEN_UP
from alerts.watching import watched
from search_mappings.alerts import index_of

pytestmark = pytest.mark.node


def let_in(desk: Desk, user: str) -> None:
    desk.client.security.put_user(username=user, roles=[f"{desk.settings.index_prefix}waymark-analyst"])


def change(desk: Desk, name: str, **fields: object) -> None:
    kept = store.named(desk.client, desk.settings, name)
    store.save(desk.client, desk.settings, store.changed(kept.query, **fields), kept.revision)


def messages(desk: Desk) -> list[str]:
    return [notice.message for notice in desk.receiver.notices if notice.message]


def test_it_is_asked_again_less_and_less_often(desk: Desk, users: dict[str, str]) -> None:
    desk.save("vans", "kombi", owner=users["nobody"])
    desk.take_in(document("1", "kombi sot"))
    assert desk.run().failing == 1
    desk.now += timedelta(minutes=40)
    assert desk.run().failing == 1
    let_in(desk, users["nobody"])
    desk.take_in(document("2", "kombi neser"))
    for minutes, told in ((20, 0), (15, 0), (10, 2)):  # it has failed for 40
        desk.now += timedelta(minutes=minutes)
        assert desk.run().failing == (0 if told else 1)
        assert len(desk.receiver.leads()) == told
    assert {one.state for one in watched(desk.client, desk.settings)} == {"active"}


def test_a_clock_that_is_set_back_keeps_nothing_waiting(desk: Desk, users: dict[str, str]) -> None:
    desk.save("vans", "kombi", owner=users["nobody"])
    desk.take_in(document("1", "kombi sot"))
    desk.run()
    let_in(desk, users["nobody"])
    desk.now -= timedelta(days=1)
    desk.run()
    assert len(desk.receiver.leads()) == 1


def test_what_was_changed_is_asked_at_once(desk: Desk, users: dict[str, str]) -> None:
    desk.save("vans", "kombi", owner=users["nobody"])
    desk.take_in(document("1", "kombi sot"))
    desk.run()
    change(desk, "vans", owner="elastic")
    desk.run()
    assert len(desk.receiver.leads()) == 1


def test_it_is_paused_in_the_end_and_asked_of_all_it_missed_when_resumed(desk: Desk, users: dict[str, str]) -> None:
    desk.save("vans", "kombi", owner=users["nobody"])
    desk.save("good", "kombi")
    desk.take_in(document("1", "kombi sot"))
    desk.run()
    desk.now += GIVEN_UP - timedelta(hours=1)
    desk.take_in(document("2", "kombi neser"))
    desk.run()
    assert {one.state for one in watched(desk.client, desk.settings)} == {"active", "failing"}
    desk.now += timedelta(hours=1)
    desk.run()
    fares = {one.query.name: one for one in watched(desk.client, desk.settings)}
    assert (fares["vans"].state, fares["good"].state) == ("paused", "active")
    assert "may not read leads" in str(fares["vans"].failing)
    desk.take_in(document("3", "kombi"))
    desk.now += timedelta(hours=2)
    desk.run()
    assert [message.split(",")[0] for message in messages(desk)] == [
        f"The saved query “vans” cannot be asked: the user {users['nobody']!r} may not read leads",
        "The saved query “vans” was paused",
    ]
    assert "waymark alerts resume" in messages(desk)[-1]
    change(desk, "vans", paused=False)
    desk.run()
    assert {one.state for one in watched(desk.client, desk.settings)} == {"active", "failing"}, "it has a week again"
    let_in(desk, users["nobody"])
    desk.now += timedelta(hours=1)
    desk.run()
    mine = [lead for name, lead, _ in desk.receiver.leads() if name == "vans"]
    theirs = [lead for name, lead, _ in desk.receiver.leads() if name == "good"]
    assert sorted(mine) == sorted(theirs[:2]) and len(theirs) == 3
    desk.client.indices.refresh(index=index_of(desk.settings, "missed"))
    assert desk.client.count(index=index_of(desk.settings, "missed"))["count"] == 0


def test_what_a_query_missed_goes_with_it(desk: Desk, users: dict[str, str]) -> None:
    desk.save("vans", "kombi", owner=users["nobody"])
    desk.save("good", "kombi")
    desk.take_in(document("1", "kombi sot"))
    desk.run()
    change(desk, "vans", removed=True)
    desk.run()
    desk.client.indices.refresh(index=index_of(desk.settings, "missed"))
    assert desk.client.count(index=index_of(desk.settings, "missed"))["count"] == 0
