"""What an owner is told besides hits: that a query fails, was paused for that, or soon ends; that what it found could
not be delivered somewhere. Each once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from elasticsearch import Elasticsearch

from alerts import failing
from alerts.access import refusal
from alerts.addressing import GIVEN_UP
from alerts.ledger import created
from alerts.notice import Channel
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
_MOST_DEAD = 1000  # of the newest that died
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
        return _made(client, settings, documents)


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


def tell_given_up(
    client: Elasticsearch, settings: Settings, queries: Mapping[str, SavedQuery], now: datetime, *, secured: bool
) -> int:
    """Puts into the owners' inboxes which receivers did not take what was found; of each query and address again only
    when something newer died there. Who may not read leads any more is told nothing. Returns how many are new."""
    with failures_in_one_line(settings):
        client.indices.refresh(index=index_of(settings, "deliveries"))
        answer = client.search(
            index=index_of(settings, "deliveries"),
            query={"bool": {"filter": [{"term": {"state": "dead"}}], "must_not": [{"term": {"kind": "inbox"}}]}},
            sort=[{"made_at": "desc"}],
            size=_MOST_DEAD,
        )
        newest: dict[tuple[str, str], dict[str, Any]] = {}
        for hit in answer["hits"]["hits"]:
            newest.setdefault((hit["_source"]["query"], hit["_source"]["channel"]["address"]), hit)
        theirs = [
            (query, hit)
            for (identity, _), hit in newest.items()
            if (query := queries.get(identity)) and not query.is_quiet(now)
        ]
        owners = {query.owner for query, _ in theirs}
        may = {owner for owner in owners if not secured or refusal(client, settings, owner) is None}
        documents = (_given_up(query, hit, now) for query, hit in theirs if query.owner in may)
        return _made(client, settings, documents)


def _given_up(query: SavedQuery, hit: Mapping[str, Any], now: datetime) -> tuple[str, dict[str, Any]]:
    fields = hit["_source"]
    message = (
        f"What the saved query “{query.name}” found could not be delivered by {fields['kind']} and was given up: "
        f"{fields['detail']}. Mend the address (My alerts); an operator can then send it again"
    )
    inbox = Channel(kind="inbox", address=query.owner)
    return delivery(query, inbox, GIVEN_UP, hit["_id"], now, {"message": message, "count": 0})


def _made(client: Elasticsearch, settings: Settings, documents: Iterable[tuple[str, dict[str, Any]]]) -> int:
    """Puts deliveries down, to be found when this returns; how many are new."""
    new = sum(fresh for _, fresh in created(client, index_of(settings, "deliveries"), documents))
    if new:
        client.indices.refresh(index=index_of(settings, "deliveries"))
    return new


def _to_all(
    query: SavedQuery, about: str, which: str, message: str, now: datetime
) -> Iterator[tuple[str, dict[str, Any]]]:
    for channel in query.channels:
        yield delivery(query, channel, about, which, now, {"message": message, "count": 0})
