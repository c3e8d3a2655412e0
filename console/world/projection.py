"""Degrees in, points of the map out: Mercator, as other maps have it (Snyder, Map Projections, 1987, p. 41)."""

from __future__ import annotations

import math

from nlp.gazetteer import Entry

WIDTH = 4000.0  # of the whole map; a unit is some ten kilometres at the equator
_NORTH, _SOUTH = 78.0, -58.0  # degrees that are shown


def _up(latitude: float) -> float:
    bounded = math.radians(max(_SOUTH, min(_NORTH, latitude)))
    return math.log(math.tan(math.pi / 4 + bounded / 2))


HEIGHT = WIDTH / (2 * math.pi) * (_up(_NORTH) - _up(_SOUTH))


def project(lat: float, lon: float) -> tuple[float, float]:
    """Where a place lies on the map, in units from its top left."""
    return (lon + 180) / 360 * WIDTH, WIDTH / (2 * math.pi) * (_up(_NORTH) - _up(lat))


def centre(place: Entry, middles: dict[str, tuple[float, float]]) -> tuple[float, float] | None:
    """Where a place is drawn; a country in the middle of its shape, which `middles` gives by its name."""
    if place.lat is not None and place.lon is not None:
        return project(place.lat, place.lon)
    return middles.get(place.name)
