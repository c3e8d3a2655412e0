"""One lead by its id, and the leads that share something with it: near-duplicates, numbers, handles, routes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from elasticsearch import Elasticsearch

from leads.fields import to_lead
from leads.links import Node, clause
from leads.search import NOT_SHOWN
from waymark.cluster import failures_in_one_line
from waymark.records import Lead
from waymark.settings import Settings

_MOST = 5  # leads of one group; the search behind it has them all
_MOST_NODES = 5  # numbers, handles or routes of one lead that are looked up


@dataclass(frozen=True)
class Related:
    """Leads that share something with another: what it is (None: the words), how many there are, those seen last."""

    node: Node | None
    total: int
    leads: tuple[Lead, ...]


def the_lead(client: Elasticsearch, settings: Settings, identity: str) -> Lead | None:
    """The lead with that id; None where there is none. Raises ServiceError when Elasticsearch does not answer."""
    found, _ = _search(client, settings, {"term": {"id": identity}}, 1)
    return found[0] if found else None


def these_leads(client: Elasticsearch, settings: Settings, identities: Sequence[str]) -> tuple[Lead, ...]:
    """The leads with those ids, in their order, without those that are not there. Raises ServiceError."""
    found, _ = _search(client, settings, {"terms": {"id": list(identities)}}, len(identities))
    by_id = {lead.id: lead for lead in found}
    return tuple(by_id[one] for one in identities if one in by_id)


def related(client: Elasticsearch, settings: Settings, lead: Lead) -> tuple[Related, ...]:
    """What leads away from it; nothing where it stands alone."""
    groups = []
    for node, shared in _shared(lead):
        found, total = _search(client, settings, _others(shared, lead), _MOST)
        if found:
            groups.append(Related(node, total, found))
    return tuple(groups)


def _shared(lead: Lead) -> Iterator[tuple[Node | None, dict[str, Any]]]:
    yield None, {"term": {"cluster": lead.cluster}}
    for node in nodes_of(lead):
        yield node, clause(node)


def nodes_of(lead: Lead) -> tuple[Node, ...]:
    """The numbers, handles and routes of a lead, at most so many of each."""
    found = lead.extraction
    ways = [route.stops for route in found.routes if len(route.stops) > 1]
    kinds = (
        [Node("phone", phone.e164) for phone in found.phones],
        [Node("handle", handle.name.casefold()) for handle in found.handles],
        [Node("route", f"{stops[0].id}>{stops[-1].id}") for stops in ways],
    )
    return tuple(node for nodes in kinds for node in list(dict.fromkeys(nodes))[:_MOST_NODES])


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
