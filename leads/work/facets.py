"""How the leads of a question divide by the work on them: status, grade, stars, arrived since the last visit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from elasticsearch import Elasticsearch

from leads.box_fields import ME, VISIT
from leads.facets import Facet, Value
from leads.query import SearchQuery, to_elasticsearch
from leads.search import counted
from leads.work import grades
from leads.work.asked import ANYBODY, NEW, among, is_new
from leads.work.board import Table
from leads.work.events import STATUSES
from nlp.gazetteer import Gazetteer
from waymark.settings import Settings

_MOST_GRADES = len(grades.SOURCE) * len(grades.INFORMATION)
Key = tuple[str, str]


def divide_by_work(
    client: Elasticsearch,
    settings: Settings,
    query: SearchQuery,
    gazetteer: Gazetteer,
    table: Table,
    *,
    user: str,
    since: datetime | None,
) -> tuple[Facet, ...]:
    """Counts the leads of `query`; nothing where the user may not see the work. Raises as `leads.search.search`."""
    questions = _arrived(since)
    if not table.hidden:
        questions |= _settled(table, user) | _unsettled(table, user)
    found = counted(client, settings, questions, to_elasticsearch(query, gazetteer)) if questions else None
    if not found:
        return ()
    counts: dict[Key, int] = defaultdict(int)
    for key, leads in (*_of_settled(found.get("settled", found)), *_of_unsettled(found)):
        counts[key] += leads
    return tuple(facet for facet in _facets(counts) if any(value.leads for value in facet.values))


def _arrived(since: datetime | None) -> dict[str, Any]:
    return {"arrived": {"filter": {"range": {"arrived": {"gt": since.isoformat()}}}}} if since else {}


def _settled(table: Table, user: str) -> dict[str, Any]:
    """Counted by the leads' own field, without those where it is behind."""
    questions: dict[str, Any] = {
        "status": {"terms": {"field": "work.status"}},
        "new": {"filter": is_new()},
        "grade": {"terms": {"field": "work.grade", "size": _MOST_GRADES}},
        "mine": {"filter": {"term": {"work.stars": user}}},
        "starred": {"filter": {"exists": {"field": "work.stars"}}},
    }
    if not table.unsettled:
        return questions
    others = {"bool": {"must_not": among(sorted(table.unsettled))}}
    return {"settled": {"filter": others, "aggs": questions}}


def _unsettled(table: Table, user: str) -> dict[str, Any]:
    groups: dict[Key, list[str]] = defaultdict(list)
    for lead in sorted(table.unsettled):
        state = table.of(lead)
        groups["status", state.status].append(lead)
        if state.grade:
            groups["grade", state.grade].append(lead)
        if state.stars:
            groups["starred", ANYBODY].append(lead)
        if user in state.stars:
            groups["starred", ME].append(lead)
    filters = {":".join(key): {"bool": {"should": among(ids)}} for key, ids in groups.items()}
    return {"unsettled": {"filters": {"filters": filters}}} if filters else {}


def _of_settled(found: Mapping[str, Any]) -> Iterator[tuple[Key, int]]:
    for field in ("status", "grade"):
        for bucket in found.get(field, {}).get("buckets", ()):
            if bucket["key"] != NEW:
                yield (field, str(bucket["key"])), int(bucket["doc_count"])
    for name, key in (("new", ("status", NEW)), ("mine", ("starred", ME)), ("starred", ("starred", ANYBODY))):
        if name in found:
            yield key, int(found[name]["doc_count"])


def _of_unsettled(found: Mapping[str, Any]) -> Iterator[tuple[Key, int]]:
    for written, bucket in found.get("unsettled", {}).get("buckets", {}).items():
        field, _, value = written.partition(":")
        yield (field, value), int(bucket["doc_count"])
    if "arrived" in found:
        yield ("new", VISIT), int(found["arrived"]["doc_count"])


def _facets(counts: Mapping[Key, int]) -> Iterator[Facet]:
    graded = sorted((key for key in counts if key[0] == "grade"), key=lambda key: key[1])
    rows = (
        ("Arrived", [(("new", VISIT), "since my last visit")]),
        ("Status", [(("status", value), words) for value, words in STATUSES.items()]),
        ("Starred", [(("starred", ME), "by me"), (("starred", ANYBODY), "by anybody")]),
        ("Grade", [(key, f"{key[1]}: {grades.in_words(key[1])}") for key in graded]),
    )
    for title, values in rows:
        yield Facet(title, tuple(Value(label, *key, counts.get(key, 0)) for key, label in values))
