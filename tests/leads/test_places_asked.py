"""Names of places as analysts type them: the one that is meant, or a question back."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from leads.places_asked import country_asked_for, described, place_asked_for
from leads.query import SearchQuery, places_asked_for, to_elasticsearch
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


@pytest.mark.parametrize(
    ("given", "code"),
    [("RS", "RS"), ("xk", "XK"), ("Ungarn", "HU"), ("Мађарска", "HU"), (" Serbia ", "RS"), ("النمسا", "AT")],
)
def test_a_country_is_asked_for_by_its_code_or_its_name_in_any_language(given: str, code: str) -> None:
    assert country_asked_for("--country", given, load()).country == code
    (told,) = places_asked_for(SearchQuery(country=given), load())
    assert (told[0], told[2].kind, told[2].country) == ("--country", "country", code)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("Paris", "did you mean --place Paris, which would be Paris (city, France)?"),
        ("Narnia", "did you mean --place Narnia"),
        ("gn:2761369", "did you mean --place gn:2761369, which would be Vienna (city, Austria)?"),
        ("Hungray", "did you mean Hungary (country)?"),
        ("qqqqqqqq", "give its code"),
        ("XY", "no country has that code"),
    ],
)
def test_what_is_no_country_is_not_taken_for_the_country_of_a_town(given: str, said: str) -> None:
    for ask in (places_asked_for, to_elasticsearch):
        with pytest.raises(UsageError) as refused:
            ask(SearchQuery(country=given), load())
        assert str(refused.value).startswith(f"--country {given!r}: ")
        assert said in str(refused.value)
        assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"phone": ""}, "--phone is empty: "),
        ({"origin": " "}, "--from is empty: "),
        ({"destination": ""}, "--to is empty: "),
        ({"via": ("Beograd", "")}, "--via is empty: "),
        ({"place": ""}, "--place is empty: "),
        ({"source": ""}, "--source is empty: "),
        ({"language": ""}, "--language is empty: "),
        ({"kind": ""}, "--kind is empty: "),
        ({"country": ""}, "--country is empty: "),
        ({"near": ""}, "--near is empty: "),
        ({"radius": "5km"}, "--radius '5km': around which place?"),
        ({"currency": "RSD"}, "--currency 'RSD': of which price?"),
    ],
)
def test_what_would_find_everything_is_refused(asked: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=f"^{re.escape(said)}"):
        SearchQuery.model_validate(asked)


@pytest.mark.parametrize("radius", ["0km", "0", "0.0m", "20001km", "9" * 400])
def test_a_radius_that_no_circle_on_earth_has_is_refused(radius: str) -> None:
    with pytest.raises(UsageError, match=r"^--radius .*: give a distance from 1m to 20000km"):
        to_elasticsearch(SearchQuery(near="Subotica", radius=radius), load())
