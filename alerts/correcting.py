"""What was made for an address that its query has no more, goes to the one that took its place.

An address is corrected by an edit; the hits that could not reach the wrong one are told to the right one. Where a query
has several addresses of that kind, none is known to be it; and an address that the same round told already is told
nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from elasticsearch import Elasticsearch

from alerts.addressing import addressed_now
from alerts.notice import Channel
from alerts.query import SavedQuery
from search_mappings.alerts import index_of
from waymark.settings import Settings

_ROUND = timedelta(days=1)  # within which all deliveries of one round are made, whoever finishes it
_MOST = 1000


def corrected(
    client: Elasticsearch, settings: Settings, hits: Iterable[Mapping[str, Any]], queries: Mapping[str, SavedQuery]
) -> Iterator[Mapping[str, Any]]:
    """The deliveries, each with the channel it goes to now, where another took the place of its own."""
    for hit in hits:
        fields = hit["_source"]
        query, made_for = queries.get(fields["query"]), Channel.model_validate(fields["channel"])
        if query is None or addressed_now(made_for, query, fields["about"]):
            yield hit
            continue
        alike = [one for one in query.channels if one.kind == made_for.kind]
        if len(alike) != 1 or _told(client, settings, fields, alike[0]):
            yield hit
        else:
            yield {**hit, "_source": {**fields, "channel": alike[0].model_dump()}}


def _told(client: Elasticsearch, settings: Settings, fields: Mapping[str, Any], channel: Channel) -> bool:
    """Whether the same leads have a delivery to that address already."""
    made_at = datetime.fromisoformat(fields["made_at"])
    near = {"gte": (made_at - _ROUND).isoformat(), "lte": (made_at + _ROUND).isoformat()}
    same: list[dict[str, Any]] = [{"term": {name: fields[name]}} for name in ("query", "about", "kind")]
    answer = client.search(
        index=index_of(settings, "deliveries"),
        query={"bool": {"filter": [*same, {"range": {"made_at": near}}]}},
        source={"includes": ["channel", "leads"]},
        size=_MOST,
        allow_partial_search_results=False,
    )
    others = [hit["_source"] for hit in answer["hits"]["hits"]]
    if len(others) == _MOST:
        return True  # rather given up, which is seen, than told twice
    return any(
        one["channel"]["address"] == channel.address and one.get("leads") == fields.get("leads") for one in others
    )
