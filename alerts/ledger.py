"""The ledger: that a saved query found a lead in a certain state is written down once, however often it is found."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from alerts.asking import Hit
from alerts.query import SavedQuery
from search_mappings.alerts import index_of
from waymark.errors import ServiceError
from waymark.settings import Settings

_CONFLICT = 409


def record(
    client: Elasticsearch, settings: Settings, found: Iterable[tuple[SavedQuery, Hit]], now: datetime
) -> dict[str, int]:
    """Writes down what was found; returns how much of it is new, by query. Doing it again adds nothing.

    Raises ServiceError when something could not be written.
    """
    new: dict[str, int] = {}
    index = index_of(settings, "ledger")
    for fields, fresh in created(client, index, (_entry(query, hit, now) for query, hit in found)):
        if fresh:
            new[fields["query"]] = new.get(fields["query"], 0) + 1
    return new


def _entry(query: SavedQuery, hit: Hit, now: datetime) -> tuple[str, dict[str, Any]]:
    state = {"any": hit.wording, "material": hit.basis, "first": ""}[query.changes]
    fields = {
        "query": query.id,
        "lead": hit.lead,
        "version": hit.version,
        "wording": hit.wording,
        "captured_at": hit.captured_at,
        "found_at": now.isoformat(),
    }
    return named(query.id, hit.lead, state), fields


def named(*parts: object) -> str:
    """A name that follows from what it names."""
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:32]


def created(
    client: Elasticsearch, index: str, documents: Iterable[tuple[str, dict[str, Any]]]
) -> Iterator[tuple[dict[str, Any], bool]]:
    """Puts documents by id where they are not there yet; yields each with whether it is new. Raises ServiceError."""
    kept: list[dict[str, Any]] = []

    def actions() -> Iterator[dict[str, Any]]:
        for identity, fields in documents:
            kept.append(fields)
            yield {"_op_type": "create", "_index": index, "_id": identity, "_source": fields}

    results = streaming_bulk(client, actions(), chunk_size=1000, raise_on_error=False)
    for number, (ok, result) in enumerate(results):
        answer = next(iter(result.values()))
        if not ok and answer["status"] != _CONFLICT:
            raise ServiceError(f"{index}: Elasticsearch did not take what was found: {answer.get('error')}")
        yield kept[number], bool(ok)
