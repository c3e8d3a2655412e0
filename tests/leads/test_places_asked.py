"""Names of places as analysts type them: the one that is meant, or a question back."""

from __future__ import annotations

from typing import get_args

import pytest

from leads.places_asked import described, place_asked_for
from leads.query import SearchQuery, places_asked_for
from nlp.gazetteer import load
from nlp.routes.tables import MODES
from waymark.errors import UsageError
from waymark.records import Mode


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Wien", "Vienna (city, Austria)"),
        ("Беч", "Vienna (city, Austria)"),
        ("vjene", "Vienna (city, Austria)"),
        ("Beograda", "Belgrade (city, Serbia)"),
        ("Ungarn", "Hungary (country)"),
        ("gn:2761369", "Vienna (city, Austria)"),
        (" gn:2761369 ", "Vienna (city, Austria)"),
        ("Calais", "Calais (city, France)"),
        ("Roma", "Rome (city, Italy)"),
        ("Niš", "Niš (city, Serbia)"),
    ],
)
def test_a_name_that_is_spelled_right_is_taken(name: str, meant: str) -> None:
    assert described(place_asked_for("--to", name, load()), load()) == meant


@pytest.mark.parametrize(
    ("name", "close"),
    [
        ("Wein", "Vienna (city, Austria)"),
        ("Subotcia", "Subotica (city, Serbia)"),
        ("Pristhina", "Pristina (city, Kosovo)"),
        ("Zagreg", "Zagreb (city, Croatia)"),
        ("Begrad", "Belgrade (city, Serbia)"),
    ],
)
def test_a_slip_is_answered_with_what_may_have_been_meant(name: str, close: str) -> None:
    with pytest.raises(UsageError, match=f"^--to '{name}': .*did you mean ") as refused:
        place_asked_for("--to", name, load())
    assert close in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_place_that_is_hardly_meant_can_be_asked_for_by_its_id() -> None:
    with pytest.raises(UsageError, match=r"if that is meant, ask for (gn:\d+)$") as refused:
        place_asked_for("--from", "Wein", load())
    identity = str(refused.value).rpartition(" ")[2]
    assert place_asked_for("--from", identity, load()).id == identity


@pytest.mark.parametrize("letters", [61, 200, 201, 100_000])
def test_a_name_longer_than_a_place_has_is_refused_without_trying_every_slip_in_it(
    letters: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slip can stand anywhere in it: ten thousand letters would make half a million words of ten thousand letters."""
    gazetteer, tried = load(), []
    keyed = gazetteer.keyed
    monkeypatch.setattr(gazetteer, "keyed", lambda key: tried.append(key) or keyed(key))
    with pytest.raises(UsageError, match=r"^--to 'qwert") as refused:
        place_asked_for("--to", ("qwertzuiop" * letters)[:letters], gazetteer)
    assert len(tried) < 100
    assert len(str(refused.value)) < 400


def test_a_long_name_that_is_spelled_right_is_taken() -> None:
    longest = "El Pueblo de Nuestra Señora la Reina de los Ángeles de Porcivncula"
    assert place_asked_for("--to", longest, load()).name == "Los Angeles"


def test_every_place_that_is_asked_for_is_told() -> None:
    query = SearchQuery(origin="Prishtina", destination="Wien", via=("Beograd", "Ungarn"), near="46.1,19.67")
    told = [(option, name, place.name) for option, name, place in places_asked_for(query, load())]
    assert told == [
        ("--from", "Prishtina", "Pristina"),
        ("--to", "Wien", "Vienna"),
        ("--via", "Beograd", "Belgrade"),
        ("--via", "Ungarn", "Hungary"),
    ]


def test_the_means_of_travel_that_can_be_asked_for_are_those_that_are_read() -> None:
    assert set(get_args(Mode)) == set(MODES)
