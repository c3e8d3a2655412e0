"""What operators see: of each saved query when it was last asked, what it found, what that costs, how late it tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from elasticsearch import Elasticsearch

from alerts import standing, store
from alerts.authority import Kept
from alerts.query import SavedQuery, hours
from search_mappings.alerts import exist, index_of
from waymark.cluster import failures_in_one_line
from waymark.settings import Settings

_MOST = 10_000
_FEW = 1000  # queries that are asked about by their ids
#: Of a delivery: `held` while its query is paused, `dropped` when that was removed.
STATES = ("pending", "sending", "retry", "held", "delivered", "dropped", "dead")


@dataclass(frozen=True)
class Watched:
    """A saved query and how it fares."""

    query: SavedQuery
    state: str  #: active, paused, expired or failing
    last_run: datetime | None = None
    hits: int = 0
    waiting: int = 0  #: hits that nobody was told of yet
    dead: int = 0  #: deliveries that were given up
    cost_ms: float | None = None
    lag_s: float | None = None  #: from capture to telling, in the middle
    failing: str | None = None
    failing_since: datetime | None = None

    def as_result(self) -> dict[str, Any]:
        """One JSON line."""
        query = self.query
        return {
            "id": query.id,
            "name": query.name,
            "query": query.box,
            "owner": query.owner,
            "state": self.state,
            "channels": [channel.model_dump() for channel in query.channels],
            "at_most_s": query.at_most_s,
            "quiet": hours(query.quiet) if query.quiet else None,
            "zone": query.zone,
            "expires": query.expires.isoformat() if query.expires else None,
            "paused": query.paused,
            "changes": query.changes,
            "unit": query.unit,
            "last_run": self.last_run.isoformat() if self.last_run else None,
            "hits": self.hits,
            "waiting": self.waiting,
            "dead": self.dead,
            "cost_ms": self.cost_ms,
            "lag_s": self.lag_s,
            "failing": self.failing,
        }


def watched(client: Elasticsearch, settings: Settings, kept: Sequence[Kept] | None = None) -> list[Watched]:
    """All saved queries, by name, or those that are given. Raises ServiceError when Elasticsearch does not answer."""
    among = {one.query.id for one in kept} if kept is not None and len(kept) <= _FEW else None
    kept = store.every(client, settings) if kept is None else kept
    if not kept:
        return []
    known = standing.standings(client, settings, None if among is None else {*among, standing.ALL})
    together = known.get(standing.ALL)
    with failures_in_one_line(settings):
        counts = _counts(client, settings, among)
    now = datetime.now(UTC)
    found = []
    for one in kept:
        query, mine = one.query, known.get(one.query.id)
        asked = [run.last_run for run in (mine, together) if run and run.last_run and run.last_run >= one.since]
        found.append(
            Watched(
                query=query,
                state=_state(query, mine, now),
                last_run=max(asked, default=None),
                hits=counts.hits.get(query.id, 0),
                waiting=counts.waiting.get(query.id, 0),
                dead=counts.dead.get(query.id, 0),
                cost_ms=mine.cost_ms if mine else None,
                lag_s=counts.lags.get(query.id),
                failing=mine.failing if mine else None,
                failing_since=mine.failing_since if mine else None,
            )
        )
    return found


def _state(query: SavedQuery, known: standing.Standing | None, now: datetime) -> str:
    if query.paused:
        return "paused"
    if not query.active(now):
        return "expired"
    return "failing" if known and known.failing else "active"


@dataclass(frozen=True)
class _Counts:
    """By query: hits, those that nobody was told of yet, deliveries that were given up, and how late telling was."""

    hits: dict[str, int]
    waiting: dict[str, int]
    dead: dict[str, int]
    lags: dict[str, float]


def _counts(client: Elasticsearch, settings: Settings, among: set[str] | None) -> _Counts:
    """Of these queries, or of all."""
    these: list[dict[str, Any]] = [] if among is None else [{"terms": {"query": sorted(among)}}]
    by_query = {"terms": {"field": "query", "size": _MOST}}
    open_only = {"filter": {"bool": {"must_not": [{"exists": {"field": "round"}}]}}}
    client.indices.refresh(index=f"{index_of(settings, 'ledger')},{index_of(settings, 'deliveries')}")
    answer = client.search(
        index=index_of(settings, "ledger"),
        size=0,
        query={"bool": {"filter": these}},
        aggregations={"q": {**by_query, "aggs": {"open": open_only}}},
    )
    buckets = answer["aggregations"]["q"]["buckets"]
    lag = {"percentiles": {"field": "lag_s", "percents": [50]}}
    delivered = {"filter": {"term": {"state": "delivered"}}, "aggs": {"lag": lag}}
    dead = {"filter": {"term": {"state": "dead"}}}
    ended = client.search(
        index=index_of(settings, "deliveries"),
        size=0,
        query={"bool": {"filter": [{"terms": {"state": ["delivered", "dead"]}}, *these]}},
        aggregations={"q": {**by_query, "aggs": {"delivered": delivered, "dead": dead}}},
    )["aggregations"]["q"]["buckets"]
    lags = {bucket["key"]: bucket["delivered"]["lag"]["values"]["50.0"] for bucket in ended}
    return _Counts(
        hits={bucket["key"]: int(bucket["doc_count"]) for bucket in buckets},
        waiting={bucket["key"]: int(bucket["open"]["doc_count"]) for bucket in buckets},
        dead={bucket["key"]: int(bucket["dead"]["doc_count"]) for bucket in ended},
        lags={query: value for query, value in lags.items() if value is not None},
    )


def deliveries(
    client: Elasticsearch, settings: Settings, *, state: str | None, query: str | None, limit: int
) -> list[dict[str, Any]]:
    """The newest deliveries, each as a result: one JSON line."""
    with failures_in_one_line(settings):
        if not exist(client, settings):
            return []
        index = index_of(settings, "deliveries")
        client.indices.refresh(index=index)
        wanted = [{"term": {name: value}} for name, value in (("state", state), ("query", query)) if value]
        answer = client.search(
            index=index, query={"bool": {"filter": wanted}}, size=min(limit, _MOST), sort=[{"made_at": "desc"}]
        )
    return [_result(hit) for hit in answer["hits"]["hits"]]


def _result(hit: dict[str, Any]) -> dict[str, Any]:
    fields = hit["_source"]
    names = ("alert", "owner", "about", "state", "count", "attempts", "made_at", "due_at", "delivered_at", "detail")
    return {
        "delivery_id": hit["_id"],
        "alert_id": fields["query"],
        **{name: fields.get(name) for name in names},
        "channel": fields["kind"],
        "address": fields["owner"] if fields["kind"] == "inbox" else fields["channel"]["address"],
        "leads": [lead for lead, _ in fields.get("leads", ())],
        "lag_s": fields.get("lag_s"),
    }
