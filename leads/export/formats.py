"""Which formats there are, and how each is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import IO

from leads.export import geo, lines, money, stix, tables
from leads.search import Hit
from waymark.errors import UsageError

Writer = Callable[[Iterable[Hit], IO[bytes]], None]


@dataclass(frozen=True)
class Format:
    """One format: its name for people, the ending of its files, its media type (IANA), and what writes it."""

    title: str
    ending: str
    media_type: str
    writer: Writer


FORMATS: dict[str, Format] = {
    "csv": Format("CSV", "csv", "text/csv; charset=utf-8", tables.write_csv),
    "xlsx": Format(
        "Excel", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", tables.write_xlsx
    ),
    "jsonl": Format("JSON lines", "jsonl", "application/jsonl", lines.write),
    "geojson": Format("GeoJSON", "geojson", "application/geo+json", geo.write),
    "stix": Format("STIX 2.1", "stix.json", "application/stix+json;version=2.1", stix.write),
    "ftm": Format("FollowTheMoney", "ftm.json", "application/jsonl", money.write),
}


def write(name: str, hits: Iterable[Hit], file: IO[bytes]) -> None:
    """Writes the leads in the format called `name`. Raises UsageError naming those there are."""
    known = FORMATS.get(name)
    if known is None:
        raise UsageError(f"{name!r} is no format; there are {', '.join(FORMATS)}")
    known.writer(hits, file)
