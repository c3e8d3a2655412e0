"""What was found becomes rounds: at once where its owner may be told now, else it waits in the ledger and is gathered.

Which way a hit goes is decided by what is known at that moment and matters for speed and for what stands in one notice,
not for whether it is told: what is not in a round is in the ledger, and what is in the ledger and in no round is
gathered by the next run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from elasticsearch import Elasticsearch

from alerts import ledger, rounds
from alerts.asking import Hit
from alerts.ledger import Entry
from alerts.parts import in_parts
from alerts.query import SavedQuery
from search_mappings.alerts import index_of
from waymark.cluster import failures_in_one_line
from waymark.errors import ServiceError
from waymark.settings import Settings

MOST_ENTRIES = 10_000  # of one round (the index's max_result_window)
_MOST_QUERIES = 65_000  # that are looked at in one run (Elasticsearch's search.max_buckets)
_MOST_FORMING = 10_000
_AT_ONCE = 100  # queries
_KEPT = ["query", "lead", "version", "captured_at"]  # of an entry


def take(
    client: Elasticsearch,
    settings: Settings,
    queries: Mapping[str, SavedQuery],
    found: Mapping[str, Sequence[Hit]],
    waiting: set[str],
    now: datetime,
) -> dict[str, int]:
    """Writes down what was found, by query; returns how much of it is new. Raises ServiceError; then do it again.

    `waiting`: queries that have more to tell (see `with_news`); theirs is told together, by `gather`.
    """
    entries = {one: [ledger.entry(queries[one], hit) for hit in hits] for one, hits in found.items() if hits}
    with failures_in_one_line(settings):
        last, _ = rounds.closed(client, settings, [queries[one] for one in entries if one not in waiting], now)
        wanted = {
            one: (this, rounds.next_round(queries[one], this, entries[one], now, in_ledger=False))
            for one, this in last.items()
            if rounds.may_be_told(queries[one], this, now)
        }
        decided = rounds.write(client, settings, wanted)  # the others are decided by somebody else
        new = rounds.finish(client, settings, [queries[one] for one in decided], decided, now).entries
        left = [one for query, mine in entries.items() if query not in decided for one in mine]
        fresh = ledger.record(client, settings, left, now)
    for one in left:
        new[one.query] = new.get(one.query, 0) + (one.id in fresh)
    return new


def gather(client: Elasticsearch, settings: Settings, queries: Mapping[str, SavedQuery], now: datetime) -> int:
    """Makes the deliveries that are due; returns how many. Raises ServiceError; then do it again."""
    made = 0
    with failures_in_one_line(settings):
        wanted = (queries[one] for one in with_news(client, settings) if one in queries)
        for part in in_parts(wanted, _AT_ONCE):
            made += _of(client, settings, part, now)
        client.indices.refresh(index=index_of(settings, "deliveries"))
    return made


def with_news(client: Elasticsearch, settings: Settings) -> list[str]:
    """Queries whose round is not closed, and those with entries that are in no round."""
    parts = f"{index_of(settings, 'ledger')},{index_of(settings, 'standings')}"
    client.indices.refresh(index=parts)
    answer = client.search(
        index=index_of(settings, "ledger"),
        size=0,
        query=_open(),
        aggregations={"queries": {"terms": {"field": "query", "size": _MOST_QUERIES}}},
    )
    found = [str(bucket["key"]) for bucket in answer["aggregations"]["queries"]["buckets"]]
    forming = client.search(
        index=index_of(settings, "standings"),
        query={"term": {"kind": "forming"}},
        size=_MOST_FORMING,
        source_includes=["query"],
    )
    return list(dict.fromkeys([*(hit["_source"]["query"] for hit in forming["hits"]["hits"]), *found]))


def _open(query: str | None = None) -> dict[str, Any]:
    of_query = [{"term": {"query": query}}] if query else []
    return {"bool": {"filter": of_query, "must_not": [{"exists": {"field": "round"}}]}}


def _of(client: Elasticsearch, settings: Settings, queries: Sequence[SavedQuery], now: datetime) -> int:
    """Finishes the rounds of these queries that are not closed, and makes the next ones."""
    last, done = rounds.closed(client, settings, queries, now)
    ready = [one for one in queries if rounds.may_be_told(one, last[one.id], now)]
    # Looked for after the round before was read as closed, and its entries with it: none of them is found again.
    client.indices.refresh(index=index_of(settings, "ledger"))
    found = _entries(client, settings, ready)
    wanted = {
        one.id: (last[one.id], rounds.next_round(one, last[one.id], found[one.id], now, in_ledger=True))
        for one in ready
        if found[one.id]
    }
    decided = rounds.write(client, settings, wanted)  # the others are decided by somebody else
    return done.deliveries + rounds.finish(client, settings, queries, decided, now).deliveries


def _entries(client: Elasticsearch, settings: Settings, queries: Sequence[SavedQuery]) -> dict[str, list[Entry]]:
    """The entries of each query that are in no round."""
    searches: list[dict[str, Any]] = []
    for one in queries:
        wanted = {"query": _open(one.id), "size": MOST_ENTRIES, "sort": ["_doc"], "_source": _KEPT}
        searches += [{"index": index_of(settings, "ledger")}, wanted]
    answers = client.msearch(searches=searches)["responses"] if searches else []
    for answer in answers:
        if "error" in answer:
            raise ServiceError(f"the ledger cannot be read: {answer['error'].get('reason')}")
    return {one.id: list(_read(answer["hits"]["hits"])) for one, answer in zip(queries, answers, strict=True)}


def _read(hits: Iterable[Mapping[str, Any]]) -> Iterable[Entry]:
    for hit in hits:
        yield Entry(id=hit["_id"], **hit["_source"])
