"""Asks all saved queries of the leads that are marked, and writes down what they found.

1. The leads of a mark are looked up with the state they are in.
2. Each query is asked of them, as its owner. What a query finds goes into the ledger; where a query fails, it is kept
   that it is still to be asked of them.
3. The mark is taken off those leads that nobody has written meanwhile.

Broken off anywhere, the leads still carry the mark and all is done again; the ledger takes nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from elasticsearch import Elasticsearch

from alerts import ledger, marks, missed, standing
from alerts.asking import MOST_LEADS, Answers, ask
from alerts.compiling import Compiled, Reader, compiled
from alerts.query import SavedQuery
from alerts.store import Kept
from nlp.gazetteer import Gazetteer
from waymark.cluster import failures_in_one_line
from waymark.settings import Settings

_ROUNDS = 5  # of one mark: leads that are written while they are looked at are looked at again


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
    compiled: Compiled
    now: datetime
    secured: bool
    done: Evaluated

    def of(self, which: dict[str, Any], queries: Mapping[str, SavedQuery]) -> Answers:
        """Asks these queries and writes down what they found; the answers say which failed."""
        clauses = {one: self.compiled.clauses[one] for one in queries if one in self.compiled.clauses}
        answers = ask(self.client, self.settings, self.queries, clauses, which, secured=self.secured)
        answers.failures |= {one: why for one, why in self.compiled.failures.items() if one in queries}
        with failures_in_one_line(self.settings):
            found = ((self.queries[one], hit) for one, hits in answers.hits.items() for hit in hits)
            new = ledger.record(self.client, self.settings, found, self.now)
        self.done.take(answers, new)
        return answers


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
    reader = Reader(client, settings, gazetteer, now, secured)
    asking = _Asking(client, settings, queries, compiled(reader, queries.values()), now, secured, Evaluated())
    asking.done.queries = len(queries)
    asking.done.failing |= asking.compiled.failures
    _catch_up(asking, {one.query.id for one in kept})
    for mark in marks.marks(client, settings):
        _mark(asking, mark)
    standing.note(client, settings, known, _fresh(asking, known))
    return asking.done


def _fresh(asking: _Asking, known: Mapping[str, standing.Standing]) -> Iterator[standing.Standing]:
    """How those fare that were asked, or could not be."""
    done = asking.done
    if done.leads:
        yield standing.Standing(standing.ALL, asking.now)
    for one in asking.queries:
        cost, failing = done.cost_of(one), done.failing.get(one)
        if failing is not None or cost is not None:
            yield standing.after(known.get(one), one, asking.now, cost, failing)


def _mark(asking: _Asking, mark: str) -> None:
    for _ in range(_ROUNDS):
        leads = marks.marked(asking.client, asking.settings, mark)
        if not leads:
            return
        answers = asking.of(marks.carrying(mark), asking.queries)
        missed.keep(asking.client, asking.settings, answers.failures, [lead.id for lead in leads], asking.now)
        asking.done.leads += marks.clear(asking.client, asking.settings, leads)


def _catch_up(asking: _Asking, there: set[str]) -> None:
    """Asks what failed before. What belongs to a query that is gone is forgotten; one that is paused can wait."""
    for identity, documents in missed.waiting(asking.client, asking.settings).items():
        if identity not in there:
            missed.done(asking.client, asking.settings, documents)
        elif identity in asking.queries:
            query = {identity: asking.queries[identity]}
            for name, leads in documents.items():
                if not all(
                    _asked(asking, leads[at : at + MOST_LEADS], query) for at in range(0, len(leads), MOST_LEADS)
                ):
                    break  # it fails still
                missed.done(asking.client, asking.settings, [name])


def _asked(asking: _Asking, leads: list[str], query: Mapping[str, SavedQuery]) -> bool:
    return not asking.of({"ids": {"values": leads}}, query).failures
