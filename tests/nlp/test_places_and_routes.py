"""Places and routes on the real pipeline: offsets, prices, means, news, and texts nobody should write."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp import gazetteer
from nlp.extraction import extract_one
from nlp.places.finder import PlaceFinder
from nlp.routes.finder import RouteFinder
from waymark.records import Route


def way(route: Route) -> str:
    return " > ".join(stop.name for stop in route.stops)


def test_two_journeys_have_their_own_prices() -> None:
    found = extract_one("Prishtinë - Vjenë 2500 euro, Prishtinë - Berlin 3000 euro, me kombi")
    assert [(way(route), route.price.min if route.price else None) for route in found.routes] == [
        ("Pristina > Vienna", 2500),
        ("Pristina > Berlin", 3000),
    ]
    assert all(route.modes == ("van",) for route in found.routes)


def test_the_roles_follow_the_order_of_travel_not_of_words() -> None:
    (route,) = extract_one("People are taken to Vienna via Subotica from Niš by car").routes
    assert [(stop.name, stop.role) for stop in route.stops] == [
        ("Niš", "origin"),
        ("Subotica", "transit"),
        ("Vienna", "destination"),
    ]


def test_a_text_is_given_back_by_its_offsets() -> None:
    text = "🚐 Нiš? Из Ниша 👉 İstanbul'dan до Бе\u0301ча, Szegedről, 🇦🇹!"
    for place in extract_one(text).places:
        assert text[place.start : place.end] == place.text


@pytest.mark.parametrize(
    "text",
    [
        "Prodajem maslinovo ulje iz Bara, 10 evra litra, Podgorica i Nikšić",
        "Wohnung in Wien, nahe U-Bahn, auch Graz möglich",
        "nice van, split the price, bar is open",
        "",
        "Beograd",
    ],
)
def test_texts_that_offer_no_journey_have_no_route(text: str) -> None:
    assert extract_one(text).routes == ()


def test_a_hyphenated_border_in_prose_is_no_journey() -> None:
    prose = "The commission met again and spoke at length about its work. " * 10
    text = f"{prose}At one point the border of Serbia-Hungary accounted for half of all crossings. {prose}"
    assert extract_one(text).routes == ()


def test_a_hint_of_a_country_decides_between_namesakes() -> None:
    finder = PlaceFinder(gazetteer.load())
    in_bulgaria, in_serbia = (finder.find("до Димитровград", "und", code)[0].country for code in ("BG", "RS"))
    assert (in_bulgaria, in_serbia) == ("BG", "RS")


NEWS = Path(os.environ.get("REAL_NEWS") or "/nowhere")


@pytest.mark.skipif(not NEWS.is_file(), reason="REAL_NEWS names no file of real news")
def test_the_first_of_the_real_texts_tells_of_one_journey() -> None:
    first = json.loads(NEWS.read_text("utf-8").splitlines()[0])
    assert [way(route) for route in extract_one(first["text"], "XK").routes] == ["Kosovo > Hungary > Austria"]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400), st.sampled_from(["und", "sr", "tr", "ar", "sq", "hu", "ckb", "en"]))
def test_any_text_gives_an_answer_and_the_same_twice(text: str, language: str) -> None:
    places, routes = PlaceFinder(gazetteer.load()), RouteFinder(gazetteer.load())
    found = places.find(text, language, None)
    assert all(text[place.start : place.end] == place.text for place in found)
    assert routes.find(text, language, found, []) == routes.find(text, language, places.find(text, language, None), [])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["Niš", "Beč", "do", "iz", "preko", "->", "-", ",", "\n", "500 €", "🇦🇹", "i", "Wien", "van"]),
        max_size=40,
    )
)
def test_stops_of_a_route_are_distinct_and_at_least_two(words: list[str]) -> None:
    text = " ".join(words)
    places = PlaceFinder(gazetteer.load()).find(text, "sr", None)
    for route in RouteFinder(gazetteer.load()).find(text, "sr", places, []):
        ids = [stop.id for stop in route.stops]
        assert len(ids) == len(set(ids)) >= 2
        assert route.stops[-1].role == "destination"
