"""A saved query is paused, removed, ends, or is given to another while what it found is not delivered yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from alert_desk import HOOK, Desk, document
from breaking import BrokenOff

from alerts import standing, store
from alerts.dead_letters import replay
from alerts.inbox import message, messages
from alerts.lateness import lateness
from alerts.notice import Channel, Notice, Outcome
from alerts.post_office import PostOffice, post_office
from alerts.query import SavedQuery
from alerts.run import run
from alerts.watching import deliveries
from leads.identity import lead_id
from nlp.gazetteer import load

pytestmark = pytest.mark.node

BUSY = Outcome(status="retry", detail="busy")
OTHER = HOOK.model_copy(update={"address": "https://desk.example/other"})
ANOTHER = HOOK.model_copy(update={"address": "https://desk.example/another"})


def change(desk: Desk, query: SavedQuery, **fields: object) -> None:
    kept = store.named(desk.client, desk.settings, query.id)
    store.save(desk.client, desk.settings, store.changed(kept.query, **fields), kept.revision)


def states(desk: Desk) -> list[tuple[str, str]]:
    found = deliveries(desk.client, desk.settings, state=None, query=None, limit=10)
    return sorted((one["alert"], one["state"]) for one in found)


def of_hits(desk: Desk) -> list[Notice]:
    """What was told of leads, without the messages about the query itself."""
    return [notice for notice in desk.receiver.notices if not notice.message]


def tried_once(desk: Desk, *names: str, **fields: object) -> list[SavedQuery]:
    """Queries whose first delivery is to be tried again; the next is due after what this waits."""
    queries = [desk.save(name, "kombi", **fields) for name in names]
    desk.take_in(document("1", "kombi sot"))
    desk.receiver.answers = [BUSY] * len(names)
    assert desk.run().retry == len(names)
    desk.receiver.notices.clear()
    desk.now += timedelta(minutes=1)
    return queries


def test_what_is_paused_waits_and_what_is_removed_is_told_no_more(desk: Desk) -> None:
    paused, removed, _ = tried_once(desk, "paused", "removed", "goes on")
    change(desk, paused, paused=True)
    change(desk, removed, removed=True)
    desk.run()
    assert [notice.alert for notice in desk.receiver.notices] == ["goes on"]
    assert states(desk) == [("goes on", "delivered"), ("paused", "held"), ("removed", "dropped")]
    desk.now += timedelta(days=30)
    desk.run()
    assert lateness(desk.client, desk.settings, desk.now).told() is None
    change(desk, paused, paused=False)
    desk.run()
    assert [notice.alert for notice in desk.receiver.notices] == ["goes on", "paused"]
    assert states(desk) == [("goes on", "delivered"), ("paused", "delivered"), ("removed", "dropped")]


def test_of_the_last_query_that_is_removed_nothing_stays_due(desk: Desk) -> None:
    (only,) = tried_once(desk, "only")
    change(desk, only, removed=True)
    desk.run()
    assert (states(desk), desk.receiver.notices) == ([("only", "dropped")], [])


def test_what_is_held_keeps_nothing_else_from_being_found(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alerts.sending._AT_ONCE", 1)
    (first, _) = tried_once(desk, "a", "b")
    change(desk, first, paused=True)
    desk.run()
    desk.now += timedelta(days=1)
    desk.take_in(document("2", "kombi neser"))
    desk.run()
    assert [notice.alert for notice in desk.receiver.notices] == ["b", "b"]


def test_what_was_found_before_a_query_ended_is_told(desk: Desk) -> None:
    tried_once(desk, "ends", expires=desk.now + timedelta(seconds=30))
    desk.run()
    assert [notice.alert for notice in desk.receiver.notices if notice.leads] == ["ends"]


def test_a_query_that_is_paused_while_others_are_sent_waits(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both are claimed together; the first that is sent pauses them."""
    queries = [desk.save(name, "kombi") for name in ("a", "b")]
    desk.take_in(document("1", "kombi sot"))

    def pausing(channel: Channel, notice: Notice) -> Outcome:
        for query in queries:
            change(desk, query, paused=True)
        return desk.receiver(channel, notice)

    with monkeypatch.context() as patched:
        patched.setattr("alerts.sending._SIDE_BY_SIDE", 1)
        run(desk.client, desk.settings, load(), PostOffice(pausing), clock=desk.clock)
    assert len(desk.receiver.notices) == 1
    desk.run()
    assert sorted(state for _, state in states(desk)) == ["delivered", "held"]
    for query in queries:
        change(desk, query, paused=False)
    desk.run()
    assert sorted(notice.alert for notice in desk.receiver.notices) == ["a", "b"]


