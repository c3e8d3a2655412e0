"""STIX 2.1 (OASIS): a lead as a note on what was observed: accounts, addresses of pages, places of its journeys.

STIX has no telephone number; one is a `user-account` of the type `phone`, as other exporters write it. The same lead
has the same ids in every export, so that taking a bundle in twice changes nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from typing import IO, Any

import stix2

from leads.search import Hit
from leads.work import grades
from leads.work.state import State
from waymark.records import Place

_NAMESPACE = uuid.UUID("6d3f0c1e-52b3-4a8f-9a55-0f1c8f1d7a11")  # of Waymark's ids, made once at random
_MARKING = stix2.TLP_AMBER
_LONGEST_ABSTRACT = 120


def write(hits: Iterable[Hit], file: IO[bytes]) -> None:
    """One bundle."""
    hits = list(hits)
    since = min((hit.lead.first_seen for hit in hits), default=None)
    us = stix2.Identity(
        id=_id("identity", "waymark"), name="Waymark", identity_class="system", created=since, modified=since
    )
    objects = {thing.id: thing for hit in hits for thing in _objects(hit, us.id)}
    bundle = stix2.Bundle(objects=[_MARKING, us, *objects.values()], id=_id("bundle", *sorted(objects)))
    file.write(bundle.serialize(pretty=False, ensure_ascii=False).encode() + b"\n")


def _id(kind: str, *parts: str) -> str:
    return f"{kind}--{uuid.uuid5(_NAMESPACE, '|'.join((kind, *parts)))}"


def _objects(hit: Hit, us: str) -> Iterator[Any]:
    lead = hit.lead
    known = {
        "created_by_ref": us,
        "object_marking_refs": [_MARKING.id],
        "created": lead.first_seen,
        "modified": lead.last_seen,
    }
    seen = list(_observables(hit))
    places = [_location(place, known) for place in {place.id: place for place in lead.extraction.places}.values()]
    about = [thing.id for thing in places]
    if seen:
        observed = stix2.ObservedData(
            id=_id("observed-data", lead.id),
            first_observed=lead.first_seen,
            last_observed=lead.last_seen,
            number_observed=hit.duplicates + 1,
            object_refs=[thing.id for thing in seen],
            **known,
        )
        about.insert(0, observed.id)
        yield from (*seen, observed)
    yield from places
    work, changed = _work(hit.work), hit.work.changed if hit.work else None
    if changed:  # another version of the same object (3.6)
        known = {**known, "modified": max(lead.last_seen, changed)}
    yield stix2.Note(
        id=_id("note", lead.id),
        abstract=_abstract(hit),
        content=lead.text,
        lang=lead.extraction.language.code if lead.extraction.language.code != "und" else None,
        external_references=[{"source_name": lead.source, "external_id": lead.document_id}],
        object_refs=about or [us],
        **work,
        **known,
    )


def _work(state: State | None) -> dict[str, Any]:
    """Status, grade and stars as labels, the grade in the words of MISP's taxonomy, and its credibility as confidence.

    (STIX 2.1, appendix A, "Admiralty credibility".)"""
    if state is None:
        return {}
    labels = [f'waymark:status="{state.status}"', *(f'waymark:starred-by="{user}"' for user in state.stars)]
    if state.grade is None:
        return {"labels": labels}
    source, information = (part.lower() for part in state.grade)
    labels += [
        f'admiralty-scale:source-reliability="{source}"',
        f'admiralty-scale:information-credibility="{information}"',
    ]
    figure = grades.confidence(state.grade)
    return {"labels": labels} | ({} if figure is None else {"confidence": figure})


def _observables(hit: Hit) -> Iterator[Any]:
    found = hit.lead.extraction
    for number in dict.fromkeys(phone.e164 for phone in found.phones):
        yield stix2.UserAccount(account_login=number, account_type="phone")
    for platform, name in dict.fromkeys((handle.platform, handle.name) for handle in found.handles):
        yield stix2.UserAccount(account_login=name, account_type=platform)
    if hit.lead.url:
        yield stix2.URL(value=hit.lead.url)


def _location(place: Place, known: dict[str, Any]) -> Any:
    where = {} if place.lat is None or place.lon is None else {"latitude": place.lat, "longitude": place.lon}
    times = {**known, "created": _FIXED, "modified": _FIXED}  # a place is the same in every lead
    return stix2.Location(id=_id("location", place.id), name=place.name, country=place.country, **where, **times)


_FIXED = "2026-01-01T00:00:00Z"


def _abstract(hit: Hit) -> str:
    routes = "; ".join(" → ".join(stop.name for stop in route.stops) for route in hit.lead.extraction.routes)
    return f"{hit.lead.kind} from {hit.lead.source}: {routes or 'no journey'}"[:_LONGEST_ABSTRACT]
