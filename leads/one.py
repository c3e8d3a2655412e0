"""One lead by its id, and the leads that share something with it: near-duplicates, telephone numbers, handles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from elasticsearch import Elasticsearch

from leads.fields import to_lead
from leads.search import NOT_SHOWN
from waymark.cluster import failures_in_one_line
from waymark.records import Lead
from waymark.settings import Settings

_MOST = 20


@dataclass(frozen=True)
class Related:
    """Leads that share something with another: what it is, how many there are, and the ones seen last."""

    title: str
    total: int
    leads: tuple[Lead, ...]


def the_lead(client: Elasticsearch, settings: Settings, identity: str) -> Lead | None:
    """The lead with that id; None where there is none. Raises ServiceError when Elasticsearch does not answer."""
    found, _ = _search(client, settings, {"term": {"id": identity}}, 1)
    return found[0] if found else None


def related(client: Elasticsearch, settings: Settings, lead: Lead) -> tuple[Related, ...]:
    """What leads away from it; nothing where it stands alone."""
    phones = sorted({phone.e164 for phone in lead.extraction.phones})
    handles = sorted({handle.name.casefold() for handle in lead.extraction.handles})
    shared = (
        ("Near-duplicates", {"term": {"cluster": lead.cluster}}),
        ("Same telephone number", {"terms": {"phones.e164": phones}}),
        ("Same handle", {"terms": {"handles.name": handles}}),
    )
    groups = []
    for title, clause in shared:
        found, total = _search(client, settings, _others(clause, lead), _MOST)
        if found:
            groups.append(Related(title, total, found))
    return tuple(groups)


def _others(clause: dict[str, Any], lead: Lead) -> dict[str, Any]:
    return {"bool": {"filter": [clause], "must_not": [{"term": {"id": lead.id}}]}}


def _search(
    client: Elasticsearch, settings: Settings, query: dict[str, Any], most: int
) -> tuple[tuple[Lead, ...], int]:
    with failures_in_one_line(settings):
        answer = client.options(ignore_status=404).search(
            index=settings.read_alias,
            query=query,
            size=most,
            sort=[{"last_seen": "desc"}, {"id": "asc"}],
            source_excludes=list(NOT_SHOWN),
        )
    if "hits" not in answer:
        return (), 0
    hits = answer["hits"]
    return tuple(to_lead(hit["_source"]) for hit in hits["hits"]), int(hits["total"]["value"])
