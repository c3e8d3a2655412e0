"""Stars, notes, status and grades: said by somebody, changed by nobody, found by search; on the run's real node."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from elasticsearch import AuthorizationException, ConflictError, Elasticsearch
from lead_samples import START, at, document
from work_desk import People

from leads.facets import Facet
from leads.fields import rebuilt
from leads.paging import first_page
from leads.query import SearchQuery
from leads.work import reading, settling
from leads.work.asked import WorkAsked, exactly
from leads.work.board import Board
from leads.work.events import identity
from leads.work.facets import divide_by_work
from leads.work.reading import states
from leads.work.saying import SaidMeanwhileError, history, say
from leads.work.settling import settle
from leads.work.state import State, state_of
from nlp.gazetteer import load
from search_mappings.migrate import migrate
from waymark.errors import UsageError
from waymark.settings import Settings

node = pytest.mark.node


def told(settings: Settings, state: State) -> tuple[str, str | None, list[str], int]:
    """A state, with users by their short names."""
    stars = [user.removeprefix(settings.index_prefix) for user in state.stars]
    return state.status, state.grade, stars, len(state.notes)


@node
def test_what_was_said_is_there_with_who_and_when(desk: People, ids: list[str], cluster_settings: Settings) -> None:
    one, now = ids[0], cluster_settings
    ana, bo = f"{now.index_prefix}ana", f"{now.index_prefix}bo"
    say(desk["ana"], now, one, "status", "work", user=ana, after=0)
    say(desk["bo"], now, one, "grade", "b2", user=bo, after=0)
    say(desk["ana"], now, one, "star", "on", user=ana, after=0)
    say(desk["bo"], now, one, "star", "on", user=bo, after=0)
    say(desk["bo"], now, one, "star", "off", user=bo, after=1)
    for _ in range(2):  # the same form, sent twice
        say(desk["ana"], now, one, "note", " zvati\r\nsutra ", user=ana, after="once-upon-a-time")
    say(desk["bo"], now, one, "status", "done", user=bo, after=1)
    said = history(desk["olga"], now, one)
    assert [(event.kind, event.value or event.text, event.by.rpartition("-")[2]) for event in reversed(said)] == [
        ("status", "work", "ana"),
        ("grade", "B2", "bo"),
        ("star", "on", "ana"),
        ("star", "on", "bo"),
        ("star", "off", "bo"),
        ("note", "zvati\nsutra", "ana"),
        ("status", "done", "bo"),
    ]
    assert told(now, state_of(said)) == ("done", "B2", ["ana"], 1)
    board = Board()
    for name in ("ana", "olga", "aud"):
        assert told(now, board.table(desk[name], now).of(one)) == ("done", "B2", ["ana"], 1)


@node
def test_nobody_changes_or_deletes_what_was_said_nor_speaks_for_another(
    desk: People, ids: list[str], cluster_settings: Settings
) -> None:
    now, where = cluster_settings, identity(ids[0], "status", 1, "")
    say(desk["ana"], now, ids[0], "status", "done", user="somebody else", after=0)
    forged = {
        "lead": ids[1],
        "kind": "status",
        "value": "done",
        "text": "",
        "number": 1,
        "by": "ana",
        "at": "2000-01-01",
    }
    desk["bo"].create(index=now.work_index, id="forged", document=forged, pipeline="_none", refresh=True)
    said = [*history(desk["ana"], now, ids[0]), *history(desk["ana"], now, ids[1])]
    assert [event.by.removeprefix(now.index_prefix) for event in said] == ["ana", "bo"]
    assert all(event.at > START for event in said)
    with pytest.raises(ConflictError):
        desk["bo"].create(index=now.work_index, id=where, document=forged)
    for attempt in (
        lambda: desk["bo"].index(index=now.work_index, id=where, document=forged),
        lambda: desk["bo"].update(index=now.work_index, id=where, doc={"value": "new"}),
        lambda: desk["bo"].delete(index=now.work_index, id=where),
        lambda: desk["bo"].delete_by_query(index=now.work_index, query={"match_all": {}}),
        lambda: desk["bo"].indices.put_settings(index=now.work_index, settings={"index.final_pipeline": "_none"}),
        lambda: desk["aud"].create(index=now.work_index, id="mine", document=forged),
        lambda: desk["bo"].index(index=now.write_alias, id=ids[0], document={}),
    ):
        with pytest.raises(AuthorizationException):
            attempt()
    with pytest.raises(UsageError, match="may not work on leads"):
        say(desk["aud"], now, ids[0], "grade", "A1", user="aud", after=0)


@node
def test_of_two_who_change_the_same_at_once_one_is_told(
    desk: People, ids: list[str], cluster_settings: Settings
) -> None:
    outcomes: list[str] = []

    def change(name: str, value: str) -> None:
        try:
            say(desk[name], cluster_settings, ids[0], "status", value, user=name, after=0)
            outcomes.append(value)
        except SaidMeanwhileError:
            outcomes.append("told")

    threads = [threading.Thread(target=change, args=(("ana", "bo")[n % 2], ("work", "done")[n % 2])) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (said,) = history(desk["ana"], cluster_settings, ids[0])
    assert sorted(outcomes) == sorted(["told"] * 7 + [said.value])


@node
@pytest.mark.parametrize(
    ("kind", "value", "after"),
    [
        *(("status", "finished", 0), ("status", "", 0), ("grade", "G1", 0), ("grade", "B", 0), ("star", "x", 0)),
        *(("note", " ", "once-upon-a-time"), ("note", "x" * 4001, "once-upon-a-time"), ("note", "x", "")),
        *(("status", "done", "-1"), ("status", "done", "x"), ("status", "done", "")),
    ],
)
def test_what_nobody_can_say_is_refused(
    desk: People, cluster_settings: Settings, kind: str, value: str, after: str
) -> None:
    with pytest.raises(UsageError):
        say(desk["ana"], cluster_settings, "lead", kind, value, user="ana", after=after)  # type: ignore[arg-type]


@node
def test_the_work_is_searched_and_counted_the_same_before_and_after_it_is_settled(
    desk: People, ids: list[str], client: Elasticsearch, cluster_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, ana, bo = cluster_settings, f"{cluster_settings.index_prefix}ana", f"{cluster_settings.index_prefix}bo"
    say(desk["ana"], now, ids[0], "status", "done", user=ana, after=0)
    say(desk["ana"], now, ids[1], "status", "work", user=ana, after=0)
    say(desk["ana"], now, ids[2], "status", "work", user=ana, after=0)
    say(desk["ana"], now, ids[0], "grade", "B2", user=ana, after=0)
    say(desk["ana"], now, ids[1], "grade", "F3", user=ana, after=0)
    say(desk["bo"], now, ids[2], "star", "on", user=bo, after=0)
    say(desk["ana"], now, ids[3], "star", "on", user=ana, after=0)
    asked = {
        "status:new": (WorkAsked(status="new"), [3, 4]),
        "status:work": (WorkAsked(status="work"), [1, 2]),
        "status:done grade:B": (WorkAsked(status="done", grade="B"), [0]),
        "grade:3": (WorkAsked(grade="3"), [1]),
        "grade:A": (WorkAsked(grade="A"), []),
        "grade:none": (WorkAsked(grade="none"), [2, 3, 4]),
        "starred:any": (WorkAsked(starred="any"), [2, 3]),
        "starred:me": (WorkAsked(starred=ana), [3]),
    }
    counted = {
        "Status": {"new": 2, "work": 2, "done": 1, "irrelevant": 0},
        "Starred": {"me": 1, "any": 2},
        "Grade": {"B2": 1, "F3": 1},
        "Arrived": {"visit": 5},
    }

    board = Board()

    def as_it_should_be() -> None:
        table = board.table(desk["ana"], now)
        for words, (question, expected) in asked.items():
            query = SearchQuery(work=exactly(question, table))
            found = {hit.lead.id for hit in first_page(desk["ana"], now, query, load()).hits}
            assert found == {ids[number] for number in expected}, words
        given = (desk["ana"], now, SearchQuery(), load(), table)
        facets = divide_by_work(*given, user=ana, since=START - timedelta(days=1))
        assert shown(facets) == counted
        assert shown(divide_by_work(*given, user=ana, since=at(100_000)))["Status"] == counted["Status"]

    def shown(facets: tuple[Facet, ...]) -> dict[str, dict[str, int]]:
        return {facet.title: {value.value: value.leads for value in facet.values} for facet in facets}

    as_it_should_be()
    assert settle(client, now) == 4  # written, but too young to be taken for it
    assert len(board.table(desk["ana"], now).unsettled) == 4
    as_it_should_be()
    monkeypatch.setattr(settling, "_YOUNG", timedelta(seconds=-60))
    settle(client, now)
    assert not board.table(desk["ana"], now).unsettled
    as_it_should_be()
    assert settle(client, now) == 0
    migrate(client, now)
    as_it_should_be()
    say(desk["bo"], now, ids[1], "status", "irrelevant", user=bo, after=1)
    say(desk["bo"], now, ids[0], "grade", "none", user=bo, after=1)
    say(desk["bo"], now, ids[2], "star", "off", user=bo, after=1)
    asked["status:work"], asked["grade:none"] = (WorkAsked(status="work"), [2]), (WorkAsked(grade="none"), [0, 2, 3, 4])
    asked["status:irrelevant"], asked["starred:any"] = (
        (WorkAsked(status="irrelevant"), [1]),
        (WorkAsked(starred="any"), [3]),
    )
    del asked["status:done grade:B"]
    counted["Status"] = {"new": 2, "work": 1, "done": 1, "irrelevant": 1}
    counted["Starred"], counted["Grade"] = {"me": 1, "any": 1}, {"F3": 1}
    as_it_should_be()
    settle(client, now)
    assert not board.table(desk["ana"], now).unsettled
    as_it_should_be()


@node
def test_after_a_restart_only_what_the_leads_do_not_have_yet_is_read(
    desk: People, ids: list[str], client: Elasticsearch, cluster_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, ana = cluster_settings, f"{cluster_settings.index_prefix}ana"
    for one in ids:
        say(desk["ana"], now, one, "status", "work", user=ana, after=0)
        say(desk["ana"], now, one, "star", "on", user=ana, after=0)
    monkeypatch.setattr(settling, "_YOUNG", timedelta(seconds=-60))
    settle(client, now)
    say(desk["bo"], now, ids[3], "grade", "B2", user="bo", after=0)
    board, table = Board(), Board().table(desk["bo"], now)
    assert (list(table.states), table.unsettled) == ([ids[3]], {ids[3]})
    assert told(now, table.of(ids[3])) == ("work", "B2", ["ana"], 0)  # also what was said before
    with ThreadPoolExecutor(8) as many:
        assert {one.unsettled for one in many.map(lambda _: board.table(desk["bo"], now), range(16))} == {
            frozenset({ids[3]})
        }
    say(desk["bo"], now, ids[4], "note", "x", user="bo", after="once-upon-a-time")
    assert told(now, board.table(desk["ana"], now).of(ids[4])) == ("work", None, ["ana"], 1)
    found = states(desk["aud"], now, [*ids, "none"])
    assert {lead: told(now, state) for lead, state in found.items()} == {
        **dict.fromkeys(ids[:3], ("work", None, ["ana"], 0)),
        ids[3]: ("work", "B2", ["ana"], 0),
        ids[4]: ("work", None, ["ana"], 1),
    }
    monkeypatch.setattr(reading, "_LEADS", 2)
    monkeypatch.setattr(reading, "_PAGE", 3)
    assert states(desk["aud"], now, ids) == found
    client.delete_by_query(index=now.work_index, query={"term": {"lead": ids[3]}}, refresh=True)
    assert board.table(desk["ana"], now).unsettled == {ids[4]}


@node
def test_a_new_wording_and_a_new_index_keep_the_state_of_a_lead(
    ids: list[str], take_in, client: Elasticsearch, cluster_settings: Settings
) -> None:  # type: ignore[no-untyped-def]
    work = {"status": "done", "grade": "B2", "stars": ["ana"]}  # without events: nothing else would write it again
    client.update(index=cluster_settings.write_alias, id=ids[0], doc={"work": work})
    take_in("r2", [document("kombi e re", id="0", day=7)])
    assert client.get(index=cluster_settings.read_alias, id=ids[0])["_source"]["work"] == work
    migrate(client, cluster_settings, rebuild=rebuilt)
    assert client.get(index=cluster_settings.read_alias, id=ids[0])["_source"]["work"] == work
