"""The gold set (tests/gold): texts, and what is to be read out of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any, Protocol

import yaml

FOLDER = Path(__file__).parents[1] / "tests" / "gold"
#: Folders whose texts and misses nobody looks at while building.
HELD = ("held", "held2")
_WITHIN_KM = 30.0
_EARTH_KM = 6371.0

Amount = tuple[float | None, float | None, str]


class Located(Protocol):
    """A place of the gold set, or one that was found."""

    @property
    def country(self) -> str: ...
    @property
    def lat(self) -> float | None: ...
    @property
    def lon(self) -> float | None: ...


@dataclass(frozen=True)
class GoldPlace:
    name: str
    country: str
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True)
class GoldText:
    """One text; `routes` holds the places of each journey in the order of travel."""

    id: str
    text: str
    country: str | None
    languages: frozenset[str]
    phones: tuple[str, ...]
    prices: tuple[tuple[Amount, str | None], ...]  #: (min, max, currency) and whom it is for
    places: tuple[GoldPlace, ...]
    routes: tuple[tuple[GoldPlace, ...], ...]

    @property
    def group(self) -> str:
        """The file it stands in: a language, or `mix`."""
        return self.id.split("-")[0]


def same_place(one: Located, other: Located) -> bool:
    """Whether both are in one country and within 30 km, or both are that country."""
    return one.country == other.country and distance_km(one, other) <= _WITHIN_KM


def distance_km(one: Located, other: Located) -> float:
    """Great-circle distance; of two countries 0, of a country and a place in it infinite."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return 0.0 if one.lat is None and other.lat is None else float("inf")
    return _great_circle_km((one.lat, one.lon), (other.lat, other.lon))


@lru_cache(maxsize=100_000)
def _great_circle_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Of two points in degrees (haversine)."""
    (lat1, lon1), (lat2, lon2) = ((radians(lat), radians(lon)) for lat, lon in (one, other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(half))


def read_gold(folder: str) -> list[GoldText]:
    """The texts of one folder of the gold set, by file. Raises FileNotFoundError where there is none."""
    files = sorted((FOLDER / folder).glob("*.yml"))
    if not files:
        raise FileNotFoundError(f"tests/gold/{folder}: no texts there")
    return [_text(entry) for file in files for entry in yaml.safe_load(file.read_text("utf-8"))]


def _text(entry: dict[str, Any]) -> GoldText:
    languages = entry["language"] if isinstance(entry["language"], list) else [entry["language"]]
    places = tuple(GoldPlace(**place) for place in entry["places"])
    by_name = {place.name: place for place in places}
    return GoldText(
        id=entry["id"],
        text=entry["text"],
        country=entry.get("country"),
        languages=frozenset(languages),
        phones=tuple(entry["phones"]),
        prices=tuple(((one["min"], one["max"], one["currency"]), one["per"]) for one in entry["prices"]),
        places=places,
        routes=tuple(tuple(by_name[name] for name in route) for route in entry["routes"]),
    )
