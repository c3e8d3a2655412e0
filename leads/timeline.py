"""When the leads of a telephone number came, in which languages and naming which places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from elasticsearch import Elasticsearch

from leads.languages import ONE_LANGUAGE
from leads.search import counted
from nlp.gazetteer import Gazetteer
from waymark.settings import Settings

_MOST = 8  # rows of a kind
_STEPS = 40  # in which a row is divided


@dataclass(frozen=True)
class Row:
    """One language or place: its leads, from the first sight to the last, and how many came from each moment on."""

    value: str
    leads: int
    first: datetime
    last: datetime
    came: tuple[tuple[datetime, int], ...]


@dataclass(frozen=True)
class Timeline:
    """All leads of a number. Rows by their first sight; `more`: places that are not shown."""

    e164: str
    leads: int
    first: datetime
    last: datetime
    languages: tuple[Row, ...]
    places: tuple[Row, ...]
    more: int


def timeline(client: Elasticsearch, settings: Settings, e164: str, gazetteer: Gazetteer) -> Timeline | None:
    """The number's timeline; None where no lead has it. Raises ServiceError where Elasticsearch does not answer."""
    there = {"term": {"phones.e164": e164}}
    whole = counted(client, settings, {**_ENDS, "all": {"filter": {"match_all": {}}}}, there)
    if not whole or not whole["all"]["doc_count"]:
        return None
    first, last = _end(whole, "first"), _end(whole, "last")
    found = counted(client, settings, _questions(first, last), there) or {}
    places = [row for row in _rows(found["places"]) if gazetteer.entry(row.value)]
    return Timeline(
        e164,
        int(whole["all"]["doc_count"]),
        first,
        last,
        tuple(sorted(_joined(_rows(found["languages"])), key=_by_first)[:_MOST]),
        tuple(sorted(places, key=_by_first)),
        max(0, int(found["all_places"]["value"]) - len(found["places"]["buckets"])),
    )


_ENDS: dict[str, Any] = {"first": {"min": {"field": "first_seen"}}, "last": {"max": {"field": "last_seen"}}}


def _questions(first: datetime, last: datetime) -> dict[str, Any]:
    step = max(1, -(-(last - first) // timedelta(days=_STEPS)))  # days
    came = {"date_histogram": {"field": "first_seen", "fixed_interval": f"{step}d", "min_doc_count": 1}}
    inner = {**_ENDS, "came": came}
    return {
        "languages": {"terms": {"field": "language", "size": _MOST + len(ONE_LANGUAGE)}, "aggs": inner},
        "places": {"terms": {"field": "places.id", "size": _MOST}, "aggs": inner},
        "all_places": {"cardinality": {"field": "places.id"}},
    }


def _rows(answer: Mapping[str, Any]) -> Iterable[Row]:
    for bucket in answer["buckets"]:
        first = _end(bucket, "first")
        came = tuple(
            (max(first, datetime.fromtimestamp(part["key"] / 1000, UTC)), int(part["doc_count"]))
            for part in bucket["came"]["buckets"]
        )
        yield Row(str(bucket["key"]), int(bucket["doc_count"]), first, _end(bucket, "last"), came)


def _joined(rows: Iterable[Row]) -> Iterable[Row]:
    """Serbian, Croatian and Bosnian as one row: asking for one finds them all."""
    together = []
    for row in rows:
        if row.value in ONE_LANGUAGE:
            together.append(row)
        else:
            yield row
    if together:
        came: Counter[datetime] = Counter()
        for row in together:
            came.update(dict(row.came))
        first, last = min(row.first for row in together), max(row.last for row in together)
        yield Row(ONE_LANGUAGE[0], sum(row.leads for row in together), first, last, tuple(sorted(came.items())))


def _end(bucket: Mapping[str, Any], name: str) -> datetime:
    return datetime.fromtimestamp(bucket[name]["value"] / 1000, UTC)


def _by_first(row: Row) -> tuple[datetime, str]:
    return row.first, row.value
