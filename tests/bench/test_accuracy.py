"""The scoring of the extraction judges as docs/extraction.md says, and the held-back texts stay unseen."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bench.accuracy import main, score
from bench.gold import GoldPlace, GoldText, same_place
from waymark.records import Extraction, Language, Phone, Place, Price, Role, Route, Stop

VIENNA = GoldPlace("Vienna", "AT", 48.208, 16.372)
NIS = GoldPlace("Niš", "RS", 43.32, 21.9)
SERBIA = GoldPlace("Serbia", "RS")
GOLD = GoldText(
    id="sr-b-99",
    text="Niš – Beč 2500",
    country="RS",
    languages=frozenset({"sr"}),
    phones=("+381601234567",),
    prices=(((2500, 2500, "EUR"), "person"),),
    places=(NIS, VIENNA),
    routes=((NIS, VIENNA),),
)


def _place(place: GoldPlace, at: int) -> Place:
    return Place(
        text="x", start=at, end=at + 1, rule="t", id=f"wm:{at}", name=place.name, kind="city", geoname_id=None,
        country=place.country, lat=place.lat, lon=place.lon,
    )  # fmt: skip


def _route(*places: GoldPlace) -> Route:
    return Route(
        stops=tuple(
            Stop(
                id=place.name,
                name=place.name,
                kind="city",
                country=place.country,
                lat=place.lat,
                lon=place.lon,
                role=role,
            )
            for place, role in zip(places, _roles(len(places)), strict=True)
        )
    )


def _roles(stops: int) -> list[Role]:
    return ["origin", *(["transit"] * (stops - 2)), "destination"]


def _extraction(code: str = "sr", **found: object) -> Extraction:
    return Extraction(language=Language(code=code, script="Latn", confidence=1.0), **found)  # type: ignore[arg-type]


def test_what_is_wholly_right_has_no_miss() -> None:
    found = _extraction(
        phones=(Phone(text="x", start=0, end=1, rule="t", e164="+381601234567", country="RS", confidence=1),),
        prices=(Price(text="x", start=0, end=1, rule="t", min=2500, max=2500, currency="EUR", per="person"),),
        places=(_place(NIS, 0), _place(VIENNA, 6)),
        routes=(_route(NIS, VIENNA),),
    )
    scored = score(GOLD, found)
    assert scored.misses == {}
    assert {count.f1 for count in scored.counts.values()} == {1.0}


def test_croatian_is_right_for_serbian_and_slovene_is_not() -> None:
    assert score(GOLD, _extraction("hr")).counts["language"].right == 1
    assert score(GOLD, _extraction("sl")).misses["language"] == ("sr", "sl")


def test_a_price_with_another_person_counts_as_a_price_but_not_as_per() -> None:
    price = Price(text="x", start=0, end=1, rule="t", min=2500, max=2500, currency="EUR", per="family")
    counts = score(GOLD, _extraction(prices=(price,))).counts
    assert counts["prices"].f1 == 1.0
    assert counts["per"].f1 == 0.0


def test_a_route_the_other_way_round_is_wrong_but_half_its_stops_are_in_order() -> None:
    counts = score(GOLD, _extraction(routes=(_route(VIENNA, NIS),))).counts
    assert (counts["routes"].right, counts["routes"].found) == (0, 1)
    assert (counts["stops"].right, counts["stops"].found, counts["stops"].wanted) == (1, 2, 2)


def test_a_place_is_right_within_30_km_in_its_country() -> None:
    assert same_place(VIENNA, GoldPlace("Schwechat", "AT", 48.14, 16.47))
    assert not same_place(VIENNA, GoldPlace("Bratislava", "AT", 48.148, 17.107))
    assert not same_place(NIS, SERBIA)
    assert same_place(SERBIA, GoldPlace("Srbija", "RS"))


def test_two_places_near_each_other_are_two() -> None:
    subotica, palic = GoldPlace("Subotica", "RS", 46.1, 19.665), GoldPlace("Palić", "RS", 46.104, 19.76)
    gold = replace(GOLD, places=(subotica, palic), routes=())
    both = score(gold, _extraction(places=(_place(palic, 0), _place(subotica, 6)))).counts["places"]
    one = score(gold, _extraction(places=(_place(palic, 0),))).counts["places"]
    assert (both.right, both.found, both.wanted) == (2, 2, 2)
    assert (one.right, one.found, one.wanted) == (1, 1, 2)


def test_misses_of_held_back_texts_are_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["held2", "--misses", "routes"])
    assert "held back" in capsys.readouterr().err


def test_figures_are_json_by_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--language", "sl", "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["texts"] for line in lines] == ["sl", "all"]
    assert all(0.5 < line["places"] <= 1 for line in lines)
