"""Rounds: what one saved query tells at one time, in one delivery a channel.

A round is decided by one conditional write to the query's own document: it names the entries of the ledger and the
channels. Then the entries get the number of the round, those that are not in the ledger yet by being put there with it;
the deliveries are made of the entries that have the number, and the round is closed. Whoever finds a round that is not
closed finishes it first, and each step may be done twice. An entry is put down once and numbered once, and only while
the round that names it is not closed; so no entry is in two rounds, and none in none. No clock and no lock is needed
for that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from alerts import ledger
from alerts.ledger import Entry, created, named
from alerts.notice import Channel
from alerts.query import SavedQuery
from search_mappings.alerts import index_of
from waymark.errors import ServiceError
from waymark.settings import Settings

_AT_ONCE = 500  # rounds of one request
_LARGEST_REQUEST = 20_000_000  # bytes


@dataclass(frozen=True)
class Round:
    """The last round of a query as its document holds it, and the conditions of the next write."""

    number: int = 0
    forming: Mapping[str, Any] | None = None  #: what the round holds while it is not closed
    told_at: datetime | None = None
    seq_no: int | None = None
    primary_term: int | None = None


@dataclass
class Finished:
    """What came of rounds: how many deliveries are new, and of each query how many entries of the ledger are."""

    deliveries: int = 0
    entries: dict[str, int] = field(default_factory=dict)


def next_round(query: SavedQuery, last: Round, entries: Sequence[Entry], now: datetime, *, in_ledger: bool) -> Round:
    """The round after the last, of these entries; whether they are in the ledger already, in no round.

    Where they are not, somebody may put them there meanwhile: those that are in another round by then are left out.
    """
    holds = {
        "entries": [one.id for one in entries],
        "leads": [[one.lead, one.version] for one in entries],
        "captured_at": min((one.captured_at for one in entries if one.captured_at), default=None),
        "channels": [channel.model_dump() for channel in query.channels],
    }
    if not in_ledger:
        holds["found"] = [[one.wording, one.captured_at] for one in entries]
        holds["told_before"] = last.told_at.isoformat() if last.told_at else None
    return Round(last.number + 1, holds, now)


def may_be_told(query: SavedQuery, last: Round, now: datetime) -> bool:
    """Whether the next round may be decided.

    A clock that was set back must not keep anybody waiting longer than was asked for."""
    since = (now - last.told_at).total_seconds() if last.told_at is not None else -1
    soon = 0 <= since < query.at_most_s  # in seconds: no moment is so late that it cannot be written
    return last.forming is None and not (query.paused or query.is_quiet(now) or soon)


def closed(
    client: Elasticsearch, settings: Settings, queries: Sequence[SavedQuery], now: datetime
) -> tuple[dict[str, Round], Finished]:
    """The last round of each query as it is at this moment, after those that were not closed have been finished."""
    last, done = _last(client, settings, queries), Finished()
    if forming := {one: this for one, this in last.items() if this.forming is not None}:
        done = finish(client, settings, queries, forming, now)
        last |= _last(client, settings, [one for one in queries if one.id in forming])
    return last, done


def _last(client: Elasticsearch, settings: Settings, queries: Sequence[SavedQuery]) -> dict[str, Round]:
    if not queries:
        return {}
    ids = [f"{one.id}.round" for one in queries]
    docs = client.mget(index=index_of(settings, "standings"), ids=ids)["docs"]
    return {one.id: _read(doc) for one, doc in zip(queries, docs, strict=True)}


def _read(doc: Mapping[str, Any]) -> Round:
    if not doc.get("found"):
        return Round()
    fields = doc["_source"]
    return Round(
        fields["number"], fields.get("forming"), _moment(fields.get("told_at")), doc["_seq_no"], doc["_primary_term"]
    )


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def write(client: Elasticsearch, settings: Settings, wanted: Mapping[str, tuple[Round, Round]]) -> dict[str, Round]:
    """Puts each second round in the place of the first, where that is still there; returns those it has put."""
    actions = (_action(settings, query, last, new) for query, (last, new) in wanted.items())
    put: dict[str, Round] = {}
    results = streaming_bulk(
        client, actions, chunk_size=_AT_ONCE, max_chunk_bytes=_LARGEST_REQUEST, raise_on_error=False
    )
    for (query, (_, new)), (ok, result) in zip(wanted.items(), results, strict=True):
        answer = next(iter(result.values()))
        if ok:
            put[query] = replace(new, seq_no=answer["_seq_no"], primary_term=answer["_primary_term"])
        elif answer["status"] != HTTPStatus.CONFLICT:
            raise ServiceError(f"a round of deliveries cannot be written: {answer.get('error')}")
    return put


def _action(settings: Settings, query: str, last: Round, new: Round) -> dict[str, Any]:
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


def finish(
    client: Elasticsearch,
    settings: Settings,
    queries: Sequence[SavedQuery],
    rounds: Mapping[str, Round],
    now: datetime,
) -> Finished:
    """Numbers the entries of rounds, makes their deliveries, and closes them."""
    if not rounds:
        return Finished()
    each = [(one, rounds[one.id], rounds[one.id].forming or {}) for one in queries if one.id in rounds]
    fresh = [(query, this, held) for query, this, held in each if "found" in held]
    listed = ((entry, this.number) for _, this, held in each if "found" not in held for entry in held["entries"])
    ledger.number(client, settings, listed)
    others, new = _put_down(client, settings, fresh, now)
    documents, closing = [], {}
    for query, this, held in each:
        members = [at for at, entry in enumerate(held["entries"]) if entry not in others]
        documents += list(_deliveries(query, this, held, members, now)) if members else []
        told_at = this.told_at if members else _moment(held.get("told_before"))
        closing[query.id] = (this, Round(this.number, None, told_at))
    made = sum(is_new for _, is_new in created(client, index_of(settings, "deliveries"), documents))
    write(client, settings, closing)
    return Finished(made, {query.id: sum(entry in new for entry in held["entries"]) for query, _, held in fresh})


def _put_down(
    client: Elasticsearch,
    settings: Settings,
    fresh: Sequence[tuple[SavedQuery, Round, Mapping[str, Any]]],
    now: datetime,
) -> tuple[set[str], set[str]]:
    """Puts entries into the ledger with the numbers of their rounds; of those that are there in no round, the number is
    put on them. Returns those that belong to other rounds, and those that are new."""
    numbers = {query.id: this.number for query, this, _ in fresh}
    entries = [one for query, _, held in fresh for one in _entries(query.id, held)]
    new = ledger.record(client, settings, entries, now, numbers)
    there = [one for one in entries if one.id not in new]
    if not there:
        return set(), new
    known = ledger.rounds_of(client, settings, [one.id for one in there])
    free = [(one.id, numbers[one.query]) for one in there if known.get(one.id, 0) is None]
    ledger.number(client, settings, free)
    return {one.id for one in there if known.get(one.id, 0) not in (None, numbers[one.query])}, new


def _entries(query: str, held: Mapping[str, Any]) -> Iterator[Entry]:
    for identity, (lead, version), (wording, at) in zip(held["entries"], held["leads"], held["found"], strict=True):
        yield Entry(identity, query, lead, version, wording, at)


def _deliveries(
    query: SavedQuery, this: Round, held: Mapping[str, Any], members: Sequence[int], now: datetime
) -> Iterator[tuple[str, dict[str, Any]]]:
    leads = [held["leads"][at] for at in members]
    captured_at = held["captured_at"]
    if "found" in held:
        captured_at = min((at for member in members if (at := held["found"][member][1])), default=None)
    for given in held["channels"]:
        more = {"leads": leads, "count": len(leads), "captured_at": captured_at}
        yield delivery(query, Channel.model_validate(given), "hits", this.number, now, more)


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
