"""Leads in the index of a test: put there, and what is there."""

from __future__ import annotations

from elasticsearch import Elasticsearch

from search_mappings.indices import existing
from waymark.settings import Settings


def put(client: Elasticsearch, settings: Settings, number: int, **fields: object) -> None:
    client.index(index=settings.write_alias, id=str(number), document={"id": str(number), **fields}, require_alias=True)


def ids(client: Elasticsearch, settings: Settings) -> set[str]:
    client.indices.refresh(index=settings.read_alias)
    return {hit["_id"] for hit in client.search(index=settings.read_alias, size=10_000, source=False)["hits"]["hits"]}


def names(client: Elasticsearch, settings: Settings) -> list[str]:
    return [index.name for index in existing(client, settings)]
