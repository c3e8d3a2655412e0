from __future__ import annotations

import json

import pytest
from lead_samples import at, document, extraction, phone, place, price, route

from leads.fields import rebuilt, to_fields, to_lead
from leads.merge import Sighting, merge
from waymark.errors import ConfigurationError
from waymark.records import Amount, Extraction, Lead


def _lead(found: Extraction) -> Lead:
    first, _ = merge(None, Sighting(document("nga Prishtina në Vjenë", day=1), found, "documents/board/1.jsonl"))
    second, _ = merge(first, Sighting(document("nga Prishtina në Vjenë!", day=2, country="XK"), found, None))
    return second


_FULL = extraction(
    "Prishtina",
    "Hungary",
    "Wien",
    phones=(phone("+38344123456"),),
    prices=(price(None, 3000), price(250000, 300000, "RSD"), price(1, 1, "XXX")),
    routes=(route("Prishtina", "Hungary", "Wien", modes=("van",), price=Amount(min=2500, max=2500, currency="EUR")),),
)


def test_a_lead_comes_back_from_the_index_as_it_was() -> None:
    lead = _lead(_FULL)
    assert to_lead(json.loads(json.dumps(to_fields(lead, at(3))))) == lead


def test_a_migration_rebuilds_the_same_document() -> None:
    fields = to_fields(_lead(_FULL), at(3))
    assert rebuilt(fields) == fields


def test_a_document_of_an_older_version_is_named() -> None:
    fields = {**to_fields(_lead(_FULL), at(3)), "versions": [{"sha256": "x"}]}
    with pytest.raises(ConfigurationError, match=f"lead {fields['id']}"):
        to_lead(fields)


def test_prices_are_ranges_in_their_currency_and_in_euro() -> None:
    up_to, dinars, unknown = to_fields(_lead(_FULL), at(3))["prices"]
    assert up_to["amount"] == up_to["eur"] == {"lte": 3000.0}
    assert dinars["amount"] == {"gte": 250000.0, "lte": 300000.0}
    assert 2000 < dinars["eur"]["gte"] < dinars["eur"]["lte"] < 2700
    assert dinars["euro"] == (dinars["eur"]["gte"] + dinars["eur"]["lte"]) / 2
    assert up_to["euro"] == 3000.0
    assert "eur" not in unknown and "euro" not in unknown


def test_a_route_knows_what_it_passes_in_which_order() -> None:
    fields = to_fields(_lead(_FULL), at(3))["routes"][0]
    assert "gn:786714>gn:2761369" in fields["pairs"]
    assert "XK>HU" in fields["pairs"]
    assert "HU>gn:2761369" in fields["pairs"]
    assert "AT>XK" not in fields["pairs"]
    assert fields["legs"] == ["gn:786714>gn:719819", "gn:719819>gn:2761369"]
    assert fields["ends"] == "gn:786714>gn:2761369"
    assert fields["origin"] == {"id": ["gn:786714"], "country": ["XK"]}


def test_a_hostile_list_of_places_does_not_blow_up_the_pairs() -> None:
    hostile = extraction(routes=(route(*["Prishtina", "Beograd", "Wien"] * 1000),))
    stops = hostile.routes[0].stops
    unlike = tuple(stop.model_copy(update={"id": f"gn:{number}"}) for number, stop in enumerate(stops))
    hostile = hostile.model_copy(update={"routes": (hostile.routes[0].model_copy(update={"stops": unlike}),)})
    assert len(to_fields(_lead(hostile), at(3))["routes"][0]["pairs"]) < 4000


def test_a_place_without_coordinates_has_no_location() -> None:
    fields = to_fields(_lead(extraction(places=(place("Hungary"), place("Wien"), place("Wien")))), at(3))
    assert [found.get("location") for found in fields["places"]] == [None, {"lat": 48.20849, "lon": 16.37208}]


def test_a_language_that_lucene_does_not_know_is_searched_across_spellings_only() -> None:
    assert "body" not in to_fields(_lead(extraction(language="ps")), at(3))
    assert to_fields(_lead(extraction(language="hr")), at(3))["body"].keys() == {"sr"}
