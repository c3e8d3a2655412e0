"""What an owner is told besides hits: that a query fails, was paused for that, or soon ends; each once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from elasticsearch import Elasticsearch

from alerts import failing
from alerts.ledger import created
from alerts.query import SavedQuery
from alerts.rounds import delivery
from alerts.standing import Standing
from alerts.store import Kept
from search_mappings.alerts import index_of
from waymark.cluster import failures_in_one_line
from waymark.settings import Settings

_REMINDED = timedelta(days=7)  # before the end
_PAUSED = (
    "The saved query “{name}” was paused, for it could not be asked for {days} days: {why}. Resume it in the console "
    "(My alerts) or by `waymark alerts resume`: it is then asked of all it missed till it was paused"
)
_SHARE = 5  # of a query's life that the reminder stands for at most, where that is shorter: a fifth


def tell(
    client: Elasticsearch,
    settings: Settings,
    kept: Iterable[Kept],
    standings: Mapping[str, Standing],
    now: datetime,
) -> int:
    """Makes the deliveries; returns how many are new. Raises ServiceError; then do it again."""
    with failures_in_one_line(settings):
        documents = (one for each in kept for one in _messages(each, standings.get(each.query.id), now))
        new = sum(fresh for _, fresh in created(client, index_of(settings, "deliveries"), documents))
        if new:
            client.indices.refresh(index=index_of(settings, "deliveries"))
    return new


def _messages(kept: Kept, standing: Standing | None, now: datetime) -> Iterator[tuple[str, dict[str, Any]]]:
    query = kept.query
    if query.is_quiet(now):
        return
    if standing and standing.failing_since and failing.given_up(kept, standing):
        message = _PAUSED.format(name=query.name, days=failing.GIVEN_UP.days, why=standing.failing)
        yield from _to_all(query, "paused", standing.failing_since.isoformat(), message, now)
    if not query.active(now):
        return
    if standing and standing.failing and standing.failing_since:
        message = f"The saved query “{query.name}” cannot be asked: {standing.failing}"
        yield from _to_all(query, "failing", standing.failing_since.isoformat(), message, now)
    if query.expires and query.expires - now <= min(_REMINDED, (query.expires - kept.since) / _SHARE):
        message = f"The saved query “{query.name}” ends on {query.expires:%Y-%m-%d %H:%M} UTC"
        yield from _to_all(query, "expiring", query.expires.isoformat(), message, now)


def _to_all(
    query: SavedQuery, about: str, which: str, message: str, now: datetime
) -> Iterator[tuple[str, dict[str, Any]]]:
    for channel in query.channels:
        yield delivery(query, channel, about, which, now, {"message": message, "count": 0})
