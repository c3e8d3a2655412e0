"""FollowTheMoney (followthemoney.tech): a lead as a `PlainText` document that mentions numbers and places.

Written as its JSON says, without its package, which cannot be installed beside the rest (it wants ICU's headers, or an
old phonenumbers); tests/leads checks the schema's own names.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import IO, Any

from leads.search import Hit
from leads.work.events import STATUSES
from leads.work.state import State


def write(hits: Iterable[Hit], file: IO[bytes]) -> None:
    """One entity a line, as `ftm` reads them."""
    for hit in hits:
        file.write(json.dumps(_entity(hit), ensure_ascii=False).encode() + b"\n")


def _entity(hit: Hit) -> dict[str, Any]:
    lead, found = hit.lead, hit.lead.extraction
    properties = {
        "title": [f"{lead.kind} from {lead.source}"],
        "fileName": [lead.document_id],
        "bodyText": [lead.text],
        "sourceUrl": [lead.url] if lead.url and lead.url.startswith("http") else [],
        "publishedAt": [_date(lead.published_at)] if lead.published_at else [],
        "retrievedAt": [_date(lead.last_seen)],
        "publisher": [lead.source],
        "country": [lead.country.lower()] if lead.country else [],
        "phoneMentioned": list(dict.fromkeys(phone.e164 for phone in found.phones)),
        "keywords": keywords(hit.work),
        "locationMentioned": list(dict.fromkeys(place.name for place in found.places)),
    }
    known = {name: values for name, values in properties.items() if values}
    return {"id": f"waymark-{lead.id}", "schema": "PlainText", "properties": known}


def keywords(state: State | None) -> list[str]:
    """What people made of it, for formats that have only words for it."""
    if state is None:
        return []
    graded = [f"grade: {state.grade}"] if state.grade else []
    return [f"status: {STATUSES[state.status]}", *graded, *(f"starred by: {user}" for user in state.stars)]


def _date(moment: datetime) -> str:
    """As the schema has it: UTC without saying so."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"
