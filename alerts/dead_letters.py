"""Deliveries that are given up: what the receiver refused for good, or did not take in twelve attempts. None is thrown
away: whoever has mended the cause makes them due again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from elasticsearch import Elasticsearch

from alerts.parts import in_parts
from alerts.watching import deliveries
from search_mappings.alerts import exist, index_of
from waymark.cluster import failures_in_one_line
from waymark.errors import UsageError
from waymark.settings import Settings

_AT_ONCE = 1000
_DEAD = {"term": {"state": "dead"}}
_DUE = "ctx._source.state = 'pending'; ctx._source.attempts = 0; ctx._source.due_at = params.now"


@dataclass(frozen=True)
class DeadLetters:
    """The newest of them, as results, and how many there are."""

    newest: tuple[dict[str, Any], ...] = ()
    total: int = 0


def dead_letters(client: Elasticsearch, settings: Settings, limit: int) -> DeadLetters:
    """Raises ServiceError when Elasticsearch does not answer."""
    newest = tuple(deliveries(client, settings, state="dead", query=None, limit=limit))
    with failures_in_one_line(settings):
        there = len(newest) == limit and exist(client, settings)
        return DeadLetters(newest, _count(client, settings) if there else len(newest))


def replay(client: Elasticsearch, settings: Settings, which: Iterable[str] | None) -> int:
    """Makes dead deliveries due again, those named or all; returns how many. Two at once make none due twice.

    Raises UsageError for one that is none."""
    with failures_in_one_line(settings):
        if not exist(client, settings):
            return 0
        client.indices.refresh(index=index_of(settings, "deliveries"))
        if which is None:
            return _replay(client, settings)
        parts = list(in_parts(dict.fromkeys(which), _AT_ONCE))
        for part in parts:
            _refuse_others(client, settings, part)
        return sum(_replay(client, settings, {"ids": {"values": part}}) for part in parts)


def _refuse_others(client: Elasticsearch, settings: Settings, which: tuple[str, ...]) -> None:
    query = {"bool": {"filter": [_DEAD, {"ids": {"values": which}}]}}
    answer = client.search(index=index_of(settings, "deliveries"), query=query, size=len(which), source=False)
    dead = {hit["_id"] for hit in answer["hits"]["hits"]}
    if others := [one for one in which if one not in dead]:
        raise UsageError(
            f"{others[0][:60]!r} is no dead delivery (any more): `waymark alerts deliveries --state dead` names them"
        )


def _replay(client: Elasticsearch, settings: Settings, *among: dict[str, Any]) -> int:
    answer = client.update_by_query(
        index=index_of(settings, "deliveries"),
        query={"bool": {"filter": [_DEAD, *among]}},
        script={"source": _DUE, "params": {"now": datetime.now(UTC).isoformat()}},
        conflicts="proceed",  # somebody else does the same
        refresh=True,
    )
    return int(answer["updated"])


def _count(client: Elasticsearch, settings: Settings) -> int:
    return int(client.count(index=index_of(settings, "deliveries"), query=_DEAD)["count"])
