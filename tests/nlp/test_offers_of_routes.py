"""What advertisements and questions tell beside one whole way: price lists, parts, pick-ups, headings, wishes."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.directions import joints
from nlp.extraction import extract_one
from nlp.routes import tables
from waymark.errors import ConfigurationError


def ways(text: str) -> set[str]:
    return {" > ".join(stop.name for stop in route.stops) for route in extract_one(text).routes}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Preise ab Tuzla (Euro):\nZagreb 1200\nVillach 2400\nPassau 3300",
            {"Tuzla > Zagreb", "Tuzla > Villach", "Tuzla > Passau"},
        ),
        ("Viyana 2500 euro, Münih 3000 euro. Çıkış Belgrad", {"Belgrade > Vienna", "Belgrade > Munich"}),
        ("Niš: Beč 2500 evra, Minhen 3000 evra, vožnja noću", {"Niš > Vienna", "Niš > Munich"}),
    ],
)
def test_each_place_of_a_price_list_is_a_journey_from_where_it_starts(text: str, found: set[str]) -> None:
    assert ways(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Bihać - Zagreb - Graz - Wien 4000 Euro, wer nur bis Zagreb will 900 Euro",
            {"Bihać > Zagreb > Graz > Vienna", "Bihać > Zagreb"},
        ),
        (
            "Bihać - Zagreb - Grac - Beč 4000 evra, samo do Zagreba 900 evra",
            {"Bihać > Zagreb > Graz > Vienna", "Bihać > Zagreb"},
        ),
        (
            "Bihać - Zagabria - Graz - Vienna 4000 euro, solo fino a Zagabria 900 euro",
            {"Bihać > Zagreb > Graz > Vienna", "Bihać > Zagreb"},
        ),
    ],
)
def test_a_part_of_the_way_with_a_price_of_its_own_is_offered_as_well(text: str, found: set[str]) -> None:
    assert ways(text) == found


def test_people_brought_to_a_boat_go_over_the_place_where_it_leaves() -> None:
    text = "Bateau d'Ain Temouchent à Almeria, 850 euros la place. Ceux d'Oran je viens vous chercher."
    assert ways(text) == {"Aïn Temouchent > Almería", "Oran > Aïn Temouchent > Almería"}


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("🇹🇷➡🇮🇹\nİzmir - Bari, 7000 euro", "İzmir > Bari"),
        ("GERMANY! Truck from Niš via Szeged to Passau, 3000 euro", "Niš > Szeged > Passau"),
        ("İNGİLTERE !!! Calais'den botla, 1400 sterlin", "Calais > United Kingdom"),
    ],
)
def test_a_country_in_the_heading_is_told_closer_below_or_is_the_goal(text: str, way: str) -> None:
    assert ways(text) == {way}


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("Utovar Niš, istovar Graz, 2500 evra po osobi", "Niš > Graz"),
        ("Încarc la Timișoara, descarc la Viena, 1900 euro de om", "Timişoara > Vienna"),
        ("Carico a Gorizia, scarico a Vienna, 750 euro", "Gorizia > Vienna"),
        ("Te recojo en Algeciras y te dejo en Burdeos, 480 euros", "Algeciras > Bordeaux"),
    ],
)
def test_loading_and_unloading_begin_and_end_a_journey(text: str, way: str) -> None:
    assert ways(text) == {way}


def test_places_in_a_row_each_further_along_are_a_way() -> None:
    text = "Truck goes back empty on Sunday: Catania, Villa San Giovanni, Genoa, Chambéry. 850 euro each"
    assert ways(text) == {"Catania > Villa San Giovanni > Genoa > Chambéry"}


def test_a_faulty_line_of_the_offers_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "offers.tsv"
    table.write_text("sometimes\ten\tonly\n")
    monkeypatch.setattr(tables, "OFFERS", table)
    with pytest.raises(ConfigurationError, match=r"offers\.tsv, line 1: 'sometimes'"):
        tables.offers()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("από Κω ή Ρόδο για Αθήνα 900 ευρώ", {"Kos > Athens", "Rhodes > Athens"}),
        ("من ازمير أو بودروم الى اثينا 3000 يورو", {"İzmir > Athens", "Bodrum > Athens"}),
        ("nga Kosi apo Rodosi per Athine 900 euro", {"Kos > Athens", "Rhodes > Athens"}),
    ],
)
def test_a_word_for_or_holds_in_its_own_language(text: str, found: set[str]) -> None:
    assert found <= ways(text)


def test_a_faulty_line_of_the_joints_is_refused_by_name(tmp_path: Path) -> None:
    table = tmp_path / "joints.tsv"
    table.write_text("en\tbut\tbut\n")
    with pytest.raises(ConfigurationError, match=r"joints\.tsv, line 1"):
        joints.read(table)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("départ Oran direct Almería 850 euros la place", {"Oran > Almería"}),
        ("ji Kobanê derdikevin Riha, her kes 900 dolar", {"‘Ayn al ‘Arab > Şanlıurfa"}),
        ("Bezdan leva obala -> Batina desna obala, 500 evra", {"Bezdan > Batina"}),
        ("Per l'auto da Ventimiglia a piedi, poi treno da Mentone a Lione, 180 euro", {"Ventimiglia > Menton > Lyon"}),
        ("From Patras to Ancona 1200 euro. Whoever comes from Athens has the bus to Patras included", {
            "Pátra > Ancona",
            "Athens > Pátra > Ancona",
        }),
        ("Von Brescia nach Lyon 900 Euro. Ihr schlaft in Turin", {"Brescia > Lyon"}),
    ],
)  # fmt: skip
def test_what_is_left_unsaid_of_a_way_is_read_from_what_stands_beside_it(text: str, found: set[str]) -> None:
    assert ways(text) == found


def test_the_goal_named_first_lies_behind_all_stops() -> None:
    text = "Transport nach Wien, Start ist Kırklareli, zu Fuß bis Malko Tarnovo, danach Auto bis Burgas, Ruse, Arad"
    assert ways(text) == {"Kırklareli > Malko Tarnovo > Burgas > Ruse > Arad > Vienna"}


def test_three_places_with_strokes_between_them_each_further_along_are_a_way() -> None:
    assert ways("Game taxi, Bihać / Rijeka / Trst, 2500 evra") == {"Bihać > Rijeka > Trieste"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I am in Gevgelija, he asks 700 euro to Niš. Somebody else asks 900 from Skopje", {
            "Gevgelija > Niš",
            "Skopje > Niš",
        }),
        ("Από Φέρες για Καβάλα 800 ευρώ. Όποιος θέλει Αθήνα με τρένο από Καβάλα άλλα 150 ευρώ", {
            "Féres > Kavála",
            "Féres > Kavála > Athens",
        }),
        ("Od Niša do Beča 2500 evra. Nazad vozim preko Rima", {"Niš > Vienna"}),
        ("Nga Durrësi në Bari 900 euro, një shok nga Burreli ka dhënë 700", {"Durrës > Bari"}),
    ],
)  # fmt: skip
def test_what_others_say_and_the_way_back_change_no_way(text: str, found: set[str]) -> None:
    assert ways(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("To Germany by plane from Kos! Munich and Düsseldorf. 3300 euro", {"Kos > Munich", "Kos > Düsseldorf"}),
        ("Yacht Bodrum — Italy, landing in Sicily, 5000 euro", {"Bodrum > Sicily"}),
    ],
)
def test_a_country_that_is_gone_to_is_told_closer_by_its_places(text: str, found: set[str]) -> None:
    assert ways(text) == found
