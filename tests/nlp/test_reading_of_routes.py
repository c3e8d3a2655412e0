"""Journeys: direction, lists of stops, several in one text, means, prices; and texts that have none."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.directions import markers
from nlp.extraction import extract_one
from nlp.routes import tables
from waymark.errors import ConfigurationError


def ways(text: str) -> list[str]:
    return [" > ".join(stop.name for stop in route.stops) for route in extract_one(text).routes]


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("to Vienna via Subotica from Niš", "Niš > Subotica > Vienna"),
        ("from Niš to Vienna via Subotica", "Niš > Subotica > Vienna"),
        ("via Subotica to Vienna, from Niš", "Niš > Subotica > Vienna"),
        ("za Beč preko Subotice iz Niša", "Niš > Subotica > Vienna"),
        ("nach Wien über Subotica von Niš", "Niš > Subotica > Vienna"),
        ("deri ne Vjene permes Subotices nga Nishi", "Niš > Subotica > Vienna"),
        ("Niš'ten Subotica üzerinden Viyana'ya", "Niš > Subotica > Vienna"),
        ("إلى فيينا عبر بلغراد من اسطنبول", "Istanbul > Belgrade > Vienna"),
        ("از استانبول به وین از طریق بلگراد", "Istanbul > Belgrade > Vienna"),
    ],
)
def test_words_of_direction_not_their_order_make_the_way(text: str, way: str) -> None:
    assert ways(text) == [way]


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("Bulgaristan, Sırbistan üzerinden İstanbul'dan Viyana'ya", "Istanbul > Bulgaria > Serbia > Vienna"),
        ("Belgrádból Szegeden és Győrön át Bécsbe", "Belgrade > Szeged > Győr > Vienna"),
        ("گجرات سے اٹلی، دس لاکھ روپے، ایران، ترکی، یونان کے راستے", "Gujrat > Iran > Turkey > Greece > Italy"),
        ("from Istanbul to Vienna via Bulgaria, Serbia and Hungary", "Istanbul > Bulgaria > Serbia > Hungary > Vienna"),
    ],
)
def test_via_holds_for_a_whole_list(text: str, way: str) -> None:
    assert ways(text) == [way]


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("from Edirne to Bulgaria on foot, from Sofia to Belgrade by car", "Edirne > Bulgaria > Sofia > Belgrade"),
        ("Van'dan İstanbul'a minibüsle, İstanbul'dan Atina'ya tırla", "Van > Istanbul > Athens"),
        ("Durrës - Bari me traget, pastaj me makinë deri në Milano", "Durrës > Bari > Milan"),
        ("da Ventimiglia a Nizza a piedi, poi treno fino a Parigi", "Ventimiglia > Nice > Paris"),
    ],
)
def test_legs_that_follow_each_other_are_one_way(text: str, way: str) -> None:
    assert ways(text) == [way]


def test_legs_with_a_price_each_are_ways_of_their_own() -> None:
    routes = extract_one("Serbia to Hungary 1000 euro, Hungary to Austria 700 euro").routes
    assert [(*(stop.name for stop in route.stops), route.price and route.price.min) for route in routes] == [
        ("Serbia", "Hungary", 1000),
        ("Hungary", "Austria", 700),
    ]


def test_another_destination_after_a_price_is_reached_directly() -> None:
    assert ways("To Vienna via Subotica from Niš, 2,800 EUR or 1,700 EUR to Budapest") == [
        "Niš > Subotica > Vienna",
        "Niš > Budapest",
    ]


@pytest.mark.parametrize("arrow", [" - ", "-", "–", " → ", ">", " ➡️ ", " -> ", " => ", "➔", " >> "])
def test_arrows_and_dashes_lead_from_stop_to_stop(arrow: str) -> None:
    assert ways(arrow.join(["Niš", "Subotica", "Szeged", "Vienna"])) == ["Niš > Subotica > Szeged > Vienna"]


def test_flags_are_stops() -> None:
    assert ways("🇷🇸🇭🇺🇦🇹 2500€") == ["Serbia > Hungary > Austria"]


def test_stops_have_their_roles() -> None:
    (route,) = extract_one("Prishtinë - Serbi - Hungari - Vjenë").routes
    assert [stop.role for stop in route.stops] == ["origin", "transit", "transit", "destination"]


def test_two_journeys_have_each_its_price() -> None:
    routes = extract_one("Prishtinë–Vjenë 2500 euro, Prishtinë–Berlin 3000 euro").routes
    assert [(route.stops[-1].name, route.price and route.price.min) for route in routes] == [
        ("Vienna", 2500),
        ("Berlin", 3000),
    ]


def test_two_destinations_share_the_start_that_is_named_last() -> None:
    routes = extract_one("Vienna 2500 euro, Munich 3000 euro from Belgrade").routes
    assert [(*(stop.name for stop in route.stops), route.price and route.price.min) for route in routes] == [
        ("Belgrade", "Vienna", 2500),
        ("Belgrade", "Munich", 3000),
    ]


def test_a_price_says_for_whom() -> None:
    (route,) = extract_one("from Belgrade to Vienna 2500 euro per person").routes
    assert route.price is not None
    assert (route.price.min, route.price.currency, route.price.per) == (2500, "EUR", "person")


@pytest.mark.parametrize(
    ("text", "modes"),
    [
        ("Od Niša do Beča kombijem, pa peške", ("van", "foot")),
        ("from Izmir to Chios by boat, then by plane", ("boat", "plane")),
        ("Szegedről Bécsbe vonattal", ("train",)),
        ("من ازمير الى اثينا بالبلم ثم سيارة", ("boat", "car")),
        ("Edirne'den Sofya'ya tırla", ("truck",)),
        ("Von Wien nach Passau mit dem Bus", ("bus",)),
        ("Sarajevo - Bihać taksi, noću, bez papira", ("taxi",)),
    ],
)
def test_means_of_travel_are_named(text: str, modes: tuple[str, ...]) -> None:
    (route,) = extract_one(text).routes
    assert route.modes == modes


@pytest.mark.parametrize(
    "text",
    [
        "My brother lives in Vienna and I live in Belgrade",
        "Ich komme aus Wien und wohne in Berlin",
        "Flats for rent in Belgrade, Novi Sad and Niš",
        "Prodajem stan u Beogradu, 12 km od Pančeva",
        "Police in Serbia and Hungary met in Vienna",
        "Belgrade",
        "",
    ],
)
def test_a_text_that_only_mentions_places_has_no_journey(text: str) -> None:
    assert ways(text) == []


def test_where_the_driver_lives_is_no_stop() -> None:
    assert ways("From Niš to Vienna by car. The driver lives in Szeged.") == ["Niš > Vienna"]


def test_a_report_that_names_transit_and_destination_has_the_journey() -> None:
    text = (
        "a criminal group was smuggling migrants from Kosovo to the EU countries - Hungary as a transit country, "
        "and Austria as a final destination."
    )
    assert ways(text) == ["Kosovo > Hungary > Austria"]


def test_no_stop_stands_twice_on_one_way() -> None:
    found = ways("Belgrade - Subotica - Belgrade - Subotica - Vienna")
    assert found[-1] == "Belgrade > Subotica > Vienna"
    assert [way for way in found if len(set(way.split(" > "))) < len(way.split(" > "))] == []


@pytest.mark.parametrize(("line", "fault"), [("rocket\ten\tfalcon", "'rocket' is none of"), ("car\ten", "3 fields")])
def test_a_faulty_line_of_the_means_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, fault: str
) -> None:
    table = tmp_path / "means.tsv"
    table.write_text(line, "utf-8")
    monkeypatch.setattr(tables, "MEANS", table)
    with pytest.raises(ConfigurationError, match=f"means.tsv, line 1: .*{fault}"):
        tables.means()


@pytest.mark.parametrize(
    ("line", "fault"),
    [("sr\tnear\tto\tdo", "before or after"), ("sr\tbefore\tup\tdo", "one of"), ("sr\tbefore", "2 fields")],
)
def test_a_faulty_line_of_the_words_of_direction_is_named(tmp_path: Path, line: str, fault: str) -> None:
    table = tmp_path / "markers.tsv"
    table.write_text(line, "utf-8")
    with pytest.raises(ConfigurationError, match=f"markers.tsv, line 1: .*{fault}"):
        markers.read(table)


def test_every_language_of_the_route_has_words_for_from_to_and_via() -> None:
    said = {
        (language, meaning)
        for marker in markers.read()
        for language in marker.languages
        for meaning in (marker.meaning,)
    }
    missing = {
        (language, meaning)
        for language in [
            "sq",
            "sr",
            "hr",
            "bs",
            "sl",
            "mk",
            "bg",
            "de",
            "en",
            "el",
            "ro",
            "it",
            "fr",
            "ru",
            "ar",
            "fa",
            "ps",
            "ku",
            "ckb",
            "ur",
            "tr",
            "hu",
        ]
        for meaning in ("from", "to", "via")
        if (language, meaning) not in said
    }
    assert missing == set()
