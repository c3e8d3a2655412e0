"""A place of the gazetteer, and how far places lie apart."""

from __future__ import annotations

import math
from dataclasses import dataclass

from nlp.gazetteer.data import PlaceKind

_EARTH = 6371.0  # km, mean radius


@dataclass(frozen=True, slots=True)
class Entry:
    """A place."""

    id: str
    name: str
    kind: PlaceKind
    country: str
    lat: float | None
    lon: float | None
    population: int
    key: str  #: its own name, folded

    @property
    def geoname_id(self) -> int | None:
        return int(self.id[3:]) if self.id.startswith("gn:") else None


def kilometres(one: Entry, other: Entry) -> float | None:
    """Great-circle distance; None where one of them is a country."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    lat, lon, lat2, lon2 = (math.radians(value) for value in (one.lat, one.lon, other.lat, other.lon))
    half = math.sin((lat2 - lat) / 2) ** 2 + math.cos(lat) * math.cos(lat2) * math.sin((lon2 - lon) / 2) ** 2
    return 2 * _EARTH * math.asin(min(1.0, math.sqrt(half)))
