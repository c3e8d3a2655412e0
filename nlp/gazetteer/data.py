"""The gazetteer's file: one place a line, compressed; read at load, written by nlp.gazetteer.build."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Literal, cast

PLACES = Path(__file__).with_name("places.tsv.gz")
PlaceKind = Literal["country", "region", "city", "village", "crossing"]


@dataclass(frozen=True, slots=True)
class Row:
    """A place and the folded spellings it is known by, its own name's first."""

    id: str  #: `gn:<GeoNames id>` or `wm:<name>`
    name: str
    kind: PlaceKind
    country: str
    lat: float | None
    lon: float | None
    population: int
    keys: tuple[str, ...]
    noted: tuple[str, ...] = ()  #: those of the spellings that supplement.tsv gives: somebody knew that it is said

    def replaced(self, keys: tuple[str, ...]) -> Row:
        return replace(self, keys=keys)

    def with_keys(self, keys: Iterable[str]) -> Row:
        """With further spellings."""
        return replace(self, keys=tuple(dict.fromkeys((*self.keys, *keys))))

    def with_noted(self, keys: Iterable[str]) -> Row:
        """With further spellings that supplement.tsv gives."""
        noted = tuple(dict.fromkeys((*self.noted, *keys)))
        return replace(self.with_keys(noted), noted=noted)

    def with_people(self, least: int) -> Row:
        """With at least so many people."""
        return replace(self, population=max(self.population, least))


def write_rows(rows: Iterable[Row], file: IO[bytes] | gzip.GzipFile) -> None:
    """One line a place: tabs between fields, `|` between spellings; no coordinates for a country."""
    for row in rows:
        place = ("" if row.lat is None else f"{row.lat}", "" if row.lon is None else f"{row.lon}")
        fields = (
            row.id,
            row.name,
            row.kind,
            row.country,
            *place,
            str(row.population),
            "|".join(row.noted),
            "|".join(row.keys),
        )
        file.write(("\t".join(fields) + "\n").encode())


def read_lines(path: Path = PLACES) -> list[str]:
    """All places of the file, the most populous first, each as its line: most are never asked for."""
    text = gzip.decompress(path.read_bytes()).decode()
    return [line for line in text.split("\n") if line and not line.startswith("#")]


def parse(line: str) -> Row:
    """The place of one line."""
    identity, name, kind, country, lat, lon, population, noted, keys = line.split("\t")
    return Row(
        identity,
        name,
        cast("PlaceKind", kind),
        country,
        float(lat) if lat else None,
        float(lon) if lon else None,
        int(population),
        tuple(keys.split("|")),
        tuple(noted.split("|")) if noted else (),
    )
