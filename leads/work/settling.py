"""Writes the present state of leads onto the leads themselves, for searches and facets over a million of them.

Done after each batch of intake, with its rights; what was said since is added by whoever asks (`asked.exactly`), so
nothing depends on how soon it is done. Doing it twice, or by two at once, changes nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from elasticsearch import ApiError, Elasticsearch
from elasticsearch.helpers import scan

from leads.bulk import send
from leads.work.board import SETTLED
from leads.work.events import Event, event
from leads.work.reading import states
from leads.work.state import State
from search_mappings.indices import current
from waymark.cluster import failures_in_one_line
from waymark.settings import Settings

_AT_ONCE = 500
#: What is younger is written too, but not yet taken for written: an event with a lower number may still be on its way.
_YOUNG = timedelta(seconds=10)


def settle(client: Elasticsearch, settings: Settings) -> int:
    """How many leads were written. Without an index of work, or the right to it, nothing is done."""
    with failures_in_one_line(settings):
        try:
            return _settle(client, settings)
        except ApiError as error:
            if error.meta.status in (403, 404):
                return 0
            raise


def _settle(client: Elasticsearch, settings: Settings) -> int:
    index = current(client, settings)
    if index is None:
        return 0
    (about,) = client.indices.get_settings(index=index.name, name="index.uuid").values()
    uuid = about["settings"]["index"]["uuid"]  # an index made anew has no states yet, under whatever name
    client.indices.refresh(index=settings.work_index)
    after = _settled(client, settings, uuid)
    fresh = _fresh(client, settings, after)
    if not fresh:
        return 0
    written = _write(client, settings, sorted({one.lead for one in fresh.values()}))
    old = [number for number, one in fresh.items() if one.at < datetime.now(UTC) - _YOUNG]
    if written is not None and old:
        client.indices.refresh(index=settings.write_alias)
        document = {"lead": "", "kind": SETTLED, "value": uuid, "text": "", "number": max(old)}
        client.index(index=settings.work_index, id=SETTLED, document=document, refresh=True)
    return written or 0


def _settled(client: Elasticsearch, settings: Settings, uuid: str) -> int:
    """The sequence number up to which this index of leads has its states."""
    found = client.options(ignore_status=404).get(index=settings.work_index, id=SETTLED)
    fields = found.get("_source", {})
    return int(fields["number"]) if fields.get("value") == uuid else -1


def _fresh(client: Elasticsearch, settings: Settings, after: int) -> dict[int, Event]:
    query = {"query": {"range": {"_seq_no": {"gt": after}}}, "seq_no_primary_term": True}
    hits = scan(client, index=settings.work_index, query=query, size=_AT_ONCE)
    return {int(hit["_seq_no"]): one for hit in hits if (one := event(hit))}


def _write(client: Elasticsearch, settings: Settings, leads: list[str]) -> int | None:
    """Writes the states of these leads; None where some could not be written now and are tried next time."""
    written = 0
    for start in range(0, len(leads), _AT_ONCE):
        part = leads[start : start + _AT_ONCE]
        actions = {lead: _action(settings, lead, state) for lead, state in states(client, settings, part).items()}
        answers = dict(send(client, actions))
        if len(answers) < len(actions) or any(refusal and not refusal.final for refusal in answers.values()):
            return None
        written += sum(refusal is None for refusal in answers.values())  # a lead that is gone is refused for good
    return written


def _action(settings: Settings, lead: str, state: State) -> dict[str, Any]:
    fields = {"status": state.status, "grade": state.grade, "stars": list(state.stars)}
    return {
        "_op_type": "update",
        "_index": settings.write_alias,
        "_id": lead,
        "retry_on_conflict": 5,
        "doc": {"work": fields},
    }
