"""Runs a search and gives leads back in the fields of the contract (design.md), for people and for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from elasticsearch import Elasticsearch

from leads.fields import to_lead
from leads.query import SearchQuery, to_elasticsearch
from leads.work.state import State
from nlp.gazetteer import Gazetteer
from waymark.cluster import failures_in_one_line, shown_address
from waymark.errors import ServiceError
from waymark.records import Lead
from waymark.settings import Settings

#: Most hits one search gives (the index's max_result_window).
MOST_HITS = 10_000
_MOST_PARTS = 1000  # sources or languages that are told apart

#: Best first; among equals the one seen last. Every lead has its own place, so that a list can be cut into pages.
ORDER: tuple[str | dict[str, str], ...] = ("_score", {"last_seen": "desc"}, {"id": "asc"})

#: The same where nothing scores. Elasticsearch then need not look at every lead for the ones seen last.
_ORDER_UNSCORED = ORDER[1:]

#: What an index document holds only to be searched.
NOT_SHOWN = ("body", "likeness")

_SNIPPET = {
    "fields": {"text.folded": {}},
    "fragment_size": 140,
    "number_of_fragments": 1,
    "no_match_size": 140,
    "pre_tags": [""],
    "post_tags": [""],
    "max_analyzed_offset": 200_000,
}


@dataclass(frozen=True)
class Hit:
    """A lead that was found."""

    lead: Lead
    duplicates: int  #: how many other leads are near-duplicates of it
    score: float | None
    snippet: str
    work: State | None = None  #: what people made of it, where that is known

    def as_result(self) -> dict[str, Any]:
        """One JSON line: the extraction's fields as in `waymark extract`, `language` as its code."""
        lead = self.lead
        extraction = lead.extraction.model_dump(mode="json")
        return {
            "id": lead.id,
            "document_id": lead.document_id,
            "kind": lead.kind,
            "text": lead.text,
            "language": lead.extraction.language.code,
            "phones": extraction["phones"],
            "prices": extraction["prices"],
            "places": extraction["places"],
            "routes": extraction["routes"],
            "handles": extraction["handles"],
            "source": lead.source,
            "url": lead.url,
            "country": lead.country,
            "published_at": lead.published_at.isoformat() if lead.published_at else None,
            "first_seen": lead.first_seen.isoformat(),
            "last_seen": lead.last_seen.isoformat(),
            "duplicates": self.duplicates,
            "versions": len(lead.versions),
            "evidence": lead.evidence.model_dump(mode="json") if lead.evidence else None,
            "score": self.score,
            **({"work": self.work.as_result()} if self.work else {}),
        }


@dataclass(frozen=True)
class Results:
    """The best hits, and how many there are in all."""

    hits: tuple[Hit, ...]
    total: int


def search(
    client: Elasticsearch, settings: Settings, query: SearchQuery, gazetteer: Gazetteer, *, limit: int = 20
) -> Results:
    """The leads that match, best first, among equals the one seen last.

    Raises UsageError for a question that cannot be read, ServiceError when Elasticsearch does not answer.
    """
    asked = to_elasticsearch(query, gazetteer)
    with failures_in_one_line(settings):
        answer = client.options(ignore_status=404).search(
            index=settings.read_alias,
            query=asked,
            size=min(limit, MOST_HITS),
            sort=list(ORDER),
            track_total_hits=True,
            track_scores=True,
            highlight=_SNIPPET,
            source_excludes=list(NOT_SHOWN),
        )
        if "hits" not in answer:  # no index behind the alias: nothing was ever taken in
            return Results((), 0)
        found = hits_of(client, settings, answer["hits"]["hits"])
    return Results(found, int(answer["hits"]["total"]["value"]))


def order(asked: Mapping[str, Any]) -> list[str | dict[str, str]]:
    """How the leads of a query in Elasticsearch's language are sorted: ORDER, without what cannot tell them apart."""
    return list(ORDER if asked.get("bool", {}).get("must") else _ORDER_UNSCORED)


def hits_of(client: Elasticsearch, settings: Settings, found: Sequence[dict[str, Any]]) -> tuple[Hit, ...]:
    """The hits of Elasticsearch's answer, each with the number of its near-duplicates."""
    others = _cluster_sizes(client, settings, sorted({hit["_source"]["cluster"] for hit in found}))
    return tuple(_hit(hit, others) for hit in found)


@dataclass(frozen=True)
class Holdings:
    """What the index holds: how many leads from each source, and in each language."""

    sources: dict[str, int]
    languages: dict[str, int]


def holdings(client: Elasticsearch, settings: Settings) -> Holdings:
    """What there is to be found; nothing where there is no index yet. Raises ServiceError as `search` does."""
    parts = {"sources": "source", "languages": "language"}
    questions = {name: {"terms": {"field": field, "size": _MOST_PARTS}} for name, field in parts.items()}
    found = counted(client, settings, questions) or {name: {"buckets": []} for name in parts}
    return Holdings(
        **{name: {bucket["key"]: int(bucket["doc_count"]) for bucket in found[name]["buckets"]} for name in parts}
    )


def counted(
    client: Elasticsearch, settings: Settings, questions: dict[str, Any], query: dict[str, Any] | None = None
) -> dict[str, Any] | None:
    """Elasticsearch's answers to aggregations over the leads of `query`, else over all; None where there is no index.

    Raises ServiceError as `search` does.
    """
    with failures_in_one_line(settings):
        answer = client.options(ignore_status=404).search(
            index=settings.read_alias, size=0, query=query, aggregations=questions
        )
    found: dict[str, Any] | None = answer.get("aggregations")
    return found


def counted_each(
    client: Elasticsearch, settings: Settings, asked: Sequence[tuple[dict[str, Any], dict[str, Any]]]
) -> list[dict[str, Any]]:
    """Answers to aggregations, each over the leads of its own query, in one request: pairs of questions and query.

    An answer is empty where there is no index. Raises ServiceError as `search` does.
    """
    searches = [
        part
        for questions, query in asked
        for part in ({"index": settings.read_alias}, {"size": 0, "query": query, "aggregations": questions})
    ]
    with failures_in_one_line(settings):
        answers = client.msearch(searches=searches)["responses"] if searches else []
    for answer in answers:
        if "error" in answer and answer["status"] != HTTPStatus.NOT_FOUND:
            reason = answer["error"].get("reason", answer["error"])
            raise ServiceError(f"Elasticsearch at {shown_address(settings)} refused: {reason}", answer["status"])
    return [answer.get("aggregations", {}) for answer in answers]


def _cluster_sizes(client: Elasticsearch, settings: Settings, clusters: Sequence[str]) -> dict[str, int]:
    if not clusters:
        return {}
    answer = client.search(
        index=settings.read_alias,
        size=0,
        query={"terms": {"cluster": list(clusters)}},
        aggregations={"clusters": {"terms": {"field": "cluster", "size": len(clusters), "execution_hint": "map"}}},
    )
    return {bucket["key"]: int(bucket["doc_count"]) for bucket in answer["aggregations"]["clusters"]["buckets"]}


def _hit(hit: dict[str, Any], sizes: dict[str, int]) -> Hit:
    lead = to_lead(hit["_source"])
    snippet = hit.get("highlight", {}).get("text.folded", [lead.text[:140]])[0]
    return Hit(lead, max(sizes.get(lead.cluster, 1) - 1, 0), hit["_score"], " ".join(snippet.split()))
