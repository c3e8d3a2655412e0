"""What is asked about the work on leads, as a clause of a search."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict

from leads.work import grades
from leads.work.board import Table
from leads.work.events import STATUSES
from leads.work.state import State

ANYBODY = "any"  #: whoever has starred a lead
NEW = next(iter(STATUSES))
#: Of one clause (Elasticsearch: index.max_terms_count); more ids are several clauses.
_MOST_TERMS = 60_000
Match = dict[str, Any]


class WorkAsked(BaseModel):
    """All that is given must hold.

    Leads carry their state as a field, which follows a little later. `unsettled` are leads whose field is behind,
    `fitting` those of them that fit: both stand for the field (see `exactly`).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    status: str | None = None
    grade: str | None = None  #: B2, B, 2 or none
    starred: str | None = None  #: a user, or any
    unsettled: tuple[str, ...] = ()
    fitting: tuple[str, ...] = ()


def exactly(asked: WorkAsked, table: Table) -> WorkAsked:
    """The same question with what was said since the leads' fields were written."""
    return asked.model_copy(
        update={
            "unsettled": tuple(sorted(table.unsettled)),
            "fitting": tuple(sorted(lead for lead in table.unsettled if _fits(table.of(lead), asked))),
        }
    )


def clause(asked: WorkAsked) -> Match:
    """The clause that finds the leads."""
    settled = {"bool": {"filter": list(_on_the_lead(asked)), "must_not": among(asked.unsettled)}}
    if not asked.fitting:
        return settled
    return {"bool": {"should": [settled, *among(asked.fitting)], "minimum_should_match": 1}}


def among(ids: Sequence[str]) -> list[Match]:
    """Clauses one of which finds each of these leads."""
    return [{"terms": {"id": list(ids[start : start + _MOST_TERMS])}} for start in range(0, len(ids), _MOST_TERMS)]


def is_new() -> Match:
    """Leads on which no work has begun."""
    return {"bool": {"must_not": [{"terms": {"work.status": [one for one in STATUSES if one != NEW]}}]}}


def _on_the_lead(asked: WorkAsked) -> Iterator[Match]:
    if asked.status == NEW:
        yield is_new()
    elif asked.status:
        yield {"term": {"work.status": asked.status}}
    if asked.grade == grades.NONE:
        yield {"bool": {"must_not": [{"exists": {"field": "work.grade"}}]}}
    elif asked.grade:
        yield {"terms": {"work.grade": list(_grades(asked.grade))}}
    if asked.starred == ANYBODY:
        yield {"exists": {"field": "work.stars"}}
    elif asked.starred:
        yield {"term": {"work.stars": asked.starred}}


def _grades(asked: str) -> Iterable[str]:
    """The whole grades that fit: B1 to B6 for B, A2 to F2 for 2."""
    every = (letter + digit for letter in grades.SOURCE for digit in grades.INFORMATION)
    return (one for one in every if asked in one)


def _fits(state: State, asked: WorkAsked) -> bool:
    return (
        (asked.status is None or state.status == asked.status)
        and (asked.grade is None or (asked.grade in state.grade if state.grade else asked.grade == grades.NONE))
        and (asked.starred is None or (bool(state.stars) if asked.starred == ANYBODY else asked.starred in state.stars))
    )
