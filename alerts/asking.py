"""Asks saved queries of some leads, each as its owner: many queries in one search, many searches in one request.

Within a search each query is a clause with a name, and Elasticsearch says by the names which of them a lead matches: it
opens the leads once for hundreds of queries. Where such a search fails it is asked again in halves, until the query
that is to blame stands alone. So does one that was slow the last time: what it costs is then known, and burdens no
other.

A search that takes too long, or for which Elasticsearch lacks the memory or the time, may fail because of what it asks
or because Elasticsearch is busy. As long as an easy question about the same leads is answered, it is the query's fault;
one that stands alone is asked a second time after all others before it is blamed.
"""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from elasticsearch import ApiError, ConnectionTimeout, Elasticsearch, TransportError

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
#: Seconds that a search may take. Elasticsearch looks at its clock now and then only, and not at all while it finds out
#: which clauses a lead matches: the request ends a little later than all its searches should have.
LONGEST_S = 20.0
_GRACE_S = 10.0
_PATIENCE_S = 120.0  # for an easy question: searches that were given up may occupy Elasticsearch for a while
_TOO_LONG = "Elasticsearch takes too long to answer it"
#: Nothing is to be found in a part of an answer: what is not in it would be taken for no match.
_WHOLE = {"preference": SAME_COPY, "allow_partial_search_results": False}
_SLOW_MS = 50.0  # a query that takes longer is asked alone
_NEWS = ("wording", "basis", "version", "captured_at")
_FIELDS = [f"news.{name}" for name in _NEWS]
#: Of the answers only what is used is sent and read.
_WANTED = [
    "responses.took",
    "responses.timed_out",
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


@dataclass
class _Asked:
    """The searches of one owner."""

    asking: Elasticsearch
    settings: Settings
    owner: str
    which: dict[str, Any]
    answers: Answers
    _again: list[_Clause] = field(default_factory=list)  # that may have failed because Elasticsearch was busy
    _is_last: bool = False

    def all(self, searches: Iterable[tuple[_Clause, ...]]) -> None:
        self._through(searches)
        self._is_last = True
        self._through((clause,) for clause in self._again)

    def _through(self, searches: Iterable[tuple[_Clause, ...]]) -> None:
        waiting = deque(searches)
        while waiting:
            part = [waiting.popleft() for _ in range(min(_AT_ONCE, len(waiting)))]
            waiting.extendleft(reversed(self._some(part)))

    def _some(self, part: Sequence[tuple[_Clause, ...]]) -> list[tuple[_Clause, ...]]:
        """Takes the answers of these; returns what is to be asked again, in halves."""
        with failures_in_one_line(self.settings):
            try:
                responses = self._responses(part)
            except ConnectionTimeout:
                return self._unanswered(part, _TOO_LONG, passes=True)
            except ApiError as error:
                if error.meta.status in NO_ACCESS:
                    self._failed((one for clauses in part for one in clauses), refused(error, self.owner))
                    return []
                passes = passing(error.meta.status, error.error)
                if not passes and error.meta.status not in _UNREADABLE:
                    raise
                return self._unanswered(part, f"Elasticsearch refuses it: {_words(error.body)}", passes=passes)
        again: list[tuple[_Clause, ...]] = []
        others = any(_is_whole(response) for response in responses)
        for clauses, response in zip(part, responses, strict=True):
            if _is_whole(response):
                self._take(clauses, response)
                continue
            reason, passes = _reason(self.owner, response)
            again += self._halves(clauses, reason, passes=passes, others=others)
        return again

    def _responses(self, part: Sequence[tuple[_Clause, ...]]) -> list[dict[str, Any]]:
        searches = [line for clauses in part for line in self._lines(clauses)]
        asking = self.asking.options(
            request_timeout=len(part) * LONGEST_S + _GRACE_S, retry_on_timeout=False, retry_on_status=()
        )
        responses: list[dict[str, Any]] = asking.msearch(searches=searches, filter_path=_WANTED)["responses"]
        return responses

    def _unanswered(
        self, part: Sequence[tuple[_Clause, ...]], reason: str, *, passes: bool
    ) -> list[tuple[_Clause, ...]]:
        """What is to be asked again where none of a request was answered, though one of them may be to blame."""
        if len(part) == 1:
            return self._halves(part[0], reason, passes=passes, others=False)
        if passes:
            self._check(reason)
        return [again for clauses in part for again in self._some([clauses])]

    def _halves(
        self, clauses: tuple[_Clause, ...], reason: str, *, passes: bool, others: bool
    ) -> list[tuple[_Clause, ...]]:
        """The halves of a search that failed; a clause that stands alone has failed for this reason. `passes`: it may
        be Elasticsearch's fault; `others`: others of the same request were answered."""
        if passes and not others:
            self._check(reason)
        if middle := len(clauses) // 2:
            return [clauses[:middle], clauses[middle:]]
        if passes and not self._is_last:
            self._again += clauses
        else:
            self._failed(clauses, reason)
        return []

    def _check(self, reason: str) -> None:
        """Raises ServiceError where Elasticsearch does not answer an easy question about these leads either."""
        asking = self.asking.options(request_timeout=_PATIENCE_S, retry_on_timeout=False, retry_on_status=())
        try:
            asking.search(
                index=self.settings.read_alias,
                query={"bool": {"filter": [self.which]}},
                size=0,
                track_total_hits=False,
                **_WHOLE,  # type: ignore[arg-type]
            )
        except (ApiError, TransportError) as error:
            address = shown_address(self.settings)
            raise ServiceError(f"Elasticsearch at {address} could not answer now: {reason}") from error

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
            "timeout": f"{round(LONGEST_S * 1000)}ms",
        }
        return {"index": self.settings.read_alias, **_WHOLE}, search

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


def _is_whole(response: Mapping[str, Any]) -> bool:
    return "error" not in response and not response.get("timed_out")


def _reason(owner: str, response: Mapping[str, Any]) -> tuple[str, bool]:
    """Why one search failed, and whether that may pass."""
    if "error" not in response:
        return _TOO_LONG, True
    status, error = int(response["status"]), response["error"]
    if _cause(error).get("timed_out"):
        return _TOO_LONG, True
    if status in NO_ACCESS:
        return f"the user {owner!r} may not read leads", False
    if passing(status, error.get("type", "")):
        return f"Elasticsearch could not answer it: {_words(response)}", True
    failed = "fails at it" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "refuses it"
    return f"Elasticsearch {failed}: {_words(response)}", False


def _cause(error: Mapping[str, Any]) -> Mapping[str, Any]:
    return (error.get("root_cause") or [{}])[0]  # type: ignore[no-any-return]


def _words(answer: Mapping[str, Any]) -> str:
    """What Elasticsearch says of an error."""
    error = answer.get("error")
    return str(_cause(error).get("reason") or error.get("reason")) if isinstance(error, dict) else str(error)


def _hit(found: Mapping[str, Any]) -> Hit:
    fields = found.get("fields", {})
    wording, basis, version, captured_at = (fields.get(name, (None,))[0] for name in _FIELDS)
    return Hit(found["_id"], wording or "", basis or "", int(version or 1), captured_at)
