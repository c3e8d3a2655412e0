from __future__ import annotations

import pytest
from lead_samples import at, document, extraction, phone, place, price, route

from leads.query import SearchQuery
from leads.search import Holdings, Results, holdings, search
from nlp.gazetteer import load
from waymark.errors import UsageError
from waymark.records import Amount, Handle

pytestmark = pytest.mark.node


@pytest.fixture
def find(client, cluster_settings):  # type: ignore[no-untyped-def]
    """Searches; gives the document ids, sorted."""

    def run(words: str = "", **query: object) -> list[str]:
        asked = SearchQuery.model_validate({"words": words, **query})
        return sorted(hit.lead.document_id for hit in search(client, cluster_settings, asked, load()).hits)

    return run


def _all(client, settings, **query: object) -> Results:  # type: ignore[no-untyped-def]
    return search(client, settings, SearchQuery.model_validate(query), load())


def test_before_anything_was_taken_in_nothing_is_found(find, client, cluster_settings) -> None:  # type: ignore[no-untyped-def]
    assert find("kombi") == []
    assert holdings(client, cluster_settings) == Holdings({}, {})


def test_what_there_is_to_be_found_is_told(take_in, client, cluster_settings) -> None:  # type: ignore[no-untyped-def]
    take_in(
        "r",
        {
            document("a", id="a"): extraction(language="sq"),
            document("b", id="b", source="feed"): extraction(language="tr"),
            document("c", id="c", source="feed"): extraction(language="tr"),
        },
    )
    assert holdings(client, cluster_settings) == Holdings({"board": 1, "feed": 2}, {"sq": 1, "tr": 2})


def test_words_are_found_across_spellings_and_in_their_own_language(take_in, find) -> None:  # type: ignore[no-untyped-def]
    take_in(
        "r",
        {
            document("Vozimo kombijem iz Niša, šest mesta", id="sr-latn"): extraction(language="sr"),
            document("Возимо комбијем из Ниша, шест места", id="sr-cyrl"): extraction(language="sr", script="Cyrl"),
            document("Nisemi me makinë të re për Gjermani", id="sq"): extraction(),
            document("اتصل على الرقم ٠٤٤١٢٣٤٥٦ يا أخي", id="ar"): extraction(language="ar", script="Arab"),
            document("هر شب حرکت می‌کنیم", id="fa"): extraction(language="fa", script="Arab"),
            document("Δρομολόγια για Θεσσαλονίκη", id="el"): extraction(language="el", script="Grek"),
            document("Die Fahrten beginnen abends", id="de"): extraction(language="de"),
            document("د شپې حرکت کوو، ارزانه بیه", id="ps"): extraction(language="ps", script="Arab"),
        },
    )
    assert find("nisa") == ["sr-cyrl", "sr-latn"]
    assert find("Ниша") == ["sr-cyrl", "sr-latn"]
    assert find("sest mesta") == ["sr-cyrl", "sr-latn"]
    assert find("makina") == ["sq"], "another form of makinë, in Albanian"
    assert find("makine") == ["sq"]
    assert find("044123456") == ["ar"]
    assert find("اخي") == ["ar"], "without the hamza"
    assert find("ميكنيم") == ["fa"], "Arabic yeh and kaf, no zero-width joiner"
    assert find("δρομολογια") == ["el"]
    assert find("Fahrt") == ["de"]
    assert find("ارزانه") == ["ps"]


def test_all_words_must_be_there_and_quoted_ones_as_they_stand(take_in, find) -> None:  # type: ignore[no-untyped-def]
    take_in("r", [document("kombi i ri çdo të premte", id="a"), document("i ri në qytet, kombi në mbrëmje", id="b")])
    assert find("kombi ri") == ["a", "b"]
    assert find("kombi premte") == ["a"]
    assert find('"kombi i ri"') == ["a"]
    assert find("mbrë*") == ["b"]
    assert find("kombi ( ] AND / + ? :") == [] or find('kombi ! "') == ["a", "b"]


