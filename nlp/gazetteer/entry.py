"""A place of the gazetteer, and how far places lie apart."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

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
    noted: frozenset[str] = frozenset()  #: other names that supplement.tsv gives
    #: where it lies on the unit sphere, so that a distance is a subtraction and not five sines
    _point: tuple[float, float, float] | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_point", _on_sphere(self.lat, self.lon))

    def __hash__(self) -> int:
        return hash(self.id)

    def goes_by(self, key: str) -> bool:
        """Whether `key` is its very name, or one that supplement.tsv gives: not a chance likeness among the others."""
        return key == self.key or key in self.noted

    @property
    def geoname_id(self) -> int | None:
        return int(self.id[3:]) if self.id.startswith("gn:") else None


def _on_sphere(lat: float | None, lon: float | None) -> tuple[float, float, float] | None:
    if lat is None or lon is None:
        return None
    lat, lon = math.radians(lat), math.radians(lon)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def kilometres(one: Entry, other: Entry) -> float | None:
    """Great-circle distance; None where one of them is a country."""
    if one._point is None or other._point is None:
        return None
    return 2 * _EARTH * math.asin(min(1.0, math.dist(one._point, other._point) / 2))
