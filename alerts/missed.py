"""What a saved query could not be asked of, because it failed: kept, and asked when it can be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from elasticsearch import Elasticsearch
from elasticsearch.helpers import scan

from alerts.ledger import created, named
from search_mappings.alerts import index_of
from waymark.cluster import failures_in_one_line
from waymark.settings import Settings


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


def waiting(client: Elasticsearch, settings: Settings) -> dict[str, dict[str, list[str]]]:
    """By query: the documents that were kept, each with its leads."""
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    with failures_in_one_line(settings):
        client.indices.refresh(index=index_of(settings, "missed"))
        for hit in scan(client, index=index_of(settings, "missed"), query={"query": {"match_all": {}}}):
            found[hit["_source"]["query"]][hit["_id"]] = hit["_source"]["leads"]
    return found


def done(client: Elasticsearch, settings: Settings, kept: Iterable[str]) -> None:
    """These documents are no longer needed."""
    with failures_in_one_line(settings):
        for identity in kept:
            client.options(ignore_status=404).delete(index=index_of(settings, "missed"), id=identity)
