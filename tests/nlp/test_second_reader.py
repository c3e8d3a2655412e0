"""second_reader.yml: texts judged by a second reader; no weight was set on them, the faults they showed were mended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from nlp.extraction import extract
from nlp.gazetteer import load
from nlp.gazetteer.folding import fold
from waymark.records import Extraction, Place, Stop

TEXTS = Path(__file__).with_name("second_reader.yml")
FEWEST_TEXTS, FEWEST_LANGUAGES = 110, 18
LEAST_PLACES, LEAST_PLACES_IN_A_LANGUAGE, LEAST_ROUTES = 0.95, 0.8, 0.8


@dataclass
class Tally:
    """Right ones, wrong ones, missed ones."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def count(self, found: set[str], wanted: set[str]) -> None:
        self.right += len(found & wanted)
        self.wrong += len(found - wanted)
        self.missed += len(wanted - found)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


@dataclass(frozen=True)
class Read:
    """One text of the file and what was read out of it."""

    given: dict[str, Any]
    found: Extraction

    def name(self, place: Place | Stop) -> str:
        """The place as the file writes it, if it names it; its own name otherwise."""
        return next((wanted for wanted in self.given["places"] if _is(place, wanted)), f"{place.name} {place.country}")

    def places(self) -> set[str]:
        return {self.name(place) for place in self.found.places}

    def routes(self) -> set[str]:
        return {" > ".join(self.name(stop) for stop in route.stops) for route in self.found.routes}


def _is(place: Place | Stop, wanted: str) -> bool:
    name, country = wanted.rsplit(" ", 1)
    return place.country == country and fold(name) in (fold(place.name), *load().spellings(place.id))


@pytest.fixture(scope="module")
def texts() -> list[Read]:
    given = yaml.safe_load(TEXTS.read_text("utf-8"))
    return [Read(*pair) for pair in zip(given, extract((one["text"], None) for one in given), strict=True)]


def _misses(texts: Iterable[Read]) -> str:
    return "\n".join(
        f"{one.given['text']}\n  places {sorted(one.places() ^ set(one.given['places']))}\n  routes {one.routes()}"
        for one in texts
        if one.places() != set(one.given["places"]) or one.routes() != set(one.given["routes"])
    )


def test_the_file_speaks_the_languages_of_the_route() -> None:
    given = yaml.safe_load(TEXTS.read_text("utf-8"))
    assert len({one["text"] for one in given}) >= FEWEST_TEXTS
    assert len({one["language"] for one in given}) >= FEWEST_LANGUAGES


def test_nearly_all_places_are_found_and_hardly_another(texts: list[Read]) -> None:
    tally = Tally()
    for one in texts:
        tally.count(one.places(), set(one.given["places"]))
    assert tally.f1 >= LEAST_PLACES, _misses(texts)


def test_no_language_is_left_behind(texts: list[Read]) -> None:
    languages: dict[str, Tally] = {}
    for one in texts:
        languages.setdefault(one.given["language"], Tally()).count(one.places(), set(one.given["places"]))
    behind = {language: tally for language, tally in languages.items() if tally.f1 < LEAST_PLACES_IN_A_LANGUAGE}
    assert behind == {}


def test_most_journeys_are_read_stop_by_stop(texts: list[Read]) -> None:
    tally = Tally()
    for one in texts:
        tally.count(one.routes(), set(one.given["routes"]))
    assert tally.f1 >= LEAST_ROUTES, _misses(texts)


def test_a_text_that_only_mentions_places_has_hardly_ever_a_journey(texts: list[Read]) -> None:
    still = [one for one in texts if not one.given["routes"]]
    assert len(still) > 30
    assert len([one for one in still if one.found.routes]) <= 1, _misses(still)
