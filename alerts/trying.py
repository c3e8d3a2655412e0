"""What a query would have found: how many leads of the last days, and when they arrived."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from elasticsearch import ApiError, Elasticsearch

from alerts.access import NO_ACCESS, as_owner, refused
from alerts.compiling import Reader
from alerts.query import SavedQuery
from waymark.cluster import failures_in_one_line
from waymark.errors import UsageError
from waymark.settings import Settings


@dataclass(frozen=True)
class Tried:
    """By day (UTC, the oldest first), days without any included; together, and the newest leads."""

    days: dict[str, int]
    total: int
    newest: tuple[str, ...]


def tried(client: Elasticsearch, settings: Settings, query: SavedQuery, reader: Reader, days: int) -> Tried:
    """Asks as the query's owner. Raises UsageError for a query that cannot be asked, or an owner who may not ask."""
    start = (reader.now - timedelta(days=days)).replace(hour=0, minute=0, second=0, microsecond=0)
    asked: dict[str, Any] = {
        "bool": {"filter": [reader.clause(query), {"range": {"arrived": {"gte": start.isoformat()}}}]}
    }
    bounds = {"min": start.isoformat(), "max": reader.now.isoformat()}
    by_day = {"date_histogram": {"field": "arrived", "calendar_interval": "day", "extended_bounds": bounds}}
    with failures_in_one_line(settings):
        try:
            answer = (
                as_owner(client, query.owner, secured=reader.secured)
                .options(ignore_status=404)
                .search(
                    index=settings.read_alias,
                    query=asked,
                    size=5,
                    sort=[{"arrived": "desc"}],
                    source=False,
                    track_total_hits=True,
                    aggregations={"days": by_day},
                )
            )
        except ApiError as error:
            if error.meta.status in NO_ACCESS:
                raise UsageError(refused(error, query.owner)) from error
            raise
    if "hits" not in answer:
        return Tried({}, 0, ())
    found = {_day(bucket["key"]): int(bucket["doc_count"]) for bucket in answer["aggregations"]["days"]["buckets"]}
    newest = tuple(hit["_id"] for hit in answer["hits"]["hits"])
    return Tried(found, int(answer["hits"]["total"]["value"]), newest)


def _day(milliseconds: float) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).date().isoformat()
