"""Asks saved queries of some leads, each as its owner: many queries in one search, many searches in one request.

Within a search each query is a clause with a name, and Elasticsearch says by the names which of them a lead matches: it
opens the leads once for hundreds of queries. Where such a search fails it is asked again in halves, until the query
that is to blame stands alone. So does one that was slow the last time: what it costs is then known, and burdens no
other.
"""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from elasticsearch import ApiError, Elasticsearch

from alerts.access import NO_ACCESS, as_owner, refused
from alerts.query import SavedQuery
from leads.patience import passing
from waymark.cluster import failures_in_one_line, shown_address
from waymark.errors import ServiceError
from waymark.settings import Settings

TOGETHER = 500  # clauses of one search
_MANY = 25  # clauses, of which one or another matches nearly every lead
_AT_ONCE = 4  # searches of one request
#: What was seen marked is asked about in the same copy of the index: another may show it a moment later.
SAME_COPY = "waymark-alerts"
MOST_LEADS = 10_000  # that are asked about at once (the index's max_result_window)
_UNREADABLE = (HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)  # in parts it may be read
_SLOW_MS = 50.0  # a query that takes longer is asked alone
_NEWS = ("wording", "basis", "version", "captured_at")
_FIELDS = [f"news.{name}" for name in _NEWS]
#: Of the answers only what is used is sent and read.
_WANTED = [
    "responses.took",
    "responses.status",
    "responses.error",
    "responses.hits.hits._id",
    "responses.hits.hits.fields",
    "responses.hits.hits.matched_queries",
]


@dataclass(frozen=True, slots=True)
class Hit:
    """A lead that matches, in the state in which it was found."""

    lead: str
    wording: str
    basis: str
    version: int
    captured_at: str | None


