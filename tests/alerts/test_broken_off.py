"""Before each change to Elasticsearch a run or an intake ends, or another run comes between: all is told once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from alert_desk import Desk, document
from breaking import Breaking, BrokenOff
from elasticsearch import Elasticsearch

from leads.identity import lead_id
from waymark.records import Document

pytestmark = pytest.mark.node


@pytest.fixture
def breaking(client: Elasticsearch) -> Breaking:
    return Breaking(client)


def some(number: object) -> tuple[Document, Document]:
    """A lead that matches both queries, and one that matches one."""
    return document(f"{number}-a", f"kombi varka {number}"), document(f"{number}-b", f"varka {number}")


def expected(documents: tuple[Document, ...]) -> list[tuple[str, str, int]]:
    return sorted(
        (name, lead_id(each), 1) for each in documents for name in ("kombi", "varka") if name in each.text.split()
    )


def begin(desk: Desk) -> None:
    desk.save("kombi", "kombi")
    desk.save("varka", "varka")
    desk.take_in(*some("first"))
    desk.run()
    desk.receiver.notices.clear()


def told(desk: Desk) -> list[tuple[str, str, int]]:
    """What was told, when the rest of the work is done."""
    desk.run()
    desk.now += timedelta(hours=1)  # what was broken off while it was sent is taken up again
    desk.run()
    leads = desk.receiver.leads()
    desk.receiver.notices.clear()
    return sorted(leads)


def changing_calls(breaking: Breaking, do: Callable[[], object]) -> list[int]:
    """The numbers of those calls that change anything: between two others, all is as before the second."""
    before = len(breaking.calls)
    do()
    return [number for number, changes in enumerate(breaking.calls[before:]) if changes]


def calls_of_a_run(desk: Desk, breaking: Breaking) -> list[int]:
    desk.take_in(*some("counted"))
    calls = changing_calls(breaking, desk.run)
    desk.receiver.notices.clear()
    assert len(calls) > 5
    return calls


def test_a_run_that_ends_between_any_two_changes(desk: Desk, breaking: Breaking) -> None:
    begin(desk)
    for call in calls_of_a_run(desk, breaking):
        documents = some(call)
        desk.take_in(*documents)
        with suppress(BrokenOff), breaking.at(call, after=False):
            desk.run()
        assert told(desk) == expected(documents), f"ended before call {call}"


def test_another_run_between_any_two_changes(desk: Desk, breaking: Breaking) -> None:
    begin(desk)
    for call in calls_of_a_run(desk, breaking):
        documents, more = some(call), some(f"{call}-more")
        desk.take_in(*documents)

        def another(more: tuple[Document, ...] = more) -> None:
            desk.take_in(*more)
            desk.run()

        with breaking.between(call, another):
            desk.run()
        assert told(desk) == expected((*documents, *more)), f"another run before call {call}"


def test_a_change_between_any_two_changes_of_a_run(desk: Desk, breaking: Breaking) -> None:
    begin(desk)
    for call in calls_of_a_run(desk, breaking):
        lead = document(f"{call}", f"kombi {call}")
        desk.take_in(lead)

        def reworded(call: int = call) -> None:
            desk.take_in(document(f"{call}", f"kombi neser {call}", day=1))

        with breaking.between(call, reworded):
            desk.run()
        assert ("kombi", lead_id(lead), 2) in told(desk), f"changed before call {call}"


def test_an_intake_that_ends_between_any_two_changes(desk: Desk, breaking: Breaking) -> None:
    begin(desk)
    for call in changing_calls(breaking, lambda: desk.take_in(*some("counted"))):
        documents = some(call)
        desk.run()
        desk.receiver.notices.clear()
        with suppress(BrokenOff), breaking.at(call, after=False):
            desk.take_in(*documents)
        desk.run()
        desk.take_in(*documents)
        assert told(desk) == expected(documents), f"ended before call {call}"
