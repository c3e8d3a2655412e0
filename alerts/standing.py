"""How each saved query fares: when it was last asked, what that took, and why it fails, if it does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import scan, streaming_bulk

from alerts.authority import Kept
from search_mappings.alerts import index_of
from waymark.cluster import failures_in_one_line
from waymark.errors import ServiceError
from waymark.settings import Settings

_RUN = "run"
ALL = ""  #: stands for all queries: when they were last asked together
#: A query that fares as before is written down that often: with thousands of them it is most of what is written.
_ANEW = timedelta(minutes=10)


@dataclass(frozen=True)
class Standing:
    """How a query fares."""

    query: str
    last_run: datetime | None = None
    cost_ms: float | None = None  #: in Elasticsearch, of the last time
    failing: str | None = None
    failing_since: datetime | None = None
    seen: tuple[int, int] | None = None  #: by which Elasticsearch knows whether it was written since
    revision: int | None = None  #: of the query, when it was asked


def standings(client: Elasticsearch, settings: Settings, among: set[str] | None = None) -> dict[str, Standing]:
    """Of all queries that were ever asked, or of these, by id."""
    found: dict[str, Standing] = {}
    with failures_in_one_line(settings):
        client.indices.refresh(index=index_of(settings, "standings"))
        wanted = [{"term": {"kind": _RUN}}, *([] if among is None else [{"terms": {"query": sorted(among)}}])]
        query = {"query": {"bool": {"filter": wanted}}, "seq_no_primary_term": True}
        hits = scan(client, index=index_of(settings, "standings"), query=query, size=5000)
        for hit in hits:
            fields = hit["_source"]
            found[fields["query"]] = Standing(
                query=fields["query"],
                last_run=_moment(fields, "last_run"),
                cost_ms=fields.get("cost_ms"),
                failing=fields.get("failing"),
                failing_since=_moment(fields, "failing_since"),
                seen=(hit["_seq_no"], hit["_primary_term"]),
                revision=fields.get("number"),
            )
    return found


def _moment(fields: Mapping[str, Any], name: str) -> datetime | None:
    return datetime.fromisoformat(fields[name]) if fields.get(name) else None


def after(known: Standing | None, kept: Kept, now: datetime, cost_ms: float | None, failing: str | None) -> Standing:
    """How it fares after having been asked now; since when it fails stays while it fails and nobody changes it."""
    if cost_ms is None and known is not None:
        cost_ms = known.cost_ms
    since = None
    if failing is not None:
        since = known.failing_since if known and known.failing and known.revision == kept.revision else now
    return Standing(kept.query.id, now, cost_ms, failing, since, revision=kept.revision)


def note(client: Elasticsearch, settings: Settings, known: Mapping[str, Standing], fresh: Iterable[Standing]) -> None:
    """Writes down how queries fare, where that is not known.

    Of two runs that asked at once the first is believed: since when a query fails is part of the id of what its owner
    is told, once. Raises ServiceError."""
    with failures_in_one_line(settings):
        actions = (_action(settings, known.get(one.query), one) for one in fresh if _differs(known.get(one.query), one))
        for ok, result in streaming_bulk(client, actions, chunk_size=1000, raise_on_error=False):
            answer = next(iter(result.values()))
            if not ok and answer["status"] != HTTPStatus.CONFLICT:
                raise ServiceError(f"how saved queries fare cannot be written: {answer.get('error')}")


def _action(settings: Settings, known: Standing | None, fresh: Standing) -> dict[str, Any]:
    condition: dict[str, Any] = {"_op_type": "create"}
    if known is not None and known.seen is not None:
        condition = {"_op_type": "index", "if_seq_no": known.seen[0], "if_primary_term": known.seen[1]}
    where = {"_index": index_of(settings, "standings"), "_id": f"{fresh.query}.{_RUN}"}
    return {**condition, **where, "_source": _fields(fresh)}


def _differs(known: Standing | None, fresh: Standing) -> bool:
    if known is None or known.last_run is None or fresh.last_run is None or known.failing or fresh.failing:
        return True
    return abs(fresh.last_run - known.last_run) >= _ANEW


def _fields(one: Standing) -> dict[str, Any]:
    fields = {**vars(one), "kind": _RUN}
    del fields["seen"]
    fields["number"] = fields.pop("revision")
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in fields.items()}
