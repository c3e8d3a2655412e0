"""Gathers what the ledger holds into rounds: what one saved query tells at one time, in one delivery a channel.

A round is decided by one conditional write to the query's own document: it names the entries of the ledger and the
channels. Then the deliveries are made, the entries get the number of the round, and the round is closed. Whoever finds
a round that is not closed finishes it first, and each step may be done twice; so no entry is in two rounds, and none in
none. No clock and no lock is needed for that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from elasticsearch import ConflictError, Elasticsearch
from elasticsearch.helpers import streaming_bulk

from alerts.ledger import created, named
from alerts.notice import Channel
from alerts.query import SavedQuery
from search_mappings.alerts import index_of
from waymark.cluster import failures_in_one_line
from waymark.errors import ServiceError
from waymark.settings import Settings

MOST_ENTRIES = 10_000  # of one round (the index's max_result_window)
_MOST_QUERIES = 10_000  # that are looked at at once


@dataclass(frozen=True)
class _Round:
    """The last round of a query as its document holds it, and the conditions of the next write."""

    number: int = 0
    forming: Mapping[str, Any] | None = None  #: what the round holds while it is not closed
    told_at: datetime | None = None
    seq_no: int | None = None
    primary_term: int | None = None


def gather(client: Elasticsearch, settings: Settings, queries: Mapping[str, SavedQuery], now: datetime) -> int:
    """Makes the deliveries that are due; returns how many. Raises ServiceError; then do it again."""
    made = 0
    with failures_in_one_line(settings):
        client.indices.refresh(index=index_of(settings, "ledger"))
        wanted = [one for one in _with_news(client, settings) if one in queries]
        for identity in wanted:
            made += _of(client, settings, queries[identity], now)
        client.indices.refresh(index=index_of(settings, "deliveries"))
    return made


def _with_news(client: Elasticsearch, settings: Settings) -> list[str]:
    """Queries with entries that are in no round, and those whose round is not closed."""
    answer = client.search(
        index=index_of(settings, "ledger"),
        size=0,
        query=_open(),
        aggregations={"queries": {"terms": {"field": "query", "size": _MOST_QUERIES}}},
    )
    found = [str(bucket["key"]) for bucket in answer["aggregations"]["queries"]["buckets"]]
    client.indices.refresh(index=index_of(settings, "standings"))
    forming = client.search(
        index=index_of(settings, "standings"), query={"term": {"kind": "forming"}}, size=_MOST_QUERIES
    )
    return list(dict.fromkeys([*(hit["_source"]["query"] for hit in forming["hits"]["hits"]), *found]))


def _open(query: str | None = None) -> dict[str, Any]:
    of_query = [{"term": {"query": query}}] if query else []
    return {"bool": {"filter": of_query, "must_not": [{"exists": {"field": "round"}}]}}


def _of(client: Elasticsearch, settings: Settings, query: SavedQuery, now: datetime) -> int:
    last = _last(client, settings, query.id)
    made = 0
    if last.forming is not None:
        made += _finish(client, settings, query, last, now)
        last = _last(client, settings, query.id)
    if last.forming is not None or query.paused or query.is_quiet(now) or _too_soon(query, last, now):
        return made
    # Looked for after the round before was read as closed, and its entries with it: none of them is found again.
    client.indices.refresh(index=index_of(settings, "ledger"))
    entries = _entries(client, settings, query.id)
    if not entries:
        return made
    forming = {
        "entries": [hit["_id"] for hit in entries],
        "leads": [[hit["_source"]["lead"], hit["_source"]["version"]] for hit in entries],
        "captured_at": min((at for hit in entries if (at := hit["_source"].get("captured_at"))), default=None),
        "channels": [channel.model_dump() for channel in query.channels],
    }
    if not _write(client, settings, query.id, last, _Round(last.number + 1, forming, now)):
        return made  # somebody else makes this round
    return made + _finish(client, settings, query, _last(client, settings, query.id), now)


def _too_soon(query: SavedQuery, last: _Round, now: datetime) -> bool:
    """A clock that was set back must not keep anybody waiting longer than was asked for."""
    return last.told_at is not None and last.told_at <= now < last.told_at + timedelta(seconds=query.at_most_s)


def _last(client: Elasticsearch, settings: Settings, query: str) -> _Round:
    found = client.options(ignore_status=404).get(index=index_of(settings, "standings"), id=f"{query}.round")
    if not found.get("found"):
        return _Round()
    fields = found["_source"]
    told_at = datetime.fromisoformat(fields["told_at"]) if fields.get("told_at") else None
    return _Round(fields["number"], fields.get("forming"), told_at, found["_seq_no"], found["_primary_term"])


def _write(client: Elasticsearch, settings: Settings, query: str, last: _Round, new: _Round) -> bool:
    """Puts `new` in the place of `last`, if that is still there."""
    fields = {
        "query": query,
        "kind": "forming" if new.forming is not None else "round",
        "number": new.number,
        "forming": new.forming,
        "told_at": new.told_at.isoformat() if new.told_at else None,
    }
    condition: dict[str, Any] = {"op_type": "create"}
    if last.seq_no is not None:
        condition = {"if_seq_no": last.seq_no, "if_primary_term": last.primary_term}
    try:
        client.index(index=index_of(settings, "standings"), id=f"{query}.round", document=fields, **condition)
    except ConflictError:
        return False
    return True


def _entries(client: Elasticsearch, settings: Settings, query: str) -> Sequence[Mapping[str, Any]]:
    answer = client.search(
        index=index_of(settings, "ledger"),
        query=_open(query),
        size=MOST_ENTRIES,
        source_includes=["lead", "version", "captured_at"],
        sort=["_doc"],
    )
    found: list[dict[str, Any]] = answer["hits"]["hits"]
    return found


def _finish(client: Elasticsearch, settings: Settings, query: SavedQuery, this: _Round, now: datetime) -> int:
    """Makes the deliveries of a round, puts its number on its entries, and closes it."""
    if this.forming is None:
        return 0
    made = sum(
        new for _, new in created(client, index_of(settings, "deliveries"), _deliveries(query, this, this.forming, now))
    )
    _number(client, settings, this.forming["entries"], this.number)
    client.indices.refresh(index=index_of(settings, "ledger"))
    _write(client, settings, query.id, this, _Round(this.number, None, this.told_at))
    return made


def _deliveries(
    query: SavedQuery, this: _Round, forming: Mapping[str, Any], now: datetime
) -> Iterator[tuple[str, dict[str, Any]]]:
    for given in forming["channels"]:
        channel = Channel.model_validate(given)
        more = {"leads": forming["leads"], "count": len(forming["leads"]), "captured_at": forming["captured_at"]}
        yield delivery(query, channel, "hits", this.number, now, more)


def delivery(
    query: SavedQuery, channel: Channel, about: str, which: object, now: datetime, more: Mapping[str, Any]
) -> tuple[str, dict[str, Any]]:
    """A delivery to one channel, with its id, which follows from what it is."""
    fields = {
        "query": query.id,
        "alert": query.name,
        "owner": query.owner,
        "kind": channel.kind,
        "channel": channel.model_dump(),
        "about": about,
        "state": "pending",
        "attempts": 0,
        "due_at": now.isoformat(),
        "made_at": now.isoformat(),
        **more,
    }
    return named(query.id, about, which, channel.kind, channel.address), fields


def _number(client: Elasticsearch, settings: Settings, entries: Iterable[str], number: int) -> None:
    actions = (
        {"_op_type": "update", "_index": index_of(settings, "ledger"), "_id": entry, "doc": {"round": number}}
        for entry in entries
    )
    for ok, result in streaming_bulk(client, actions, chunk_size=1000, raise_on_error=False):
        answer = next(iter(result.values()))
        if not ok and answer["status"] != 404:  # erased meanwhile
            raise ServiceError(f"the ledger cannot be written: {answer.get('error')}")
