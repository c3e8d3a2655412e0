"""Work on leads that goes with its lead, is hidden from others, and is the same in whatever order it is read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from elasticsearch import Elasticsearch
from hypothesis import given
from hypothesis import strategies as st
from lead_samples import at, document
from work_desk import People

from leads.deletion import delete
from leads.identity import lead_id
from leads.query import SearchQuery
from leads.retention import Retention, find
from leads.work import erasing
from leads.work.board import Board
from leads.work.events import Event
from leads.work.facets import divide_by_work
from leads.work.saying import history, say
from leads.work.state import state_of
from nlp.gazetteer import load
from waymark.archive import Archive
from waymark.errors import ServiceError
from waymark.settings import Settings

node = pytest.mark.node


@node
def test_work_goes_with_its_lead_and_only_with_it(
    desk: People, take_in, client: Elasticsearch, cluster_settings: Settings, archive: Archive
) -> None:  # type: ignore[no-untyped-def]
    old, kept = document("nisemi", id="old", day=1), document("kombi", id="kept", day=50)
    take_in("r", [old, kept])
    for one in (old, kept):
        say(desk["ana"], cluster_settings, lead_id(one), "note", "x", user="ana", after="once-upon-a-time")
        say(desk["ana"], cluster_settings, lead_id(one), "status", "done", user="ana", after=0)
    board = Board()
    assert len(board.table(desk["bo"], cluster_settings).states) == 2
    rules = Retention({"board": 30}, at(60), longest_pause=timedelta(days=100))
    delete(client, cluster_settings, archive, find(client, cluster_settings, archive, rules))
    assert history(desk["ana"], cluster_settings, lead_id(old)) == ()
    assert len(history(desk["ana"], cluster_settings, lead_id(kept))) == 2
    assert list(board.table(desk["bo"], cluster_settings).states) == [lead_id(kept)]
    assert "erasing" not in str(client.search(index=cluster_settings.work_index)["hits"])


@node
def test_a_deletion_that_was_broken_off_is_finished_by_the_next(
    desk: People,
    ids: list[str],
    client: Elasticsearch,
    cluster_settings: Settings,
    archive: Archive,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for one in ids[:2]:
        say(desk["ana"], cluster_settings, one, "status", "done", user="ana", after=0)
    rules = Retention({"board": 30}, at(30, 12), longest_pause=timedelta(days=100))  # the first lead is past

    def killed(*_: object) -> int:
        raise ServiceError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(erasing, "finish", killed)
        with pytest.raises(ServiceError):
            delete(client, cluster_settings, archive, find(client, cluster_settings, archive, rules))
    assert len(history(desk["ana"], cluster_settings, ids[0])) == 1
    assert Board().table(desk["ana"], cluster_settings).of(ids[0]).status == "done"
    delete(client, cluster_settings, archive, find(client, cluster_settings, archive, rules))
    assert [len(history(desk["ana"], cluster_settings, one)) for one in ids[:2]] == [0, 1]


@node
def test_who_may_not_see_the_work_gets_none_of_it_whatever_is_kept(
    desk: People, ids: list[str], client: Elasticsearch, cluster_settings: Settings
) -> None:
    say(desk["ana"], cluster_settings, ids[0], "status", "done", user="ana", after=0)
    board = Board()
    assert len(board.table(desk["ana"], cluster_settings).states) == 1
    prefix = cluster_settings.index_prefix
    client.security.put_user(
        username=f"{prefix}bo", password="an invented passphrase", roles=[f"{prefix}waymark-intake"]
    )
    client.security.put_role(
        name=f"{prefix}waymark-intake", indices=[{"names": [f"{prefix}leads"], "privileges": ["read"]}]
    )
    table = board.table(desk["bo"], cluster_settings)
    assert (table.hidden, dict(table.states)) == (True, {})
    assert divide_by_work(desk["bo"], cluster_settings, SearchQuery(), load(), table, user="bo", since=None) == ()
    assert history(desk["bo"], cluster_settings, ids[0]) == ()


_events = st.builds(
    Event,
    id=st.uuids().map(str),
    lead=st.just("l"),
    kind=st.sampled_from(["status", "grade", "star", "note"]),
    value=st.sampled_from(["on", "off", "done", "B2", ""]),
    number=st.integers(1, 4),
    by=st.sampled_from(["ana", "bo"]),
    at=st.integers(0, 9).map(at),
)


@given(st.lists(_events, max_size=8).flatmap(lambda events: st.tuples(st.just(events), st.permutations(events * 2))))
def test_a_state_is_the_same_in_whatever_order_and_however_often_events_are_read(
    given_events: tuple[list[Event], list[Event]],
) -> None:
    events, shuffled = given_events
    chains = {(e.kind, e.by if e.kind == "star" else "", e.number): e for e in events if e.kind != "note"}
    taken = [e for e in events if e.kind == "note" or e in chains.values()]  # of each number only one is ever taken
    one, other = state_of(taken), state_of(e for e in shuffled if e in taken)
    assert (one.status, one.grade, one.stars, one.notes) == (other.status, other.grade, other.stars, other.notes)
