"""Places by name, in any language and spelling the gazetteer knows, and the best of those that share a name."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlp.gazetteer.data import PlaceKind, Row, read_rows
from nlp.gazetteer.endings import stems
from nlp.gazetteer.folding import fold

#: Countries of the corridor, nearest first: among namesakes the one on the route is meant.
CORRIDOR = {
    code: weight
    for weight, codes in (
        (3.0, "XK RS HU AT AL MK BA HR SI BG GR TR ME"),
        (2.0, "DE IT RO AF IR IQ SY PK CH"),
        (1.0, "FR BE NL GB SE SK CZ PL ES DK NO LB JO BD IN EG MA DZ TN LY"),
    )
    for code in codes.split()
}
_EARTH = 6371.0


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

    @property
    def geoname_id(self) -> int | None:
        return int(self.id[3:]) if self.id.startswith("gn:") else None


class Gazetteer:
    """All places, by id and by folded spelling."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._by_id: dict[str, Entry] = {}
        self._by_key: dict[str, tuple[Entry, ...]] = {}
        self._keys: dict[str, tuple[str, ...]] = {}
        for row in rows:
            entry = Entry(row.id, row.name, row.kind, row.country, row.lat, row.lon, row.population)
            self._by_id[row.id] = entry
            self._keys[row.id] = row.keys
            for key in row.keys:
                self._by_key[key] = (*self._by_key.get(key, ()), entry)
        self.longest = max((key.count(" ") + 1 for key in self._by_key), default=1)
        #: First words of names of several words, so that a reader knows when to look further.
        self.openings = frozenset(key.split(" ", 1)[0] for key in self._by_key if " " in key)

    def entry(self, place_id: str) -> Entry | None:
        """The place with this id."""
        return self._by_id.get(place_id)

    def spellings(self, place_id: str) -> tuple[str, ...]:
        """The folded spellings a place is known by, its own name's first."""
        return self._keys.get(place_id, ())

    def keyed(self, key: str) -> tuple[Entry, ...]:
        """The places with exactly this folded spelling, the most populous first."""
        return self._by_key.get(key, ())

    def named(self, name: str) -> tuple[Entry, ...]:
        """The places that may be meant by `name` as it stands in a text, case endings and all."""
        key = fold(name)
        if found := self.keyed(key):
            return found
        for stem in stems(key):
            if found := self.keyed(stem):
                return found
        return ()

    def resolve(self, name: str, *, country: str | None = None, near: Sequence[Entry] = ()) -> Entry | None:
        """The place most likely meant: in `country` and near the others if given, on the corridor, then the larger."""
        found = self.named(name)
        if country:
            found = tuple(entry for entry in found if entry.country == country) or found
        return max(found, key=lambda entry: self.likelihood(entry, near), default=None)

    def likelihood(self, entry: Entry, near: Sequence[Entry] = ()) -> float:
        """How likely a place is meant before the text is read further; only for comparing namesakes."""
        if entry.kind == "country":
            return 100.0
        size = math.log10(max(entry.population, 100))
        company = [nearness(entry, other) for other in near]
        return size + CORRIDOR.get(entry.country, 0.0) + (2 * max(company) if company else 0.0)


def nearness(one: Entry, other: Entry) -> float:
    """1 for places at the same spot or in the same country that was named, falling to 0 at 1,500 km."""
    if one.country == other.country and "country" in (one.kind, other.kind):
        return 1.0
    distance = kilometres(one, other)
    return 0.0 if distance is None else max(0.0, 1 - distance / 1500)


def kilometres(one: Entry, other: Entry) -> float | None:
    """Great-circle distance; None where one of them is a country."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    lat, lon, lat2, lon2 = (math.radians(value) for value in (one.lat, one.lon, other.lat, other.lon))
    half = math.sin((lat2 - lat) / 2) ** 2 + math.cos(lat) * math.cos(lat2) * math.sin((lon2 - lon) / 2) ** 2
    return 2 * _EARTH * math.asin(min(1.0, math.sqrt(half)))


@lru_cache(maxsize=1)
def load() -> Gazetteer:
    """The gazetteer, read once a process."""
    return Gazetteer(read_rows())
