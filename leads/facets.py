"""How the leads of a question divide: by language, source, kind, country, place, route, price and day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from elasticsearch import Elasticsearch

from leads.figures import grouped
from leads.languages import name_of
from leads.query import SearchQuery, to_elasticsearch
from leads.search import counted
from nlp.gazetteer import Gazetteer
from waymark.cluster import failures_in_one_line
from waymark.settings import Settings

#: Of more leads than `_COUNTED`, about `_SAMPLED` are divided and Elasticsearch multiplies: a value that a fiftieth of
#: them has is then told within about 6 % (two standard deviations). The same seed, the same estimate.
_COUNTED, _SAMPLED, _SEED = 100_000, 50_000, 1
_MOST = 8  # values of one facet
_MOST_DAYS = 90
_DAYS = {"d": 1, "M": 31, "y": 366}  # in the unit of an interval, as Elasticsearch names it
#: Upper ends in euro, exclusive; the dearest has none. Cut where legs differ: a taxi, a border, the whole way.
_BANDS = (300, 1000, 2000, 3500, 5000, 10000)


@dataclass(frozen=True)
class Value:
    """One value of a facet: its words for people, the term of the box that asks for it, how many leads have it."""

    label: str
    field: str
    value: str
    leads: int


@dataclass(frozen=True)
class Facet:
    """A way to divide what was found; `values` the most frequent first."""

    title: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Day:
    """How many leads were last seen from `start` to `end`, both days included; a bar of the histogram."""

    start: datetime
    end: datetime
    leads: int


@dataclass(frozen=True)
class Division:
    """All facets of one question, and its leads over time."""

    facets: tuple[Facet, ...]
    days: tuple[Day, ...]
    total: int = 0  #: how many leads there are, exactly
    sampled: bool = False  #: whether the rest is estimated from a part of them


def divide(client: Elasticsearch, settings: Settings, query: SearchQuery, gazetteer: Gazetteer) -> Division:
    """Counts the leads that `query` finds. Raises as `leads.search.search` does."""
    asked = to_elasticsearch(query, gazetteer)
    with failures_in_one_line(settings):
        total = int(client.options(ignore_status=404).count(index=settings.read_alias, query=asked).get("count", 0))
    questions, sampled = _questions(), total > _COUNTED
    if sampled:
        chance = min(_SAMPLED / total, 0.5)
        questions = {"sample": {"random_sampler": {"probability": chance, "seed": _SEED}, "aggs": questions}}
    found = counted(client, settings, questions, asked)
    if not found:
        return Division((), ())
    return replace(_division(found["sample"] if sampled else found, gazetteer), total=total, sampled=sampled)


def _questions() -> dict[str, Any]:
    """Each counts leads: what is asked of routes and prices stands flat in `facets`, not in their nested documents."""
    return {
        "kind": _terms("kind"),
        "lang": _terms("language"),
        "source": _terms("source"),
        "country": _terms("places.country"),
        "place": _terms("places.id"),
        "from": _terms("facets.from"),
        "to": _terms("facets.to"),
        "ends": _terms("facets.ends"),
        "prices": {"range": {"field": "facets.euro", "ranges": _bands()}},
        "days": {"auto_date_histogram": {"field": "last_seen", "buckets": _MOST_DAYS, "minimum_interval": "day"}},
    }


def _terms(field: str) -> dict[str, Any]:
    return {"terms": {"field": field, "size": _MOST}}


def _bands() -> list[dict[str, float]]:
    bounds = (None, *_BANDS, None)
    return [
        {name: bound for name, bound in (("from", least), ("to", most)) if bound is not None}
        for least, most in pairwise(bounds)
    ]


def _division(found: Mapping[str, Any], gazetteer: Gazetteer) -> Division:
    countries = gazetteer.countries()

    def place(identity: str) -> str:
        entry = gazetteer.entry(identity)
        return entry.name if entry else identity

    def route(ends: str) -> str:
        return " → ".join(place(end) for end in ends.split(">"))

    def country(code: str) -> str:
        return countries[code].name if code in countries else code

    facets = (
        _facet("Kind", "kind", found["kind"]["buckets"], str),
        _facet("Language", "lang", found["lang"]["buckets"], name_of),
        _facet("Route", "route", found["ends"]["buckets"], route),
        _facet("From", "from", found["from"]["buckets"], place),
        _facet("To", "to", found["to"]["buckets"], place),
        _facet("Place", "place", found["place"]["buckets"], place),
        _facet("Country", "country", found["country"]["buckets"], country),
        Facet("Price in euro", tuple(_band(bucket) for bucket in found["prices"]["buckets"])),
        _facet("Source", "source", found["source"]["buckets"], str),
    )
    shown = tuple(facet for facet in facets if any(value.leads for value in facet.values))
    return Division(shown, tuple(_days(found["days"])))


def _days(found: Mapping[str, Any]) -> Iterator[Day]:
    """The bars of the histogram; each ends the day before the next begins, the last after one interval (7d, 1M, 1y)."""
    starts = [datetime.fromisoformat(bucket["key_as_string"]) for bucket in found["buckets"]]
    if not starts:
        return
    length = int(found["interval"][:-1]) * _DAYS[found["interval"][-1]]
    for bucket, start, after in zip(
        found["buckets"], starts, [*starts[1:], starts[-1] + timedelta(days=length)], strict=True
    ):
        yield Day(start, after - timedelta(days=1), int(bucket["doc_count"]))


def _facet(title: str, field: str, buckets: Sequence[Mapping[str, Any]], label: Callable[[str], str]) -> Facet:
    return Facet(
        title,
        tuple(Value(label(bucket["key"]), field, str(bucket["key"]), int(bucket["doc_count"])) for bucket in buckets),
    )


def _band(bucket: Mapping[str, Any]) -> Value:
    least, most = bucket.get("from"), bucket.get("to")
    if least is None:
        label, value = f"under {grouped(bucket['to'])}", f"<{most:.0f}"
    elif most is None:
        label, value = f"{grouped(least)} and more", f">{least:.0f}"
    else:
        label, value = f"{grouped(least)} – {grouped(most)}", f"{least:.0f}-{most:.0f}"
    return Value(label, "price", value, int(bucket["doc_count"]))
