"""What was said about leads goes with them, and what saved queries told of them.

What is to go is written down before any lead goes, so that a run that was broken off between the two is finished by the
next: nothing said about a lead outlives it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import BulkIndexError, bulk, scan

from leads import told
from waymark.cluster import failures_in_one_line
from waymark.errors import ServiceError
from waymark.settings import Settings

_ERASING = "erasing"  # kind of the documents that name a lead that is to go
_AT_ONCE = 500


def intend(client: Elasticsearch, settings: Settings, leads: Sequence[str]) -> None:
    """Writes down which leads are to go. Raises ServiceError when Elasticsearch does not take it."""
    if not _is_there(client, settings):
        return
    actions = (
        {
            "_index": settings.work_index,
            "_id": f"{lead}.{_ERASING}",
            "_source": {"lead": lead, "kind": _ERASING, "value": "", "text": "", "number": 0},
        }
        for lead in leads
    )
    with failures_in_one_line(settings):
        try:
            bulk(client, actions, chunk_size=_AT_ONCE, refresh=True, max_retries=3)
        except BulkIndexError as error:
            reason = next(iter(error.errors[0].values()))["error"]["reason"]
            raise ServiceError(f"which leads are to go cannot be written down ({reason}): run it again") from error


def finish(client: Elasticsearch, settings: Settings, leads: Sequence[str] = ()) -> int:
    """Erases what was said and told about leads that were to go and are gone, those of `leads` among them; how much was
    said. Leads that stayed keep it."""
    there = _is_there(client, settings)
    named = set(leads)
    with failures_in_one_line(settings):
        if there:
            client.indices.refresh(index=settings.work_index)
            intended = {"query": {"term": {"kind": _ERASING}}}
            named |= {hit["_source"]["lead"] for hit in scan(client, index=settings.work_index, query=intended)}
        parts = [sorted(named)[start : start + _AT_ONCE] for start in range(0, len(named), _AT_ONCE)]
        gone = {lead for part in parts for lead in set(part) - _left(client, settings, part)}
        told.forget(client, settings, gone)  # before it is no longer known which are to go
        return sum(_said(client, settings, set(part), gone) for part in parts) if there else 0


def _said(client: Elasticsearch, settings: Settings, named: set[str], gone: set[str]) -> int:
    erased = _erase(client, settings, [{"terms": {"lead": sorted(named & gone)}}])
    _erase(client, settings, [{"terms": {"lead": sorted(named - gone)}}, {"term": {"kind": _ERASING}}])
    return erased - len(named & gone)


def _is_there(client: Elasticsearch, settings: Settings) -> bool:
    """Whether anybody can have said anything. Raises ApiError for who may not know: its leads must stay as well."""
    with failures_in_one_line(settings):
        return bool(client.indices.exists(index=settings.work_index))


def _left(client: Elasticsearch, settings: Settings, leads: Sequence[str]) -> set[str]:
    docs = client.mget(index=settings.read_alias, ids=leads, source=False)["docs"]
    broken = next((doc["error"] for doc in docs if "error" in doc), None)
    if broken:
        raise ServiceError(f"whether leads are still there cannot be asked ({broken['reason']}): run it again")
    return {doc["_id"] for doc in docs if doc["found"]}


def _erase(client: Elasticsearch, settings: Settings, clauses: list[dict[str, Any]]) -> int:
    answer = client.delete_by_query(index=settings.work_index, query={"bool": {"filter": clauses}}, refresh=True)
    if answer["failures"]:
        raise ServiceError("Elasticsearch did not erase all that was said about leads: run it again")
    return int(answer["deleted"])