def test_a_place_is_found_by_its_id_in_whatever_language(take_in, find) -> None:  # type: ignore[no-untyped-def]
    take_in(
        "r",
        {
            document("Полазак из Приштине", id="sr"): extraction(places=(place("Prishtina", "Приштине"),)),
            document("Nisja nga Prishtina", id="sq"): extraction("Prishtina"),
            document("Polazak iz Subotice", id="su"): extraction("Subotica"),
        },
    )
    assert find("Prishtina") == ["sq", "sr"], "the word is a place: the text need not have it"
    assert find(place="Prishtina") == ["sq", "sr"]
    assert find(place="gn:786714") == ["sq", "sr"]
    assert find("taksi") == [], "Taksony in Hungary is not meant"
    assert find(country="RS") == ["su"]
    assert find(country="Hungary") == []
    assert find(near="Szeged", radius="50km") == ["su"]
    assert find(near="Szeged", radius="20") == []
    assert find(near="42.66, 21.16", radius="5km") == ["sq", "sr"]


def test_routes_are_found_by_their_ends_and_by_what_they_pass_in_order(take_in, find) -> None:  # type: ignore[no-untyped-def]
    take_in(
        "r",
        {
            document("there", id="there"): extraction(
                routes=(route("Prishtina", "Beograd", "Hungary", "Wien", modes=("van",)),)
            ),
            document("back", id="back"): extraction(routes=(route("Wien", "Hungary", "Beograd", "Prishtina"),)),
            document("two", id="two"): extraction(
                routes=(route("Prishtina", "Beograd"), route("Subotica", "Szeged", "Wien"))
            ),
        },
    )
    assert find(origin="Prishtina", destination="Wien") == ["there"], "both ends of one journey"
    assert find(destination="Wien") == ["there", "two"]
    assert find(via=("Beograd", "Hungary")) == ["there"]
    assert find(via=("Hungary", "Beograd")) == ["back"]
    assert find(via=("Hungary",)) == ["back", "there", "two"], "a country is passed through in any place of it"
    assert find(via=("Prishtina", "Hungary")) == ["there"], "A then B, though A is where it begins"
    assert find(origin="Prishtina", via=("Hungary",), mode="VAN") == ["there"]
    assert find(mode="boat") == []


def test_any_fragment_of_a_number_finds_it(take_in, find) -> None:  # type: ignore[no-untyped-def]
    take_in(
        "r",
        {
            document("a", id="a"): extraction(phones=(phone("+38344123456"), phone("+38349111222"))),
            document("b", id="b"): extraction(phones=(phone("+436601234567", "AT"),)),
        },
    )
    for part in ("044123", "044 123", "+38344", "0038344", "383 44", "3456", "234", "+383 44 123 456", "٠٤٤١٢٣"):
        assert "a" in find(phone=part), part
    assert find(phone="044123") == ["a"]
    assert find(phone="+44") == [] and find(phone="+436") == ["b"]
    assert find(phone="45649") == [], "the end of one number and the beginning of the next are no number"
    assert find(phone="0660 1234567") == ["b"]


def test_prices_are_found_by_range_in_euro_and_in_their_own_currency(take_in, find) -> None:  # type: ignore[no-untyped-def]
    take_in(
        "r",
        {
            document("a", id="eur"): extraction(prices=(price(2500, 2500),)),
            document("b", id="range"): extraction(prices=(price(2800, 3500),)),
            document("c", id="rsd"): extraction(prices=(price(300_000, 300_000, "RSD"),)),
            document("d", id="up-to"): extraction(prices=(price(None, 900),)),
            document("e", id="none"): extraction(),
            document("f", id="two"): extraction(prices=(price(100, 100), price(9000, 9000))),
        },
    )
    assert find(price_max=3000) == ["eur", "range", "rsd", "two", "up-to"]
    assert find(price_min=2400, price_max=2600) == ["eur", "rsd"], "not the lead with one price below and one above"
    assert find(price_min=3000) == ["range", "two"]
    assert find(price_max=300_000, currency="rsd") == ["rsd"]
    assert find(price_min=300_001, currency="RSD") == []
    assert find(price_max=50) == ["up-to"]


