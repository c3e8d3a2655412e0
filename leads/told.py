"""Takes the ids of leads that are gone out of what saved queries wrote down: the ledger, deliveries, and inboxes.

They hold ids and no words, but an id says that there was a lead, and when somebody was told of it. What was told stays,
with the number of leads it was about. Lists of ids cannot be searched, so deliveries and inboxes are read through: a
lead is seldom erased, and retention takes many at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import scan, streaming_bulk

from search_mappings.alerts import exist, index_of
from waymark.cluster import failures_in_one_line
from waymark.errors import ServiceError
from waymark.settings import Settings

_AT_ONCE = 500
_MOST_IDS = 10_000  # of one request
#: In documents that are not to be searched by it, a lead is [id, version], {"id": …} or the id alone.
_TAKE_OUT = (
    "ctx._source.leads.removeIf(one -> params.gone.contains("
    "one instanceof List ? one[0] : one instanceof Map ? one.id : one))"
)


@dataclass(frozen=True)
class _Listed:
    """A document that names leads that are gone."""

    index: str
    id: str
    gone: list[str]

    def action(self) -> dict[str, Any]:
        script = {"source": _TAKE_OUT, "params": {"gone": self.gone}}
        fields = {"_op_type": "update", "_index": self.index, "_id": self.id, "script": script}
        return {**fields, "retry_on_conflict": 10}


def forget(client: Elasticsearch, settings: Settings, gone: Set[str]) -> None:
    """Takes these leads out of all that was written down; again changes nothing. Raises ServiceError."""
    if not gone:
        return
    with failures_in_one_line(settings):
        if exist(client, settings):
            _ledger(client, settings, sorted(gone))
            _lists(client, index_of(settings, "deliveries"), gone)
            _lists(client, index_of(settings, "missed"), gone)
        if client.indices.exists(index=settings.inbox_index):
            _lists(client, settings.inbox_index, gone)


def _ledger(client: Elasticsearch, settings: Settings, gone: list[str]) -> None:
    index = index_of(settings, "ledger")
    client.indices.refresh(index=index)
    for start in range(0, len(gone), _MOST_IDS):
        mine = {"terms": {"lead": gone[start : start + _MOST_IDS]}}
        answer = client.delete_by_query(index=index, query=mine, conflicts="proceed", refresh=True)
        if answer["failures"] or answer["version_conflicts"]:
            raise ServiceError("saved queries are being asked and hold leads that are gone: run it again")


def _lists(client: Elasticsearch, index: str, gone: Set[str]) -> None:
    client.indices.refresh(index=index)
    found = (_Listed(hit["_index"], hit["_id"], mine) for hit in _read(client, index) if (mine := _of(hit, gone)))
    changed = False
    for ok, result in streaming_bulk(client, (one.action() for one in found), raise_on_error=False):
        answer = next(iter(result.values()))
        if not ok and answer["status"] != HTTPStatus.NOT_FOUND:  # a document that is gone holds nothing
            reason = answer.get("error")
            raise ServiceError(f"{index}: leads that are gone cannot be taken out ({reason}): run it again")
        changed = True
    if changed:
        client.indices.refresh(index=index)


def _read(client: Elasticsearch, index: str) -> Iterable[Mapping[str, Any]]:
    return scan(client, index=index, query={"query": {"match_all": {}}, "_source": ["leads"]}, size=_AT_ONCE)


def _of(hit: Mapping[str, Any], gone: Set[str]) -> list[str]:
    leads = hit["_source"].get("leads") or ()
    return sorted(gone & set(map(_id, leads)))


def _id(lead: Any) -> str:
    if isinstance(lead, list):
        return str(lead[0])
    return str(lead["id"] if isinstance(lead, Mapping) else lead)