def test_an_address_that_was_taken_out_is_told_no_more(desk: Desk) -> None:
    (query,) = tried_once(desk, "vans")
    change(desk, query, channels=(OTHER, ANOTHER))  # which of them is in its place is not known
    desk.run()
    assert (("vans", "dead") in states(desk), of_hits(desk)) == (True, [])
    change(desk, query, channels=(HOOK, OTHER))
    assert replay(desk.client, desk.settings, None) == 1
    desk.now += timedelta(days=60)  # by this test's clock it is due
    desk.run()
    assert (("vans", "dead") in states(desk), len(of_hits(desk))) == (False, 1)


def test_what_a_wrong_address_did_not_take_goes_to_the_one_in_its_place(desk: Desk) -> None:
    desk.receiver.answers = [Outcome(status="failed", detail="HTTP 404")]
    query = desk.save("vans", "kombi", channels=(HOOK,))
    desk.take_in(document("1", "kombi"))
    assert desk.run().dead == 1
    change(desk, query, channels=(OTHER,))
    assert replay(desk.client, desk.settings, None) == 1
    desk.now += timedelta(days=60)
    desk.run()
    assert states(desk).count(("vans", "delivered")) == 2, "the hit, and that it was given up before"
    told = [(notice.delivery_id, len(notice.leads)) for notice in of_hits(desk)]
    assert (len(told), len(set(told))) == (2, 1)
    desk.run()
    assert len(of_hits(desk)) == 2


def test_what_another_address_was_told_already_is_not_told_it_twice(desk: Desk) -> None:
    query = desk.save("vans", "kombi", channels=(HOOK, OTHER))
    desk.take_in(document("1", "kombi"))

    def refusing(channel: Channel, notice: Notice) -> Outcome:
        answer = desk.receiver(channel, notice)
        return Outcome(status="failed", detail="HTTP 404") if channel == HOOK else answer

    assert run(desk.client, desk.settings, load(), PostOffice(refusing), clock=desk.clock).dead == 1
    change(desk, query, channels=(OTHER,))
    assert replay(desk.client, desk.settings, None) == 1
    desk.now += timedelta(days=60)
    desk.run()
    assert ("vans", "dead") in states(desk)
    assert len(of_hits(desk)) == 2, "one to each address, when both were told"


def test_the_owner_is_told_once_in_the_inbox_of_what_was_given_up(desk: Desk) -> None:
    desk.receiver.answers = [Outcome(status="failed", detail="HTTP 410")]
    desk.save("vans", "kombi", channels=(HOOK,))
    desk.take_in(document("1", "kombi"))
    desk.run()
    desk.run()
    assert [notice.message for notice in desk.receiver.notices if notice.message] == [
        "What the saved query “vans” found could not be delivered by webhook and was given up: HTTP 410. Mend the "
        "address (My alerts); an operator can then send it again"
    ]


def test_an_address_may_carry_what_its_query_says_now(desk: Desk) -> None:
    (query,) = tried_once(desk, "vans", channels=(HOOK.model_copy(update={"level": "summary"}),))
    change(desk, query, channels=(HOOK.model_copy(update={"level": "count"}),))
    desk.run()
    assert [lead.summary for notice in desk.receiver.notices for lead in notice.leads] == [None]


def inbox_of(user: str) -> Channel:
    return Channel(kind="inbox", address=user)


def transfer(desk: Desk, query: SavedQuery, owner: str) -> None:
    """As the console and the command line do."""
    channels = [inbox_of(owner) if one.kind == "inbox" else one for one in query.channels]
    change(desk, query, owner=owner, channels=channels)


def leads_in_inbox(desk: Desk, user: str) -> list[str]:
    desk.client.options(ignore_status=404).indices.refresh(index=desk.settings.inbox_index)
    listed = messages(desk.client, desk.settings, user)
    found = [message(desk.client, desk.settings, user, one.id) for one in listed]
    return [lead.id for one in found if one for lead in one.leads]


