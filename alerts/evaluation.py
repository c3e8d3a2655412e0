"""Asks all saved queries of the leads that are marked, and writes down what they found.

1. The leads that are marked are looked up with the state they are in.
2. Each query is asked of them, as its owner. What a query finds goes into rounds or into the ledger; where a query
   fails, or failed a short while ago, it is kept that it is still to be asked of them.
3. The mark is taken off those leads that nobody has written meanwhile.

Broken off anywhere, the leads still carry the mark and all is done again; the ledger takes nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from elasticsearch import Elasticsearch

from alerts import failing, gathering, marks, missed, standing
from alerts.asking import MOST_LEADS, Answers, ask
from alerts.compiling import Compiled, Reader, compiled
from alerts.parts import in_parts
from alerts.query import SavedQuery
from alerts.store import Kept
from nlp.gazetteer import Gazetteer
from waymark.cluster import failures_in_one_line
from waymark.settings import Settings

_ATTEMPTS = 5  # in which no lead was as it had been looked up: each was being written to
_QUERIES = 1000  # that are asked before what they found is written down


@dataclass
class Evaluated:
    """What an evaluation did."""

    leads: int = 0  #: that were asked about
    hits: dict[str, int] = field(default_factory=dict)  #: new in the ledger, by query
    failing: dict[str, str] = field(default_factory=dict)
    queries: int = 0
    _cost_ms: dict[str, float] = field(default_factory=dict)

    def take(self, answers: Answers, new: Mapping[str, int]) -> None:
        self.failing |= answers.failures
        for query, number in new.items():
            self.hits[query] = self.hits.get(query, 0) + number
        for query, cost in answers.cost_ms.items():
            self._cost_ms[query] = self._cost_ms.get(query, 0) + cost

    def cost_of(self, query: str) -> float | None:
        return self._cost_ms.get(query)


@dataclass(frozen=True)
class _Asking:
    """One evaluation under way."""

    client: Elasticsearch
    settings: Settings
    queries: Mapping[str, SavedQuery]
    resting: dict[str, str]  #: queries that are not asked now, and why
    compiled: Compiled
    costs: Mapping[str, float]  #: of the last time
    waiting: set[str]  #: queries that have more to tell than what is found now
    now: datetime
    secured: bool
    done: Evaluated

    def of(self, which: dict[str, Any], queries: Sequence[str]) -> dict[str, str]:
        """Asks these queries and writes down what they found; returns which failed, and why."""
        failures: dict[str, str] = {}
        for part in in_parts(queries, _QUERIES):
            able = (one for one in part if one in self.compiled.clauses and one not in self.resting)
            clauses = {one: self.compiled.clauses[one] for one in able}
            answers = ask(
                self.client, self.settings, self.queries, clauses, which, secured=self.secured, costs=self.costs
            )
            unable = {**self.compiled.failures, **self.resting}
            answers.failures |= {one: unable[one] for one in part if one in unable}
            new = gathering.take(self.client, self.settings, self.queries, answers.hits, self.waiting, self.now)
            self.done.take(answers, new)
            failures |= answers.failures
        return failures


def evaluate(
    client: Elasticsearch,
    settings: Settings,
    gazetteer: Gazetteer,
    kept: list[Kept],
    now: datetime,
    *,
    secured: bool,
) -> Evaluated:
    """Asks the active queries of all that is marked, and of what they missed. Raises ServiceError; then do it again."""
    queries = {one.query.id: one.query for one in kept if one.query.active(now)}
    known = standing.standings(client, settings)
    rested = {
        one.query.id: known[one.query.id].failing or ""
        for one in kept
        if one.query.id in queries and failing.rests(one, known.get(one.query.id), now)
    }
    reader = Reader(client, settings, gazetteer, now, secured)
    with failures_in_one_line(settings):
        waiting = set(gathering.with_news(client, settings))
    asking = _Asking(
        client=client,
        settings=settings,
        queries=queries,
        resting=dict(rested),
        compiled=compiled(reader, (query for one, query in queries.items() if one not in rested)),
        costs={one: fares.cost_ms for one, fares in known.items() if fares.cost_ms is not None},
        waiting=waiting,
        now=now,
        secured=secured,
        done=Evaluated(queries=len(queries)),
    )
    asking.done.failing |= {**asking.compiled.failures, **rested}
    _catch_up(asking, {one.query.id for one in kept})
    if found := marks.marks(client, settings):
        _marked(asking, found)
    standing.note(client, settings, known, _fresh(asking, known, [one for one in kept if one.query.id not in rested]))
    return asking.done


def _fresh(
    asking: _Asking, known: Mapping[str, standing.Standing], kept: Sequence[Kept]
) -> Iterator[standing.Standing]:
    """How those fare that were asked, or could not be."""
    done = asking.done
    if done.leads:
        yield standing.Standing(standing.ALL, asking.now)
    for one in kept:
        cost, why = done.cost_of(one.query.id), done.failing.get(one.query.id)
        if why is not None or cost is not None:
            yield standing.after(known.get(one.query.id), one, asking.now, cost, why)


def _marked(asking: _Asking, found: Sequence[str]) -> None:
    """All leads with these marks, as many at a time as may be asked about: what a batch brings is told together."""
    queries = sorted(asking.queries, key=lambda one: (asking.queries[one].owner, one))
    attempts = 0
    while attempts < _ATTEMPTS:
        leads = marks.marked(asking.client, asking.settings, found)
        if not leads:
            return
        failures = asking.of(marks.carrying(found), queries)
        missed.keep(asking.client, asking.settings, failures, [lead.id for lead in leads], asking.now)
        asking.resting.update(failures)
        cleared = marks.clear(asking.client, asking.settings, leads)
        asking.done.leads += cleared
        attempts = 0 if cleared else attempts + 1


def _catch_up(asking: _Asking, there: set[str]) -> None:
    """Asks what failed before. What belongs to a query that is gone is forgotten; one that is paused can wait, and one
    that fails still."""
    client, settings = asking.client, asking.settings
    having = missed.queries(client, settings)
    missed.forget(client, settings, having - there)
    for identity in sorted(having & asking.queries.keys() - asking.resting.keys()):
        for name, leads in missed.by(client, settings, identity):
            for part in in_parts(leads, MOST_LEADS):
                asking.resting.update(asking.of({"ids": {"values": part}}, [identity]))
            if identity in asking.resting:
                break
            missed.done(client, settings, name)
