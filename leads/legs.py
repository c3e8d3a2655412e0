"""The journeys of what was found, leg by leg: how many leads go from one stop to the next, and what is asked for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from elasticsearch import Elasticsearch

from leads.query import SearchQuery, to_elasticsearch
from leads.search import counted
from nlp.gazetteer import Entry, Gazetteer
from waymark.settings import Settings

_MOST_LEGS, _MOST_STOPS = 200, 150

#: Of journeys that name a price: how many they are, its quarters. `price_of` reads the answer.
SPREAD: dict[str, Any] = {
    "priced": {
        "filter": {"exists": {"field": "routes.price.euro"}},
        "aggs": {"spread": {"percentiles": {"field": "routes.price.euro", "percents": [25, 50, 75]}}},
    }
}


@dataclass(frozen=True)
class Price:
    """What is asked, in euro: the middle, and what half of the `journeys` that name one lie between."""

    journeys: int
    low: float
    median: float
    high: float


@dataclass(frozen=True)
class Leg:
    """From one stop to the next: the leads that pass it, and the price of journeys that are this leg and no more."""

    start: Entry
    end: Entry
    leads: int
    price: Price | None


@dataclass(frozen=True)
class Passed:
    """A stop and the leads that pass it."""

    place: Entry
    leads: int


@dataclass(frozen=True)
class Network:
    """The most travelled legs and stops of what was found."""

    legs: tuple[Leg, ...]
    stops: tuple[Passed, ...]


def network(client: Elasticsearch, settings: Settings, query: SearchQuery, gazetteer: Gazetteer) -> Network:
    """The network that the leads of `query` travel. Raises as `leads.search.search` does."""
    questions = {"routes": {"nested": {"path": "routes"}, "aggs": _questions()}}
    found = counted(client, settings, questions, to_elasticsearch(query, gazetteer))
    if not found:
        return Network((), ())
    prices = {bucket["key"]: price_of(bucket) for bucket in found["routes"]["ends"]["buckets"]}
    legs = [
        Leg(start, end, int(bucket["leads"]["doc_count"]), prices.get(bucket["key"]))
        for bucket in found["routes"]["legs"]["buckets"]
        if (start := gazetteer.entry(bucket["key"].partition(">")[0]))
        and (end := gazetteer.entry(bucket["key"].partition(">")[2]))
    ]
    stops = [
        Passed(entry, int(bucket["leads"]["doc_count"]))
        for bucket in found["routes"]["stops"]["buckets"]
        if (entry := gazetteer.entry(bucket["key"]))
    ]
    # Elasticsearch counts journeys; a lead may tell of several.
    return Network(tuple(sorted(legs, key=lambda leg: -leg.leads)), tuple(sorted(stops, key=lambda stop: -stop.leads)))


def _questions() -> dict[str, Any]:
    leads: dict[str, Any] = {"leads": {"reverse_nested": {}}}
    return {
        "legs": {"terms": {"field": "routes.legs", "size": _MOST_LEGS}, "aggs": leads},
        "ends": {"terms": {"field": "routes.ends", "size": _MOST_LEGS}, "aggs": SPREAD},
        # Stops are kept by id and by country; ids have a colon.
        "stops": {"terms": {"field": "routes.stops", "size": _MOST_STOPS, "include": ".*:.*"}, "aggs": leads},
    }


def price_of(bucket: Mapping[str, Any]) -> Price | None:
    """What SPREAD tells of one bucket; None where no journey names a price."""
    journeys = int(bucket["priced"]["doc_count"])
    if not journeys:
        return None
    low, median, high = (float(bucket["priced"]["spread"]["values"][f"{part}.0"]) for part in (25, 50, 75))
    return Price(journeys, low, median, high)
