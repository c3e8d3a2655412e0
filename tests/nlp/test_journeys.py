"""Places and routes of texts.tsv, scored; run as a script it prints the score per language and every miss."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest

from nlp import gazetteer
from nlp.gazetteer import Entry
from nlp.gazetteer.entry import kilometres
from nlp.places.finder import PlaceFinder
from nlp.routes.finder import RouteFinder
from waymark.records import Place, Route, Stop

TEXTS = Path(__file__).parent / "journeys" / "texts.tsv"
#: What the reader reached when these were set (see docs of the commit): they may rise, not fall.
LEAST_PLACES, LEAST_ROUTES = 0.93, 0.85
_NEAR = 30.0  # km: the same place for the police


@dataclass(frozen=True)
class Text:
    language: str
    text: str
    places: tuple[str, ...]
    routes: tuple[tuple[str, ...], ...]


def texts() -> list[Text]:
    found = []
    for line in TEXTS.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        language, text, places, routes = line.split("\t")
        found.append(
            Text(
                language,
                text,
                () if places == "-" else tuple(places.split(";")),
                () if routes == "-" else tuple(tuple(route.split(">")) for route in routes.split("|")),
            )
        )
    return found


def wanted(name: str, country: str | None = None) -> Entry:
    entry = gazetteer.load().resolve(name, country=country)
    assert entry is not None, name
    return entry


def same(found: Place | Stop, entry: Entry) -> bool:
    if found.id == entry.id:
        return True
    one = gazetteer.load().entry(found.id)
    distance = kilometres(one, entry) if one else None
    return found.country == entry.country and distance is not None and distance <= _NEAR


@dataclass
class Score:
    right: int = 0
    found: int = 0
    wanted: int = 0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else 1.0


def read(one: Text) -> tuple[list[Place], list[Route]]:
    places = PlaceFinder(gazetteer.load()).find(one.text, one.language, None)
    return places, RouteFinder(gazetteer.load()).find(one.text, one.language, places, [])


def score_places(one: Text, places: list[Place], score: Score) -> list[str]:
    left = [wanted(*named.split("@")) for named in one.places]
    distinct = list({place.id: place for place in places}.values())
    score.found += len(distinct)
    score.wanted += len(left)
    misses = []
    for place in distinct:
        match = next((entry for entry in left if same(place, entry)), None)
        if match is None:
            misses.append(f"+{place.text} ({place.name}, {place.country})")
        else:
            left.remove(match)
            score.right += 1
    return misses + [f"-{entry.name}" for entry in left]


def score_routes(one: Text, routes: list[Route], score: Score) -> list[str]:
    countries = {wanted(*named.split("@")).id: named.split("@")[1] for named in one.places}
    named = {named.split("@")[0]: wanted(*named.split("@")) for named in one.places}
    assert len(countries) == len(one.places)
    left = [[named[stop] for stop in route] for route in one.routes]
    score.found += len(routes)
    score.wanted += len(left)
    misses = []
    for route in routes:
        fits = (stops for stops in left if len(stops) == len(route.stops) and all(map(same, route.stops, stops)))
        match = next(fits, None)
        if match is None:
            misses.append("+" + ">".join(stop.name for stop in route.stops))
        else:
            left.remove(match)
            score.right += 1
    return misses + ["-" + ">".join(stop.name for stop in stops) for stops in left]


@lru_cache(maxsize=1)
def scores() -> tuple[tuple[Text, Score, Score, list[str]], ...]:
    return tuple(scored(one) for one in texts())


def scored(one: Text) -> tuple[Text, Score, Score, list[str]]:
    places, routes = read(one)
    of_places, of_routes = Score(), Score()
    misses = score_places(one, places, of_places) + score_routes(one, routes, of_routes)
    return one, of_places, of_routes, misses


def total(parts: list[Score]) -> Score:
    return Score(*(sum(getattr(part, name) for part in parts) for name in ("right", "found", "wanted")))


def test_the_texts_are_in_sixteen_languages_and_more() -> None:
    assert len({one.language for one in texts()}) >= 16


def test_places_and_routes_are_read_as_well_as_before() -> None:
    found = list(scores())
    places, routes = total([one[1] for one in found]), total([one[2] for one in found])
    assert places.f1 >= LEAST_PLACES
    assert routes.f1 >= LEAST_ROUTES


@pytest.mark.parametrize("language", sorted({one.language for one in texts()}))
def test_no_language_is_left_behind_in_places(language: str) -> None:
    found = [part for one, part, _, _ in scores() if one.language == language]
    assert total(found).f1 >= 0.8


if __name__ == "__main__":
    everything = list(scores())
    for language in sorted(Counter(one.language for one, *_ in everything)):
        parts = [part for part in everything if part[0].language == language]
        places_f1, routes_f1 = total([part[1] for part in parts]).f1, total([part[2] for part in parts]).f1
        sys.stdout.write(f"{language}\tplaces {places_f1:.2f}\troutes {routes_f1:.2f}\n")
    for one, _, _, misses in everything:
        if misses:
            sys.stdout.write(f"{one.language} {one.text}\n    {'; '.join(misses)}\n")
    places_f1, routes_f1 = (total([part[at] for part in everything]).f1 for at in (1, 2))
    sys.stdout.write(f"places {places_f1:.3f}, routes {routes_f1:.3f}\n")
