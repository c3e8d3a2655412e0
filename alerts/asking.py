"""Asks saved queries of some leads, each as its owner, many in one request."""

from __future__ import annotations

from collections import defaultdict
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

_AT_ONCE = 500  # queries of one request
MOST_LEADS = 10_000  # that are asked about at once (the index's max_result_window)
_NEWS = ("wording", "basis", "version", "captured_at")
_FIELDS = [f"news.{name}" for name in _NEWS]
#: Of the answers only what is used is sent and read.
_WANTED = [
    "responses.took",
    "responses.status",
    "responses.error",
    "responses.hits.hits._id",
    "responses.hits.hits.fields",
]


@dataclass(frozen=True)
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


def ask(
    client: Elasticsearch,
    settings: Settings,
    queries: Mapping[str, SavedQuery],
    clauses: Mapping[str, dict[str, Any]],
    which: dict[str, Any],
    *,
    secured: bool,
) -> Answers:
    """Asks each clause of the leads that the filter `which` names; at most MOST_LEADS.

    Raises ServiceError when Elasticsearch is away or busy: then nothing is known of any, and all is asked again.
    """
    answers = Answers()
    owners: dict[str, list[str]] = defaultdict(list)
    for identity in clauses:
        owners[queries[identity].owner].append(identity)
    for owner, mine in owners.items():
        asking = as_owner(client, owner, secured=secured)
        for part in _parts(mine, _AT_ONCE):
            _ask(asking, settings, owner, part, clauses, which, answers)
    return answers


def _parts(items: Sequence[str], most: int) -> Iterator[Sequence[str]]:
    return (items[start : start + most] for start in range(0, len(items), most))


def _ask(
    asking: Elasticsearch,
    settings: Settings,
    owner: str,
    part: Sequence[str],
    clauses: Mapping[str, dict[str, Any]],
    which: dict[str, Any],
    answers: Answers,
) -> None:
    searches: list[dict[str, Any]] = []
    for identity in part:
        searches += [{"index": settings.read_alias}, _search(clauses[identity], which)]
    with failures_in_one_line(settings):
        try:
            responses = asking.msearch(searches=searches, filter_path=_WANTED)["responses"]
        except ApiError as error:
            if error.meta.status not in NO_ACCESS:
                raise
            answers.failures |= dict.fromkeys(part, refused(error, owner))
            return
    for identity, response in zip(part, responses, strict=True):
        if "error" in response:
            answers.failures[identity] = _reason(settings, owner, response)
        else:
            answers.hits[identity] = list(_hits(response.get("hits", {}).get("hits", ())))
            answers.cost_ms[identity] = float(response.get("took", 0))


def _search(clause: dict[str, Any], which: dict[str, Any]) -> dict[str, Any]:
    return {
        "query": {"bool": {"filter": [which, clause]}},
        "size": MOST_LEADS,
        "_source": False,
        "docvalue_fields": _FIELDS,
        "sort": ["_doc"],
        "track_total_hits": False,
    }


def _reason(settings: Settings, owner: str, response: Mapping[str, Any]) -> str:
    """Why one query failed while the others were answered. Raises ServiceError where it may pass."""
    status, error = int(response["status"]), response["error"]
    causes = error.get("root_cause") or [{}]
    words = str(causes[0].get("reason") or error.get("reason"))
    if status in NO_ACCESS:
        return f"the user {owner!r} may not read leads"
    if passing(status, error.get("type", "")) or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise ServiceError(f"Elasticsearch at {shown_address(settings)} could not answer now: {words}")
    return f"Elasticsearch refuses it: {words}"


def _hits(found: Iterable[Mapping[str, Any]]) -> Iterator[Hit]:
    for hit in found:
        news = {name: hit.get("fields", {}).get(f"news.{name}", [None])[0] for name in _NEWS}
        yield Hit(
            lead=hit["_id"],
            wording=news["wording"] or "",
            basis=news["basis"] or "",
            version=int(news["version"] or 1),
            captured_at=news["captured_at"],
        )
