"""Gathers what the ledger holds into rounds: what one saved query tells at one time, in one delivery a channel.

A round is decided by one conditional write to the query's own document: it names the entries of the ledger and the
channels. Then the deliveries are made, the entries get the number of the round, and the round is closed. Whoever finds
a round that is not closed finishes it first, and each step may be done twice; so no entry is in two rounds, and none in
none. No clock and no lock is needed for that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from alerts.ledger import created, named
from alerts.notice import Channel
from alerts.query import SavedQuery
from search_mappings.alerts import index_of
from waymark.cluster import failures_in_one_line
from waymark.errors import ServiceError
from waymark.settings import Settings

MOST_ENTRIES = 10_000  # of one round (the index's max_result_window)
_MOST_QUERIES = 10_000  # that are looked at in one run
_AT_ONCE = 100  # queries
_KEPT = ["lead", "version", "captured_at"]  # of an entry


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
        wanted = [queries[one] for one in _with_news(client, settings) if one in queries]
        for start in range(0, len(wanted), _AT_ONCE):
            made += _of(client, settings, wanted[start : start + _AT_ONCE], now)
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
        index=index_of(settings, "standings"),
        query={"term": {"kind": "forming"}},
        size=_MOST_QUERIES,
        source_includes=["query"],
    )
    return list(dict.fromkeys([*(hit["_source"]["query"] for hit in forming["hits"]["hits"]), *found]))


def _open(query: str | None = None) -> dict[str, Any]:
    of_query = [{"term": {"query": query}}] if query else []
    return {"bool": {"filter": of_query, "must_not": [{"exists": {"field": "round"}}]}}


def _of(client: Elasticsearch, settings: Settings, queries: Sequence[SavedQuery], now: datetime) -> int:
    """Finishes the rounds of these queries that are not closed, and makes the next ones."""
    last = _last(client, settings, queries)
    made = 0
    if forming := {one: this for one, this in last.items() if this.forming is not None}:
        made += _finish(client, settings, queries, forming, now)
        last = _last(client, settings, queries)
    ready = [one for one in queries if last[one.id].forming is None and _may_be_told(one, last[one.id], now)]
    # Looked for after the round before was read as closed, and its entries with it: none of them is found again.
    client.indices.refresh(index=index_of(settings, "ledger"))
    found = _entries(client, settings, ready)
    wanted = {
        one.id: (last[one.id], _Round(last[one.id].number + 1, _holding(one, found[one.id]), now))
        for one in ready
        if found[one.id]
    }
    decided = _write(client, settings, wanted)  # the others are decided by somebody else
    return made + _finish(client, settings, queries, decided, now)


def _holding(query: SavedQuery, entries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "entries": [hit["_id"] for hit in entries],
        "leads": [[hit["_source"]["lead"], hit["_source"]["version"]] for hit in entries],
        "captured_at": min((at for hit in entries if (at := hit["_source"].get("captured_at"))), default=None),
        "channels": [channel.model_dump() for channel in query.channels],
    }


def _may_be_told(query: SavedQuery, last: _Round, now: datetime) -> bool:
    """A clock that was set back must not keep anybody waiting longer than was asked for."""
    soon = last.told_at is not None and last.told_at <= now < last.told_at + timedelta(seconds=query.at_most_s)
    return not (query.paused or query.is_quiet(now) or soon)


def _last(client: Elasticsearch, settings: Settings, queries: Sequence[SavedQuery]) -> dict[str, _Round]:
    """The last round of each query, as it is at this moment."""
    ids = [f"{one.id}.round" for one in queries]
    docs = client.mget(index=index_of(settings, "standings"), ids=ids)["docs"]
    return {one.id: _read(doc) for one, doc in zip(queries, docs, strict=True)}


def _read(doc: Mapping[str, Any]) -> _Round:
    if not doc.get("found"):
        return _Round()
    fields = doc["_source"]
    told_at = datetime.fromisoformat(fields["told_at"]) if fields.get("told_at") else None
    return _Round(fields["number"], fields.get("forming"), told_at, doc["_seq_no"], doc["_primary_term"])


def _write(client: Elasticsearch, settings: Settings, wanted: Mapping[str, tuple[_Round, _Round]]) -> dict[str, _Round]:
    """Puts each second round in the place of the first, where that is still there; returns those it has put."""
    actions = [_action(settings, query, last, new) for query, (last, new) in wanted.items()]
    put: dict[str, _Round] = {}
    results = streaming_bulk(client, actions, chunk_size=_AT_ONCE, raise_on_error=False)
    for (query, (_, new)), (ok, result) in zip(wanted.items(), results, strict=True):
        answer = next(iter(result.values()))
        if ok:
            put[query] = replace(new, seq_no=answer["_seq_no"], primary_term=answer["_primary_term"])
        elif answer["status"] != HTTPStatus.CONFLICT:
            raise ServiceError(f"a round of deliveries cannot be written: {answer.get('error')}")
    return put


def _action(settings: Settings, query: str, last: _Round, new: _Round) -> dict[str, Any]:
    fields = {
        "query": query,
        "kind": "forming" if new.forming is not None else "round",
        "number": new.number,
        "forming": new.forming,
        "told_at": new.told_at.isoformat() if new.told_at else None,
    }
    condition: dict[str, Any] = {"_op_type": "create"}
    if last.seq_no is not None:
        condition = {"_op_type": "index", "if_seq_no": last.seq_no, "if_primary_term": last.primary_term}
    return {**condition, "_index": index_of(settings, "standings"), "_id": f"{query}.round", "_source": fields}


def _entries(
    client: Elasticsearch, settings: Settings, queries: Sequence[SavedQuery]
) -> dict[str, list[Mapping[str, Any]]]:
    """The entries of each query that are in no round."""
    searches: list[dict[str, Any]] = []
    for one in queries:
        wanted = {"query": _open(one.id), "size": MOST_ENTRIES, "sort": ["_doc"], "_source": _KEPT}
        searches += [{"index": index_of(settings, "ledger")}, wanted]
    answers = client.msearch(searches=searches)["responses"] if searches else []
    for answer in answers:
        if "error" in answer:
            raise ServiceError(f"the ledger cannot be read: {answer['error'].get('reason')}")
    return {one.id: answer["hits"]["hits"] for one, answer in zip(queries, answers, strict=True)}


def _finish(
    client: Elasticsearch,
    settings: Settings,
    queries: Sequence[SavedQuery],
    rounds: Mapping[str, _Round],
    now: datetime,
) -> int:
    """Makes the deliveries of rounds, puts the number on their entries, and closes them."""
    if not rounds:
        return 0
    each = [(one, rounds[one.id], rounds[one.id].forming or {}) for one in queries if one.id in rounds]
    documents = (doc for query, this, held in each for doc in _deliveries(query, this, held, now))
    made = sum(new for _, new in created(client, index_of(settings, "deliveries"), documents))
    _number(client, settings, ((entry, this.number) for _, this, held in each for entry in held["entries"]))
    client.indices.refresh(index=index_of(settings, "ledger"))
    _write(client, settings, {query.id: (this, _Round(this.number, None, this.told_at)) for query, this, _ in each})
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


def _number(client: Elasticsearch, settings: Settings, numbers: Iterable[tuple[str, int]]) -> None:
    actions = (
        {"_op_type": "update", "_index": index_of(settings, "ledger"), "_id": entry, "doc": {"round": number}}
        for entry, number in numbers
    )
    for ok, result in streaming_bulk(client, actions, chunk_size=1000, raise_on_error=False):
        answer = next(iter(result.values()))
        if not ok and answer["status"] != HTTPStatus.NOT_FOUND:  # erased meanwhile
            raise ServiceError(f"the ledger cannot be written: {answer.get('error')}")
