"""What a saved query could not be asked of, because it failed: kept, and asked when it can be.

It stays while the query is there, however long that fails or is paused; a lead that is erased is taken out
(`leads.told`). More comes only while the query is asked: after a time it is paused (`alerts.failing`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from elasticsearch import Elasticsearch
from elasticsearch.helpers import scan

from alerts.ledger import created, named
from search_mappings.alerts import index_of
from waymark.cluster import failures_in_one_line
from waymark.settings import Settings

_MOST_QUERIES = 65_000  # that are looked at in one run (Elasticsearch's search.max_buckets)
_AT_ONCE = 10  # documents: each may name thousands of leads


def keep(
    client: Elasticsearch, settings: Settings, queries: Iterable[str], leads: Sequence[str], now: datetime
) -> None:
    """Keeps that these queries are still to be asked of these leads."""
    which = sorted(leads)
    documents = (
        (named(query, *which), {"query": query, "leads": which, "at": now.isoformat()}) for query in sorted(queries)
    )
    with failures_in_one_line(settings):
        for _ in created(client, index_of(settings, "missed"), documents):
            pass


def queries(client: Elasticsearch, settings: Settings) -> set[str]:
    """The queries that missed something."""
    with failures_in_one_line(settings):
        client.indices.refresh(index=index_of(settings, "missed"))
        answer = client.search(
            index=index_of(settings, "missed"),
            size=0,
            aggregations={"queries": {"terms": {"field": "query", "size": _MOST_QUERIES}}},
        )
    return {str(bucket["key"]) for bucket in answer["aggregations"]["queries"]["buckets"]}


def by(client: Elasticsearch, settings: Settings, query: str) -> Iterator[tuple[str, list[str]]]:
    """What one query missed: the documents that were kept, each with its leads."""
    wanted = {"query": {"term": {"query": query}}}
    with failures_in_one_line(settings):
        for hit in scan(client, index=index_of(settings, "missed"), query=wanted, size=_AT_ONCE):
            yield hit["_id"], hit["_source"]["leads"]


def done(client: Elasticsearch, settings: Settings, kept: str) -> None:
    """This document is no longer needed."""
    with failures_in_one_line(settings):
        client.options(ignore_status=404).delete(index=index_of(settings, "missed"), id=kept)


def forget(client: Elasticsearch, settings: Settings, gone: Iterable[str]) -> None:
    """What these queries missed is no longer needed."""
    if which := sorted(gone):
        with failures_in_one_line(settings):
            client.delete_by_query(
                index=index_of(settings, "missed"), query={"terms": {"query": which}}, conflicts="proceed"
            )
