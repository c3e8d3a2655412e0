"""Fills an index of a node of the benchmark's own with invented leads, through several processes."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from elasticsearch import Elasticsearch

from bench.invented.leads import CHUNK, chunk
from bench.invented.places import places
from bench.invented.wording import phrases
from leads.fields import to_fields
from search_mappings.migrate import ensure
from search_mappings.templates import load
from waymark.cluster import connect
from waymark.errors import ServiceError
from waymark.progress import say, track
from waymark.settings import Settings

_PROCESSES = 3  # two make leads while Elasticsearch writes those of the third
_MERGED_WITHIN = 900.0  # seconds


@dataclass(frozen=True)
class Filled:
    """What stands in the index; `rate` leads were written a second, None where none had to be."""

    leads: int
    rate: float | None


@dataclass(frozen=True)
class _Part:
    settings: Settings
    numbers: range
    seed: int
    total: int
    now: datetime


def fill(settings: Settings, leads: int, seed: int) -> Filled:
    """Makes the index hold exactly `leads` invented leads; those that another run with the same seed left stay.

    Raises ServiceError where Elasticsearch does not take them.
    """
    note = settings.state / f"{settings.index_prefix}filled.json"
    made = _made(settings, seed)
    held = _held(note, made)
    with connect(settings, timeout=300) as client:
        if held is None or held > leads or (held < leads and held % CHUNK):
            _empty(client, settings)
            held = 0
        ensure(client, settings)
        if held == leads:
            return Filled(leads, None)
        note.unlink(missing_ok=True)
        began = time.monotonic()
        _loading(client, settings, True)
        _write(settings, held, leads, seed)
        _loading(client, settings, False)
        rate = (leads - held) / (time.monotonic() - began)
        _settle(client, settings)
        found = int(client.count(index=settings.read_alias)["count"])
    if found != leads:
        raise ServiceError(f"the index holds {found} leads, not {leads}: remove {settings.state} and run it again")
    note.write_text(json.dumps({"leads": leads, "made": made}), "utf-8")
    return Filled(leads, rate)


def _made(settings: Settings, seed: int) -> str:
    """Stands for what leads are made of: the seed, the templates of the index, the phrases."""
    templates = load(settings.index_prefix)
    parts = [seed, dict(templates.components), dict(templates.index), {c: p.model_dump() for c, p in phrases().items()}]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _held(note: Path, made: str) -> int | None:
    try:
        content = json.loads(note.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return int(content["leads"]) if content["made"] == made else None


def _empty(client: Elasticsearch, settings: Settings) -> None:
    for index in client.indices.get(index=f"{settings.index_prefix}leads-v*", expand_wildcards="all"):
        client.indices.delete(index=index)


def _loading(client: Elasticsearch, settings: Settings, on: bool) -> None:
    """Without refreshes while many leads come in at once (Elasticsearch, "Tune for indexing speed")."""
    client.indices.put_settings(
        index=settings.write_alias,
        settings={"refresh_interval": "-1" if on else None, "translog.durability": "async" if on else None},
    )
    if not on:
        client.indices.refresh(index=settings.write_alias)


def _write(settings: Settings, held: int, leads: int, seed: int) -> None:
    now = datetime.now(UTC)
    chunks = range(held // CHUNK, -(-leads // CHUNK))
    places()  # read once, before the processes part
    context = multiprocessing.get_context("fork")
    step = 10
    parts = [_Part(settings, chunks[start : start + step], seed, leads, now) for start in range(0, len(chunks), step)]
    with track("writing leads", leads - held, "leads") as advance, context.Pool(min(_PROCESSES, len(parts))) as pool:
        for written in pool.imap_unordered(_write_part, parts):
            advance(written)


def _write_part(part: _Part) -> int:
    """Writes the leads of some chunks; how many."""
    written = 0
    with connect(part.settings, timeout=300) as client:
        for number in part.numbers:
            operations = list(_operations(part, number))
            answer = client.bulk(
                index=part.settings.write_alias, operations=operations, filter_path="errors,items.*.error"
            )
            if answer["errors"]:
                reason = next(item for item in answer["items"] if item)
                raise ServiceError(f"an invented lead was refused: {reason}")
            written += len(operations) // 2
    return written


def _operations(part: _Part, number: int) -> Iterator[dict[str, object]]:
    for lead in chunk(number, part.seed, part.total, part.now):
        yield {"index": {"_id": lead.id}}
        yield to_fields(lead, part.now)


def _settle(client: Elasticsearch, settings: Settings) -> None:
    """Waits until the segments of so many writes are merged, as they are in an index that grew over months."""
    say("waiting until Elasticsearch has merged what was written")
    client.indices.flush(index=settings.write_alias)
    until = time.monotonic() + _MERGED_WITHIN
    while time.monotonic() < until:
        merges = client.indices.stats(index=settings.write_alias, metric="merge")["_all"]["primaries"]["merges"]
        if not merges["current"]:
            return
        time.sleep(1)