@dataclass
class Answers:
    """By the id of the query: its hits, why it could not be asked, and what asking it took."""

    hits: dict[str, list[Hit]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    cost_ms: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class _Clause:
    """What one or several queries of an owner ask."""

    asked: dict[str, Any]
    queries: tuple[str, ...]


def ask(
    client: Elasticsearch,
    settings: Settings,
    queries: Mapping[str, SavedQuery],
    clauses: Mapping[str, dict[str, Any]],
    which: dict[str, Any],
    *,
    secured: bool,
    costs: Mapping[str, float] | None = None,
) -> Answers:
    """Asks each clause of the leads that the filter `which` names; at most MOST_LEADS. `costs`: the last time's, in ms.

    Raises ServiceError when Elasticsearch is away or busy: then nothing is known of any, and all is asked again.
    """
    answers = Answers()
    owners: dict[str, list[str]] = defaultdict(list)
    for identity in clauses:
        owners[queries[identity].owner].append(identity)
    for owner, mine in owners.items():
        asking = as_owner(client, owner, secured=secured)
        _Asked(asking, settings, owner, which, answers).all(_searches(_distinct(mine, clauses), costs or {}))
    return answers


def _distinct(queries: Iterable[str], clauses: Mapping[str, dict[str, Any]]) -> Iterator[_Clause]:
    """What several queries ask alike is asked once."""
    same: dict[str, list[str]] = defaultdict(list)
    for identity in queries:
        same[json.dumps(clauses[identity], sort_keys=True)].append(identity)
    return (_Clause(clauses[ids[0]], tuple(ids)) for ids in same.values())


def _searches(clauses: Iterable[_Clause], costs: Mapping[str, float]) -> Iterator[tuple[_Clause, ...]]:
    """The clauses of each search."""
    together: list[_Clause] = []
    for clause in clauses:
        if any(costs.get(one, 0) > _SLOW_MS for one in clause.queries):
            yield (clause,)
            continue
        together.append(clause)
        if len(together) == TOGETHER:
            yield tuple(together)
            together = []
    if together:
        yield tuple(together)


@dataclass(frozen=True)
class _Asked:
    """The searches of one owner."""

    asking: Elasticsearch
    settings: Settings
    owner: str
    which: dict[str, Any]
    answers: Answers

    def all(self, searches: Iterable[tuple[_Clause, ...]]) -> None:
        waiting = deque(searches)
        while waiting:
            part = [waiting.popleft() for _ in range(min(_AT_ONCE, len(waiting)))]
            waiting.extendleft(reversed(self._some(part)))

    def _some(self, part: Sequence[tuple[_Clause, ...]]) -> list[tuple[_Clause, ...]]:
        """Takes the answers of these; returns what is to be asked again, in halves."""
        with failures_in_one_line(self.settings):
            try:
                searches = [line for clauses in part for line in self._lines(clauses)]
                responses = self.asking.msearch(searches=searches, filter_path=_WANTED)["responses"]
            except ApiError as error:
                if error.meta.status in NO_ACCESS:
                    self._failed((one for clauses in part for one in clauses), refused(error, self.owner))
                    return []
                if error.meta.status not in _UNREADABLE:
                    raise
                if len(part) > 1:  # one of them cannot be read, so none was answered
                    return [again for clauses in part for again in self._some([clauses])]
                return self._halves(part[0], f"Elasticsearch refuses it: {error.message}")
        again: list[tuple[_Clause, ...]] = []
        for clauses, response in zip(part, responses, strict=True):
            if "error" in response:
                again += self._halves(clauses, _reason(self.settings, self.owner, response))
            else:
                self._take(clauses, response)
        return again

    def _halves(self, clauses: tuple[_Clause, ...], reason: str) -> list[tuple[_Clause, ...]]:
        """The halves of a search that failed; a clause that stands alone has failed for this reason."""
        if middle := len(clauses) // 2:
            return [clauses[:middle], clauses[middle:]]
        self._failed(clauses, reason)
        return []

    def _lines(self, clauses: Sequence[_Clause]) -> tuple[dict[str, Any], dict[str, Any]]:
        named = [{"bool": {"_name": str(at), "filter": [one.asked]}} for at, one in enumerate(clauses)]
        search = {
            # With many clauses it is quicker to be given all leads than to have those left out that none matches.
            "query": {
                "bool": {"filter": [self.which], "should": named, "minimum_should_match": int(len(named) < _MANY)}
            },
            "size": MOST_LEADS,
            "_source": False,
            "docvalue_fields": _FIELDS,
            "sort": ["_doc"],
            "track_total_hits": False,
        }
        return {"index": self.settings.read_alias, "preference": SAME_COPY}, search

    def _take(self, clauses: Sequence[_Clause], response: Mapping[str, Any]) -> None:
        hits: list[list[Hit]] = [[] for _ in clauses]
        for found in response.get("hits", {}).get("hits", ()):
            hit = _hit(found)
            for name in found.get("matched_queries", ()):
                hits[int(name)].append(hit)
        queries = [one for clause in clauses for one in clause.queries]
        self.answers.cost_ms |= dict.fromkeys(queries, round(float(response.get("took", 0)) / len(queries), 2))
        for clause, its in zip(clauses, hits, strict=True):
            self.answers.hits |= dict.fromkeys(clause.queries, its)

    def _failed(self, clauses: Iterable[_Clause], reason: str) -> None:
        for clause in clauses:
            self.answers.failures |= dict.fromkeys(clause.queries, reason)


def _reason(settings: Settings, owner: str, response: Mapping[str, Any]) -> str:
    """Why one search failed while the others were answered. Raises ServiceError where it may pass."""
    status, error = int(response["status"]), response["error"]
    causes = error.get("root_cause") or [{}]
    words = str(causes[0].get("reason") or error.get("reason"))
    if status in NO_ACCESS:
        return f"the user {owner!r} may not read leads"
    if passing(status, error.get("type", "")):
        raise ServiceError(f"Elasticsearch at {shown_address(settings)} could not answer now: {words}")
    failed = "fails at it" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "refuses it"
    return f"Elasticsearch {failed}: {words}"


def _hit(found: Mapping[str, Any]) -> Hit:
    fields = found.get("fields", {})
    wording, basis, version, captured_at = (fields.get(name, (None,))[0] for name in _FIELDS)
    return Hit(found["_id"], wording or "", basis or "", int(version or 1), captured_at)
