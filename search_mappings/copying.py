"""Copies leads from one index to another, as often as needed: a copy never overwrites a newer state."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from waymark.errors import ServiceError
from waymark.progress import track

#: Makes the index document of a lead anew from the one there is.
Rebuild = Callable[[dict[str, Any]], dict[str, Any]]

_PAGE = 200
_LARGEST_REQUEST = 20_000_000  # bytes; Elasticsearch takes 100 MB at most (http.max_content_length)


def unchanged(source: dict[str, Any]) -> dict[str, Any]:
    """The document as it is."""
    return source


def count(client: Elasticsearch, index: str) -> int:
    """How many leads the index holds, those just written included."""
    client.indices.refresh(index=index)
    return int(client.count(index=index)["count"])


def checkpoint(client: Elasticsearch, index: str) -> int:
    """The sequence number up to which every write to the index is complete (on each of its shards)."""
    shards = client.indices.stats(index=index, level="shards")["indices"][index]["shards"]
    return min(int(copy["seq_no"]["global_checkpoint"]) for copies in shards.values() for copy in copies)


def copy(client: Elasticsearch, source: str, target: str, rebuild: Rebuild, *, after: int | None = None) -> None:
    """Copies the leads written after the sequence number `after` (all by default), each with its version.

    Raises ServiceError naming the lead when the target's mapping does not take it.
    """
    query = {"match_all": {}} if after is None else {"range": {"_seq_no": {"gt": after}}}
    total = count(client, source) if after is None else None
    label = f"copying {source} to {target}" if after is None else "copying what changed meanwhile"
    with track(label, total, "leads") as advance:
        for hits in _pages(client, source, query):
            _write(client, target, hits, rebuild)
            advance(len(hits))


def _write(client: Elasticsearch, target: str, hits: list[dict[str, Any]], rebuild: Rebuild) -> None:
    actions = (
        {
            "_op_type": "index",
            "_index": target,
            "_id": hit["_id"],
            "version": hit["_version"],
            "version_type": "external",
            "_source": rebuild(hit["_source"]),
        }
        for hit in hits
    )
    results = streaming_bulk(
        client, actions, chunk_size=_PAGE, max_chunk_bytes=_LARGEST_REQUEST, raise_on_error=False, max_retries=5
    )
    for ok, result in results:
        answer = result["index"]
        if not ok and answer["status"] != 409:  # 409: the target has this version already
            raise ServiceError(f"lead {answer['_id']} does not fit {target}: {answer['error']['reason']}")


def _pages(
    client: Elasticsearch, index: str, query: dict[str, Any], *, source: bool = True
) -> Iterator[list[dict[str, Any]]]:
    """All hits of the query in pages, as they stand at the beginning."""
    client.indices.refresh(index=index)
    pit = {"id": client.open_point_in_time(index=index, keep_alive="10m")["id"], "keep_alive": "10m"}
    last: list[Any] | None = None
    try:
        while True:
            answer = client.search(
                pit=pit, query=query, size=_PAGE, sort=["_shard_doc"], search_after=last, version=True, source=source
            )
            hits = answer["hits"]["hits"]
            if not hits:
                return
            yield hits
            last, pit["id"] = hits[-1]["sort"], answer["pit_id"]
    finally:
        client.close_point_in_time(id=pit["id"])


def remove_deleted(client: Elasticsearch, source: str, target: str) -> None:
    """Removes from the target the leads that were deleted from the source while it was being copied."""
    if count(client, target) <= count(client, source):
        return
    for hits in _pages(client, target, {"match_all": {}}, source=False):
        found = client.mget(index=source, ids=[hit["_id"] for hit in hits], source=False)["docs"]
        for doc in found:
            if not doc["found"]:
                client.delete(index=target, id=doc["_id"])
