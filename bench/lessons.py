"""Lessons in reading routes: texts of the gold set and marked texts, as scenes with the lists of stops they ask for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from bench.gold import Located, distance_km, read_gold, same_place
from bench.marked import FOLDER, read_marked
from nlp import gazetteer
from nlp.extraction import extract
from nlp.gazetteer.folding import fold
from nlp.routes.endings import EndingReader
from nlp.routes.moves import Numbers
from nlp.routes.scene import Scene, scene
from waymark.records import Extraction, Place

_TESTS = Path(__file__).parents[1] / "tests" / "nlp"
WAYS = _TESTS / "journeys" / "ways.tsv"
SECOND_READER = _TESTS / "second_reader.yml"


@dataclass(frozen=True)
class Told:
    """A text and its journeys, as numbers of places; `complete` says that all their stops were found in it."""

    id: str
    kind: str
    scene: Scene
    wanted: tuple[Numbers, ...]
    complete: bool
    about: bool  #: whether it tells of any journey, be it of one stop
    read: tuple[Numbers, ...]  #: what the pipeline of today reads

    @property
    def group(self) -> str:
        return self.id.split("-")[0]


def from_gold(folder: str) -> Iterator[Told]:
    """The texts of one folder of the gold set."""
    texts = read_gold(folder)
    endings = EndingReader(gazetteer.load())
    for text, found in zip(texts, extract((text.text, text.country) for text in texts), strict=True):
        routes = [[_nearest(stop, found.places) for stop in route] for route in text.routes]
        yield _told(text.id, folder, text.text, found, routes, endings)


def from_marked(folder: Path = FOLDER) -> Iterator[Told]:
    """The marked texts."""
    texts = list(read_marked(folder))
    endings = EndingReader(gazetteer.load())
    for text, found in zip(texts, extract((text.text, text.country) for text in texts), strict=True):
        by_words: dict[str, Place] = {}
        for start, end in text.spans:
            place = next((place for place in found.places if place.start < end and start < place.end), None)
            if place:
                by_words.setdefault(text.text[start:end], place)
        routes = [[by_words.get(stop) for stop in route] for route in text.routes]
        yield _told(text.id, text.kind, text.text, found, routes, endings)


def from_ways(table: Path = WAYS) -> Iterator[Told]:
    """The plain texts of a table: text, and ways as names of stops."""
    endings = EndingReader(gazetteer.load())
    lines = [line for line in table.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    texts = [line.partition("\t")[0].replace("\\n", "\n") for line in lines]
    for number, (line, text, found) in enumerate(zip(lines, texts, extract((one, None) for one in texts), strict=True)):
        by_name = {place.name: place for place in found.places}
        told = [way for way in line.partition("\t")[2].split(" | ") if way]
        routes = [[by_name.get(stop) for stop in way.split(" > ")] for way in told]
        yield _told(f"way-{number}", "plain", text, found, routes, endings)


def from_second_reader(table: Path = SECOND_READER) -> Iterator[Told]:
    """The texts of the second reader; a stop is a name and a country."""
    endings = EndingReader(gazetteer.load())
    entries = yaml.safe_load(table.read_text("utf-8"))
    found_in = extract((entry["text"], None) for entry in entries)
    for number, (entry, found) in enumerate(zip(entries, found_in, strict=True)):
        by_name = {(fold(place.name), place.country): place for place in found.places}
        routes = [
            [by_name.get((fold(stop[:-3]), stop[-2:])) for stop in route.split(" > ")] for route in entry["routes"]
        ]
        yield _told(f"second-{number}", "second reader", entry["text"], found, routes, endings)


def _nearest(stop: Located, places: Sequence[Place]) -> Place | None:
    alike = [place for place in places if same_place(stop, place)]
    return min(alike, key=lambda place: distance_km(stop, place)) if alike else None


def _told(
    name: str,
    kind: str,
    text: str,
    found: Extraction,
    routes: Sequence[Sequence[Place | None]],
    endings: EndingReader,
) -> Told:
    seen = scene(text, found.language.code, found.places, found.prices, endings)
    number = {place.name: at for at, place in enumerate(seen.places)}
    lists = [[number[place.name] for place in route if place is not None and place.name in number] for route in routes]
    complete = all(len(one) == len(route) for one, route in zip(lists, routes, strict=True))
    wanted = [tuple(dict.fromkeys(one)) for one in lists]
    read = [
        tuple(dict.fromkeys(number[stop.name] for stop in route.stops if stop.name in number)) for route in found.routes
    ]
    return Told(
        name,
        kind,
        seen,
        tuple(dict.fromkeys(one for one in wanted if len(one) > 1)),
        complete,
        any(routes),
        tuple(dict.fromkeys(one for one in read if len(one) > 1)),
    )
