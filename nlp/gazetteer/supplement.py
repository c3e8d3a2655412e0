"""supplement.tsv: what GeoNames' lists miss — crossings, small villages, camps, exonyms, slang, regions.

Fields: id, kind, country, lat, lon, name, spellings (comma between them). An id `=Vienna@AT` adds spellings to the
place of that name in that country (the most populous one), `=AT` to the country; `wm:…` is a place of our own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast, get_args

from nlp.gazetteer.data import PlaceKind, Row
from nlp.gazetteer.folding import fold
from nlp.lines import numbered
from waymark.errors import ConfigurationError

TABLE = Path(__file__).with_name("supplement.tsv")
_FIELDS = 7
_PEOPLE = {"region": 100_000, "crossing": 3_000, "village": 2_000, "city": 10_000, "country": 1_000_000}


@dataclass(frozen=True, slots=True)
class Addition:
    """One line of the supplement."""

    id: str
    kind: PlaceKind | None
    country: str
    lat: float | None
    lon: float | None
    name: str
    spellings: tuple[str, ...]

    @property
    def of(self) -> tuple[str, str] | None:
        """The folded name and country of the place the spellings belong to; None for a place of our own."""
        if not self.id.startswith("="):
            return None
        name, _, country = self.id[1:].partition("@")
        return (fold(name), country) if country else (name.lower(), "country")

    def row(self, keys: tuple[str, ...]) -> Row:
        kind = cast("PlaceKind", self.kind)
        return Row(self.id, self.name, kind, self.country, self.lat, self.lon, _PEOPLE[kind], keys, keys)


def additions(table: Path = TABLE) -> Iterator[Addition]:
    """All lines, checked. ConfigurationError names the line and what is wrong in it."""
    for number, line in numbered(table):
        try:
            yield _addition(line.split("\t"))
        except ValueError as error:
            raise ConfigurationError(f"{table.name}, line {number}: {error}") from error


def _addition(fields: list[str]) -> Addition:
    if len(fields) != _FIELDS:
        raise ValueError(f"{len(fields)} fields, {_FIELDS} expected (tabs between them)")
    identity, kind, country, lat, lon, name, spellings = (field.strip() for field in fields)
    if not identity.startswith(("=", "wm:")):
        raise ValueError(f"id {identity!r}: begins with = or wm:")
    if identity.startswith("wm:") and kind not in get_args(PlaceKind):
        raise ValueError(f"kind {kind!r}: one of {', '.join(get_args(PlaceKind))}")
    if identity.startswith("wm:") and not name:
        raise ValueError("no name: a place of our own needs one")
    for what, degrees, most in (("latitude", lat, 90), ("longitude", lon, 180)):
        if degrees and not abs(float(degrees)) <= most:  # also of "nan"
            raise ValueError(f"{what} {degrees}: from -{most} to {most} degrees")
    return Addition(
        identity,
        cast("PlaceKind | None", kind or None),
        country,
        float(lat) if lat else None,
        float(lon) if lon else None,
        name,
        tuple(part.strip() for part in spellings.split(",") if part.strip()),
    )
