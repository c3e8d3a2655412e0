"""Telephone numbers that no lead had before a period began."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from elasticsearch import Elasticsearch

from leads.periods import Period
from leads.query import SearchQuery, to_elasticsearch
from leads.search import counted
from nlp.gazetteer import Gazetteer
from waymark.settings import Settings

_MOST = 10
_LOOKED_AT = 10_000  # numbers of the period, the most frequent first


@dataclass(frozen=True)
class NewPhone:
    """A number, the leads of the period that name it, and what they say: languages and routes, the most frequent."""

    e164: str
    leads: int
    first_seen: datetime
    languages: tuple[str, ...]
    route: str | None  #: its ends, a>b


@dataclass(frozen=True)
class NewPhones:
    """The numbers that most leads name, and how many new ones there are; `exact`: or at least so many."""

    first: tuple[NewPhone, ...]
    total: int
    exact: bool


def new_phones(
    client: Elasticsearch, settings: Settings, query: SearchQuery, gazetteer: Gazetteer, period: Period
) -> NewPhones:
    """The new numbers among the leads of `query`. New is what no lead at all had before, whether `query` finds it."""
    asked = to_elasticsearch(period.of(query), gazetteer)
    since = {"range": {"first_seen": {"gte": period.start.isoformat()}}}
    fresh = {"bool": {"filter": [asked, since]}}
    found = counted(client, settings, {"phones": _phones(_LOOKED_AT)}, fresh)
    if not found or not found["phones"]["buckets"]:
        return NewPhones((), 0, True)
    there = [str(bucket["key"]) for bucket in found["phones"]["buckets"]]
    old = {"range": {"first_seen": {"lt": period.start.isoformat()}}}
    known = counted(client, settings, {"phones": _phones(len(there), include=there)}, old) or {
        "phones": {"buckets": []}
    }
    before = {str(bucket["key"]) for bucket in known["phones"]["buckets"]}
    new = [number for number in there if number not in before]
    return NewPhones(
        _told(client, settings, fresh, new[:_MOST]), len(new), int(found["phones"]["sum_other_doc_count"]) == 0
    )


def _phones(size: int, **given: Any) -> dict[str, Any]:
    return {"terms": {"field": "phones.e164", "size": size, **given}}


def _told(client: Elasticsearch, settings: Settings, fresh: dict[str, Any], numbers: list[str]) -> tuple[NewPhone, ...]:
    if not numbers:
        return ()
    inner = {
        "first": {"min": {"field": "first_seen"}},
        "languages": {"terms": {"field": "language", "size": 3}},
        "routes": {"terms": {"field": "facets.ends", "size": 1}},
    }
    questions = {"phones": {**_phones(len(numbers), include=numbers), "aggs": inner}}
    found = counted(client, settings, questions, fresh) or {"phones": {"buckets": []}}
    return tuple(_phone(bucket) for bucket in found["phones"]["buckets"])


def _phone(bucket: Mapping[str, Any]) -> NewPhone:
    routes = bucket["routes"]["buckets"]
    return NewPhone(
        e164=str(bucket["key"]),
        leads=int(bucket["doc_count"]),
        first_seen=datetime.fromisoformat(bucket["first"]["value_as_string"]),
        languages=tuple(str(one["key"]) for one in bucket["languages"]["buckets"]),
        route=str(routes[0]["key"]) if routes else None,
    )
