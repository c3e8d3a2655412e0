"""What the index holds at a glance: leads by kind and language, routes with their prices, phones that recur."""

from __future__ import annotations

from typing import Any

from elasticsearch import Elasticsearch
from pydantic import BaseModel, ConfigDict

from nlp.gazetteer import Gazetteer

_FEW = 12


class Leg(BaseModel):
    """Journeys from one place to another: how many leads offer it, and the euro prices asked for it."""

    model_config = ConfigDict(frozen=True)

    origin: str
    destination: str
    leads: int
    low: float | None  #: lowest, middle and highest price in euro among those that name one
    median: float | None
    high: float | None


class Recurring(BaseModel):
    """A phone that stands in more than one lead."""

    model_config = ConfigDict(frozen=True)

    e164: str
    leads: int
    sources: tuple[str, ...]
    languages: tuple[str, ...]


class Overview(BaseModel):
    """The whole index in a few numbers."""

    model_config = ConfigDict(frozen=True)

    kinds: dict[str, int]
    languages: dict[str, int]
    legs: tuple[Leg, ...]
    phones: tuple[Recurring, ...]


def overview(client: Elasticsearch, alias: str, gazetteer: Gazetteer, *, most: int = _FEW) -> Overview:
    """Counts what stands behind `alias`; at most `most` routes and phones, the most frequent first."""
    found = client.search(index=alias, size=0, aggregations=_questions(most))["aggregations"]
    return Overview(
        kinds=_counts(found["kinds"]),
        languages=_counts(found["languages"]),
        legs=_legs(found["routes"]["origins"], gazetteer)[:most],
        phones=tuple(
            Recurring(
                e164=bucket["key"],
                leads=bucket["doc_count"],
                sources=tuple(_counts(bucket["sources"])),
                languages=tuple(_counts(bucket["languages"])),
            )
            for bucket in found["phones"]["buckets"]
        ),
    )


def _questions(most: int) -> dict[str, Any]:
    # In euro only: a median over amounts of different currencies would mean nothing.
    in_euro = {
        "filter": {"term": {"routes.price.currency": "EUR"}},
        "aggs": {
            "low": {"min": {"field": "routes.price.min"}},
            "median": {"percentiles": {"field": "routes.price.min", "percents": [50]}},
            "high": {"max": {"field": "routes.price.max"}},
        },
    }
    destinations = {"terms": {"field": "routes.destination.id", "size": most}, "aggs": {"in_euro": in_euro}}
    origins = {"terms": {"field": "routes.origin.id", "size": most}, "aggs": {"destinations": destinations}}
    return {
        "kinds": {"terms": {"field": "kind"}},
        "languages": {"terms": {"field": "language", "size": 100}},
        "routes": {"nested": {"path": "routes"}, "aggs": {"origins": origins}},
        "phones": {
            "terms": {"field": "phones.e164", "size": most, "min_doc_count": 2},
            "aggs": {"sources": {"terms": {"field": "source"}}, "languages": {"terms": {"field": "language"}}},
        },
    }


def _counts(answer: dict[str, Any]) -> dict[str, int]:
    return {str(bucket["key"]): int(bucket["doc_count"]) for bucket in answer["buckets"]}


def _legs(origins: dict[str, Any], gazetteer: Gazetteer) -> tuple[Leg, ...]:
    legs = [
        Leg(
            origin=_name(origin["key"], gazetteer),
            destination=_name(destination["key"], gazetteer),
            leads=destination["doc_count"],
            low=destination["in_euro"]["low"]["value"],
            median=destination["in_euro"]["median"]["values"]["50.0"],
            high=destination["in_euro"]["high"]["value"],
        )
        for origin in origins["buckets"]
        for destination in origin["destinations"]["buckets"]
    ]
    return tuple(sorted(legs, key=lambda leg: (-leg.leads, leg.origin, leg.destination)))


def _name(place: str, gazetteer: Gazetteer) -> str:
    entry = gazetteer.entry(place)
    return entry.name if entry else place
