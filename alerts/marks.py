"""The leads that carry the mark of a batch: saved queries were not asked about them yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from elasticsearch import Elasticsearch

from alerts.asking import MOST_LEADS, SAME_COPY
from leads.bulk import send
from waymark.cluster import failures_in_one_line
from waymark.settings import Settings

_MOST_MARKS = 1000


@dataclass(frozen=True)
class Marked:
    """A lead as it was when it was looked at; written since, it is another."""

    id: str
    seq_no: int
    primary_term: int


def marks(client: Elasticsearch, settings: Settings) -> list[str]:
    """The marks that leads carry, of all that was written before. Some may be left for the next look."""
    lenient = client.options(ignore_status=404)
    with failures_in_one_line(settings):
        lenient.indices.refresh(index=settings.write_alias)
        answer = lenient.search(
            index=settings.write_alias,
            size=0,
            aggregations={"marks": {"terms": {"field": "news.due", "size": _MOST_MARKS}}},
        )
    found = answer.get("aggregations", {}).get("marks", {}).get("buckets", ())
    return [str(bucket["key"]) for bucket in found]


def carrying(marks: Sequence[str]) -> dict[str, Any]:
    """The filter for the leads of these marks."""
    return {"terms": {"news.due": list(marks)}}


def marked(client: Elasticsearch, settings: Settings, marks: Sequence[str]) -> list[Marked]:
    """The leads that carry one of them, at most MOST_LEADS."""
    with failures_in_one_line(settings):
        answer = client.search(
            index=settings.write_alias,
            query={"bool": {"filter": [carrying(marks)]}},
            size=MOST_LEADS,
            source=False,
            sort=["_doc"],
            preference=SAME_COPY,
            seq_no_primary_term=True,
        )
    return [Marked(hit["_id"], hit["_seq_no"], hit["_primary_term"]) for hit in answer["hits"]["hits"]]


def clear(client: Elasticsearch, settings: Settings, leads: Sequence[Marked]) -> int:
    """Takes the mark off those that nobody has written meanwhile; returns how many. Visible when it returns."""
    actions = {
        lead.id: {
            "_op_type": "update",
            "_index": settings.write_alias,
            "_id": lead.id,
            "if_seq_no": lead.seq_no,
            "if_primary_term": lead.primary_term,
            "doc": {"news": {"due": None}},
        }
        for lead in leads
    }
    with failures_in_one_line(settings):
        done = sum(refused is None for _, refused in send(client, actions))
        client.indices.refresh(index=settings.write_alias)
    return done
