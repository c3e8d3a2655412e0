"""The ledger: that a saved query found a lead in a certain state is written down once, however often it is found."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import Any, cast

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from alerts.asking import Hit
from alerts.parts import in_parts
from alerts.query import SavedQuery
from search_mappings.alerts import index_of
from waymark.errors import ServiceError
from waymark.settings import Settings

_AT_ONCE = 5000  # entries of one request: each is a line or two
_SIDE_BY_SIDE = 2  # requests at the same time
_line = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Entry:
    """What one saved query found: a lead in a certain state, by a name that follows from the three."""

    id: str
    query: str
    lead: str
    version: int
    wording: str | None = None
    captured_at: str | None = None


def entry(query: SavedQuery, hit: Hit) -> Entry:
    """What is written down of a hit."""
    state = {"any": hit.wording, "material": hit.basis, "first": ""}[query.changes]
    return Entry(named(query.id, hit.lead, state), query.id, hit.lead, hit.version, hit.wording, hit.captured_at)


def named(*parts: object) -> str:
    """A name that follows from what it names."""
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:32]


def record(
    client: Elasticsearch,
    settings: Settings,
    entries: Iterable[Entry],
    now: datetime,
    rounds: Mapping[str, int] | None = None,
) -> set[str]:
    """Writes entries down that are not there yet, with the number of the round of their query, if there is one; returns
    the ids of those that are new. Doing it again adds nothing.

    Raises ServiceError when something could not be written.
    """
    put = partial(_put, client, index_of(settings, "ledger"), now.isoformat(), rounds or {})
    parts = list(in_parts(entries, _AT_ONCE))
    if len(parts) < 2:
        return set().union(*map(put, parts))
    with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:  # Elasticsearch writes each request with one of its processors
        return set().union(*pool.map(put, parts))


def _put(
    client: Elasticsearch, index: str, found_at: str, rounds: Mapping[str, int], entries: Sequence[Entry]
) -> set[str]:
    """The ids of those that were not there."""
    lines: list[str] = []
    for one in entries:
        fields: dict[str, Any] = {
            "query": one.query,
            "lead": one.lead,
            "version": one.version,
            "wording": one.wording,
            "captured_at": one.captured_at,
            "found_at": found_at,
        }
        if one.query in rounds:
            fields["round"] = rounds[one.query]
        lines += (_line({"create": {"_id": one.id}}), _line(fields))
    new = set()
    for one, answer in zip(entries, _answers(client, index, lines, "create"), strict=True):
        if answer["status"] == HTTPStatus.CREATED:
            new.add(one.id)
        elif answer["status"] != HTTPStatus.CONFLICT:
            raise ServiceError(f"{index}: Elasticsearch did not take what was found: {answer.get('error')}")
    return new


def _answers(client: Elasticsearch, index: str, lines: Sequence[str], action: str) -> Iterator[Mapping[str, Any]]:
    """What became of each action; of an error only the reason is sent."""
    wanted = [f"items.{action}.status", f"items.{action}.error.reason"]
    # Lines that are written out here: the client would make an encoder for each.
    operations = cast("Sequence[Mapping[str, Any]]", lines)
    items = client.bulk(index=index, operations=operations, filter_path=wanted)["items"]
    return (item[action] for item in items)


def rounds_of(client: Elasticsearch, settings: Settings, ids: Sequence[str]) -> dict[str, int | None]:
    """In which round each of these entries is, None for one that is in none; an entry that is gone is left out."""
    found: dict[str, int | None] = {}
    for part in in_parts(ids, _AT_ONCE):
        docs = client.mget(index=index_of(settings, "ledger"), ids=part, source_includes=["round"])["docs"]
        if broken := next((doc["error"] for doc in docs if "error" in doc), None):
            raise ServiceError(f"the ledger cannot be read: {broken.get('reason')}")
        found |= {doc["_id"]: doc["_source"].get("round") for doc in docs if doc["found"]}
    return found


def number(client: Elasticsearch, settings: Settings, numbers: Iterable[tuple[str, int]]) -> None:
    """Puts the number of a round on entries that are there. Raises ServiceError; then do it again."""
    for part in in_parts(numbers, _AT_ONCE):
        lines: list[str] = []
        for identity, this in part:
            lines += (_line({"update": {"_id": identity}}), _line({"doc": {"round": this}}))
        for answer in _answers(client, index_of(settings, "ledger"), lines, "update"):
            if "error" in answer and answer["status"] != HTTPStatus.NOT_FOUND:  # erased meanwhile
                raise ServiceError(f"the ledger cannot be written: {answer['error'].get('reason')}")


def created(
    client: Elasticsearch, index: str, documents: Iterable[tuple[str, dict[str, Any]]]
) -> Iterator[tuple[dict[str, Any], bool]]:
    """Puts documents by id where they are not there yet; yields each with whether it is new. Raises ServiceError."""
    kept: list[dict[str, Any]] = []

    def actions() -> Iterator[dict[str, Any]]:
        for identity, fields in documents:
            kept.append(fields)
            yield {"_op_type": "create", "_index": index, "_id": identity, "_source": fields}

    results = streaming_bulk(client, actions(), chunk_size=1000, max_chunk_bytes=20_000_000, raise_on_error=False)
    for at, (ok, result) in enumerate(results):
        answer = next(iter(result.values()))
        if not ok and answer["status"] != HTTPStatus.CONFLICT:
            raise ServiceError(f"{index}: Elasticsearch did not take what was found: {answer.get('error')}")
        yield kept[at], bool(ok)
