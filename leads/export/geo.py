"""GeoJSON (RFC 7946): a line for each journey with two known stops, and the places of leads that have none."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import IO, Any

from leads.search import Hit
from waymark.records import Place, Stop

_LEAST_STOPS = 2


def write(hits: Iterable[Hit], file: IO[bytes]) -> None:
    """One FeatureCollection, written as the leads come."""
    file.write(b'{"type": "FeatureCollection", "features": [')
    for number, feature in enumerate(feature for hit in hits for feature in _features(hit)):
        file.write((b"\n" if number == 0 else b",\n") + json.dumps(feature, ensure_ascii=False).encode())
    file.write(b"\n]}\n")


def _features(hit: Hit) -> Iterator[dict[str, Any]]:
    lead, found = hit.lead, hit.lead.extraction
    about = {
        "lead": lead.id,
        "kind": lead.kind,
        "source": lead.source,
        "language": found.language.code,
        "first_seen": lead.first_seen.isoformat(),
        "last_seen": lead.last_seen.isoformat(),
        "phones": [phone.e164 for phone in found.phones],
        **(hit.work.as_result() if hit.work else {}),
    }
    drawn = 0
    for route in found.routes:
        points = _points(route.stops)
        if len(points) >= _LEAST_STOPS:
            drawn += 1
            price = route.price.model_dump(mode="json") if route.price else None
            names = [stop.name for stop in route.stops]
            properties = {**about, "stops": names, "modes": list(route.modes), "price": price}
            yield _feature("LineString", points, properties)
    if not drawn and (points := _points({place.id: place for place in found.places}.values())):
        yield _feature("MultiPoint", points, about)


def _points(places: Iterable[Stop | Place]) -> list[list[float]]:
    """Longitude before latitude (RFC 7946, 3.1.1); countries have neither."""
    return [[place.lon, place.lat] for place in places if place.lon is not None and place.lat is not None]


def _feature(kind: str, coordinates: list[list[float]], properties: dict[str, Any]) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties}