def test_what_was_not_delivered_is_the_new_owners(desk: Desk, users: dict[str, str]) -> None:
    old, new, lead = users["nobody"], users["analyst"], document("1", "kombi sot")
    may = [f"{desk.settings.index_prefix}waymark-analyst"]
    desk.client.security.put_user(username=old, roles=may)
    query = desk.save("vans", "kombi", owner=old, channels=(inbox_of(old), HOOK))
    desk.take_in(lead)
    desk.receiver.answers = [BUSY, BUSY]
    desk.run()
    desk.client.security.put_user(username=old, roles=[])  # who has left
    transfer(desk, query, new)
    desk.now += timedelta(minutes=1)
    desk.receiver.notices.clear()
    real = post_office(desk.client, desk.settings)
    office = PostOffice(lambda channel, notice: desk.receiver(channel, notice), real.inboxes)
    assert run(desk.client, desk.settings, load(), office, clock=desk.clock).dead == 0
    assert leads_in_inbox(desk, new) == [lead_id(lead)]
    assert leads_in_inbox(desk, old) == []
    assert [(notice.owner, notice.count) for notice in desk.receiver.notices] == [(new, 1)]  # at the same address
    told = deliveries(desk.client, desk.settings, state="delivered", query=None, limit=10)
    assert {(one["channel"], one["owner"], one["address"]) for one in told} == {
        ("inbox", new, new),
        ("webhook", new, HOOK.address),
    }


def test_what_died_because_its_owner_left_is_replayed_to_the_new_one(desk: Desk, users: dict[str, str]) -> None:
    old, new, lead = users["nobody"], users["analyst"], document("1", "kombi sot")
    may = [f"{desk.settings.index_prefix}waymark-analyst"]
    desk.client.security.put_user(username=old, roles=may)
    (query,) = tried_once(desk, "vans", owner=old, channels=(inbox_of(old),))
    desk.client.security.put_user(username=old, roles=[])
    assert desk.run().dead == 1
    transfer(desk, query, new)
    assert replay(desk.client, desk.settings, None) == 1
    desk.now += timedelta(days=60)  # by this test's clock it is due
    run(desk.client, desk.settings, load(), post_office(desk.client, desk.settings), clock=desk.clock)
    assert (leads_in_inbox(desk, new), leads_in_inbox(desk, old)) == ([lead_id(lead)], [])


def ends(*_: object) -> Any:
    raise BrokenOff


@pytest.mark.parametrize("delivered", [False, True])
def test_a_round_that_was_decided_before_is_told_to_the_new_owner(
    desk: Desk, users: dict[str, str], monkeypatch: pytest.MonkeyPatch, *, delivered: bool
) -> None:
    """A run ends before it makes the deliveries; or when the old owner has the message, which is not written down."""
    old, new, lead = "elastic", users["analyst"], document("1", "kombi sot")
    query = desk.save("vans", "kombi", owner=old, channels=(inbox_of(old),))
    desk.take_in(lead)
    office = post_office(desk.client, desk.settings)

    def delivers_and_ends(sent: Sequence[tuple[Channel, Notice]]) -> Sequence[Outcome]:
        assert office.inboxes and office.inboxes(sent)
        return list(ends())

    with monkeypatch.context() as patched, pytest.raises(BrokenOff):
        if not delivered:
            patched.setattr("alerts.rounds.created", ends)
        breaking = PostOffice(office.deliver, delivers_and_ends)
        run(desk.client, desk.settings, load(), breaking, clock=desk.clock)
    transfer(desk, query, new)
    for _ in range(2):
        desk.now += timedelta(hours=1)
        run(desk.client, desk.settings, load(), office, clock=desk.clock)
    assert leads_in_inbox(desk, new) == [lead_id(lead)]
    assert leads_in_inbox(desk, old) == [lead_id(lead)] * delivered


def test_that_a_query_fails_is_told_once_by_two_runs_that_ask_at_once(desk: Desk, users: dict[str, str]) -> None:
    """The other run comes before the change by which the first writes down that the query fails, and is told anew."""
    desk.save("mine", "kombi", owner=users["nobody"])
    desk.take_in(document("1", "kombi sot"))
    was = standing.note

    def another_first(*given: Any) -> None:
        if not desk.receiver.notices:
            with pytest.MonkeyPatch.context() as patched:
                patched.setattr("alerts.standing.note", was)
                desk.now += timedelta(seconds=1)
                desk.run()
        was(*given)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("alerts.standing.note", another_first)
        desk.run()
    assert [notice.count for notice in desk.receiver.notices] == [0]
