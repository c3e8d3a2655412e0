"""How one period differs from the one before: routes, prices, languages, sources.

What is asked is bounded, however many leads there are: the most frequent of each, and of those the exact figures of
both periods. Days begin at midnight UTC, so that Elasticsearch answers the same question of one day from its cache.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from elasticsearch import Elasticsearch

from leads.languages import ONE_LANGUAGE
from leads.legs import SPREAD, Price, price_of
from leads.periods import Period
from leads.query import SearchQuery, to_elasticsearch
from leads.search import counted_each
from nlp.gazetteer import Gazetteer
from waymark.settings import Settings

_MOST = 10  # rows of one picture
_FIELDS = {"route": "facets.ends", "lang": "language", "source": "source"}
_LEAST_PRICES = 3  # of a route in each period: fewer have no middle that means anything


@dataclass(frozen=True)
class Compared:
    """How many leads have a value in each period."""

    value: str
    now: int
    before: int


@dataclass(frozen=True)
class Drift:
    """What is asked for a route in each period."""

    route: str  #: its ends, a>b
    now: Price
    before: Price


@dataclass(frozen=True)
class Changes:
    """The figures of both periods, the most frequent first; `fresh`: leads that were first seen in the period."""

    leads: Compared
    fresh: Compared
    routes: tuple[Compared, ...]
    languages: tuple[Compared, ...]
    sources: tuple[Compared, ...]
    drifts: tuple[Drift, ...]


def changes(
    client: Elasticsearch,
    settings: Settings,
    query: SearchQuery,
    gazetteer: Gazetteer,
    now: Period,
    before: Period,
) -> Changes | None:
    """What changed among the leads of `query`; None where there is no index. Raises as `leads.search.search` does."""
    asked = [(period, to_elasticsearch(period.of(query), gazetteer)) for period in (now, before)]
    first = counted_each(client, settings, [(_frequent(period), one) for period, one in asked])
    if not all(first):
        return None
    wanted = {
        "route": [ends for ends in _values(first, "route") if _named(ends, gazetteer)],
        "source": _values(first, "source"),
        "lang": sorted({*_values(first, "lang"), *ONE_LANGUAGE}),
    }
    both = counted_each(client, settings, [(_exactly(wanted), one) for _, one in asked])
    parts = {name: [_leads_of(answer[name]) for answer in both] for name in _FIELDS}
    return Changes(
        leads=Compared("", *(int(answer["all"]["doc_count"]) for answer in first)),
        fresh=Compared("", *(int(answer["fresh"]["doc_count"]) for answer in first)),
        routes=_compared(*parts["route"]),
        languages=_compared(*map(_as_one, parts["lang"])),
        sources=_compared(*parts["source"]),
        drifts=_drifts(*(answer["prices"]["ends"]["buckets"] for answer in both)),
    )


def _frequent(period: Period) -> dict[str, Any]:
    first_seen = {"gte": period.start.isoformat(), "lte": period.end.isoformat()}
    return {
        "all": {"filter": {"match_all": {}}},
        "fresh": {"filter": {"range": {"first_seen": first_seen}}},
        **{name: _terms(field, 2 * _MOST) for name, field in _FIELDS.items()},
    }


def _exactly(wanted: Mapping[str, list[str]]) -> dict[str, Any]:
    """The figures of values that are known to be frequent in one period or the other."""
    ends = {**_terms("routes.ends", wanted["route"]), "aggs": SPREAD}
    return {
        "prices": {"nested": {"path": "routes"}, "aggs": {"ends": ends}},
        **{name: _terms(field, wanted[name]) for name, field in _FIELDS.items()},
    }


def _terms(field: str, wanted: int | list[str]) -> dict[str, Any]:
    """The most frequent values of a field, so many of them, or those that are wanted."""
    if isinstance(wanted, int):
        return {"terms": {"field": field, "size": wanted}}
    return {"terms": {"field": field, "size": max(1, len(wanted)), "include": wanted}}


def _named(ends: str, gazetteer: Gazetteer) -> bool:
    return all(gazetteer.entry(identity) for identity in ends.split(">"))


def _values(answers: Iterable[Mapping[str, Any]], name: str) -> list[str]:
    return sorted({str(bucket["key"]) for answer in answers for bucket in answer[name]["buckets"]})


def _leads_of(answer: Mapping[str, Any]) -> dict[str, int]:
    return {str(bucket["key"]): int(bucket["doc_count"]) for bucket in answer["buckets"]}


def _as_one(languages: Mapping[str, int]) -> dict[str, int]:
    """Serbian, Croatian and Bosnian together: asking for one finds them all."""
    found = {code: leads for code, leads in languages.items() if code not in ONE_LANGUAGE}
    together = sum(leads for code, leads in languages.items() if code in ONE_LANGUAGE)
    return {**found, ONE_LANGUAGE[0]: together} if together else found


def _compared(now: Mapping[str, int], before: Mapping[str, int]) -> tuple[Compared, ...]:
    found = [Compared(value, now.get(value, 0), before.get(value, 0)) for value in {**now, **before}]
    return tuple(sorted(found, key=lambda one: (-max(one.now, one.before), -one.now, one.value))[:_MOST])


def _drifts(now: Sequence[Mapping[str, Any]], before: Sequence[Mapping[str, Any]]) -> tuple[Drift, ...]:
    prices = [{str(bucket["key"]): price_of(bucket) for bucket in buckets} for buckets in (now, before)]
    found = []
    for route, price in prices[0].items():
        other = prices[1].get(route)
        if price and other and min(price.journeys, other.journeys) >= _LEAST_PRICES:
            found.append(Drift(route, price, other))
    return tuple(sorted(found, key=lambda one: (-one.now.journeys, one.route))[:_MOST])