def test_leads_are_found_by_when_they_were_seen_and_where(take_in, find) -> None:  # type: ignore[no-untyped-def]
    take_in(
        "r",
        {
            document("a", id="old", day=1, source="board"): extraction(language="hr"),
            document("b", id="new", day=9, kind="tip", source="tip line"): extraction(language="tr"),
        },
    )
    assert find(since=at(5)) == ["new"]
    assert find(until=at(5)) == ["old"]
    assert find(since=at(1), until=at(9)) == ["new", "old"]
    assert find(kind="tip") == find(source="tip line") == find(language="TR") == find(language="Turkish") == ["new"]
    assert find(language="sr") == ["old"], "Serbian, Croatian and Bosnian are one"


def test_a_hit_carries_the_fields_of_the_contract(take_in, client, cluster_settings) -> None:  # type: ignore[no-untyped-def]
    handle = Handle(text="t.me/agimi", start=0, end=10, platform="telegram", name="Agimi")
    found = extraction(
        "Prishtina",
        phones=(phone("+38344123456"),),
        prices=(price(2500, 2500),),
        routes=(route("Prishtina", "Wien", price=Amount(min=2500, max=2500, currency="EUR")),),
        handles=(handle,),
    )
    text = "Nisemi nga Prishtina për Vjenë çdo të premte, 2500 euro, 044 123 456, kombi i ri"
    take_in("r1", {document(text, id="a"): found, document(text + "!", id="b"): found})
    take_in("r2", {document(text + " Agimi", id="a", day=1): found})
    hits = _all(client, cluster_settings, words="kombi").hits
    (hit,) = (hit for hit in hits if hit.lead.document_id == "a")
    result = hit.as_result()
    assert result["language"] == "sq"
    assert result["duplicates"] == 1
    assert result["versions"] == 2
    assert result["phones"][0]["e164"] == "+38344123456"
    assert result["prices"][0]["min"] == 2500
    assert result["places"][0]["geoname_id"] == 786714
    assert [stop["role"] for stop in result["routes"][0]["stops"]] == ["origin", "destination"]
    assert result["handles"][0]["name"] == "Agimi"
    assert (result["first_seen"], result["last_seen"]) == ("2026-11-01T08:00:00+00:00", "2026-11-02T08:00:00+00:00")
    assert hit.snippet


def test_a_hit_in_a_long_text_shows_the_passage(take_in, client, cluster_settings) -> None:  # type: ignore[no-untyped-def]
    take_in("r", [document("fjalë tjera " * 5000 + "kombi për Austri " + "edhe më shumë " * 5000)])
    (hit,) = _all(client, cluster_settings, words="kombi").hits
    assert "kombi" in hit.snippet
    assert len(hit.snippet) < 300


def test_a_text_of_a_million_characters_is_found(take_in, client, cluster_settings) -> None:  # type: ignore[no-untyped-def]
    text = "🚐 پیام " * 142_000 + "kombi"
    assert take_in("r", [document(text), document("pa lidhje", id="2")]).new == 2
    (hit,) = _all(client, cluster_settings, words="kombi").hits
    assert hit.lead.text == text
    assert len(hit.snippet) < 300


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"origin": "Nowherebad"}, "--from 'Nowherebad'"),
        ({"via": ("Wien", "Nowherebad")}, "--via 'Nowherebad'"),
        ({"near": "Hungary"}, "--near 'Hungary'"),
        ({"near": "Wien", "radius": "far"}, "--radius 'far'"),
        ({"near": "95, 10"}, "--near"),
        ({"phone": "12"}, "--phone '12'"),
        ({"price_max": 5, "currency": "XXX"}, "--currency 'XXX'"),
        ({"price_min": 5, "price_max": 1}, "--price-min 5"),
        ({"country": "XY"}, "--country 'XY'"),
        ({"language": "xx"}, "--language 'xx': no such language; Waymark reads "),
    ],
)
def test_what_cannot_be_read_is_named(find, query: dict[str, object], named: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UsageError) as refused:
        find(**query)
    assert named in str(refused.value)
