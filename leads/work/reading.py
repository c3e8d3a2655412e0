"""Reads the states of given leads, page by page: those that are on a page, or in a part of a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from elasticsearch import Elasticsearch

from leads.work.events import Event, event
from leads.work.state import NOTHING_SAID, State
from waymark.cluster import failures_in_one_line
from waymark.settings import Settings

_LEADS, _PAGE = 500, 2000  # asked about at once; events that come at once


def states(client: Elasticsearch, settings: Settings, leads: Sequence[str]) -> dict[str, State]:
    """The present states of those leads about which something was said; none where the user may not see it.

    Raises ServiceError when Elasticsearch does not answer."""
    found: dict[str, State] = {}
    for one in events_of(client, settings, leads):
        found[one.lead] = found.get(one.lead, NOTHING_SAID).with_event(one)
    return found


def events_of(
    client: Elasticsearch, settings: Settings, leads: Sequence[str], *, until: int | None = None
) -> Iterator[Event]:
    """What was said about these leads, without the text of notes; up to a sequence number."""
    for start in range(0, len(leads), _LEADS):
        clauses: list[dict[str, Any]] = [{"terms": {"lead": list(leads[start : start + _LEADS])}}]
        if until is not None:
            clauses.append({"range": {"_seq_no": {"lte": until}}})
        yield from _events(client, settings, {"bool": {"filter": clauses}})


def _events(client: Elasticsearch, settings: Settings, query: dict[str, Any]) -> Iterator[Event]:
    after = None
    while True:
        with failures_in_one_line(settings):
            answer = client.options(ignore_status=(403, 404)).search(
                index=settings.work_index,
                query=query,
                sort=[{"_seq_no": "asc"}],
                search_after=after,
                size=_PAGE,
                source_excludes=["text"],
                track_total_hits=False,
            )
        found = answer["hits"]["hits"] if "hits" in answer else []
        for hit in found:
            if one := event(hit):
                yield one
        if len(found) < _PAGE:
            return
        after = found[-1]["sort"]
