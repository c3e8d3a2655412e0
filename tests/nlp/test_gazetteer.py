"""The gazetteer: any spelling, any case, and which of several namesakes is meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp import gazetteer
from nlp.directions import joints
from nlp.gazetteer import endings, supplement
from nlp.gazetteer.endings import stems
from nlp.gazetteer.folding import fold
from nlp.places import ordinary
from nlp.routes import tables
from waymark.errors import ConfigurationError

PLACES = gazetteer.load()


@pytest.mark.parametrize(
    "spellings",
    [
        "Pristina|Prishtinë|PRISHTINE|Priština|Приштина|Priştine|Prishtinës|Prištini",
        "Vienna|Wien|Beč|Беч|Bécs|Bécsbe|Viyana|Viyana'ya|Vjenë|Vjenës|فيينا|Βιέννη|Beču|Wiens",
        "Istanbul|İstanbul|İstanbul'dan|Stamboll|Stenbolê|Цариград|اسطنبول|استانبول|ئیستانبوڵ|Κωνσταντινούπολη",
        "Hungary|Ungarn|Mađarska|Mađarskom|Magyarország|Hungari|Macaristan|المجر|مجارستان|Унгария",
        "Austria|Austrisë|Austrije|Österreich|Avusturya'ya|للنمسا|بالنمسا|Ausztriába|اتریش",
        "Novi Sad|Novog Sada|Novom Sadu|Нови Сад|Újvidék",
        "Bihać|Bihac|Bihaća|Бихаћ|Бихаћа",
        "Erbil|Hewlêr|هەولێر|هەولێرەوە|أربيل",
        "Horgoš|Horgos|Хоргош|Хоргоша",
    ],
)
def test_all_spellings_and_cases_lead_to_one_place(spellings: str) -> None:
    ids = {name: entry.id if (entry := PLACES.resolve(name)) else None for name in spellings.split("|")}
    assert len(set(ids.values())) == 1 and None not in ids.values(), ids


def test_among_namesakes_the_one_near_the_others_is_meant() -> None:
    sofia, belgrade = PLACES.resolve("Sofia"), PLACES.resolve("Beograd")
    assert sofia is not None and belgrade is not None
    assert PLACES.resolve("Niš") == PLACES.resolve("Nis", near=[sofia, belgrade])
    assert (found := PLACES.resolve("Niš")) is not None and found.country == "RS"


def test_a_country_narrows_the_choice() -> None:
    in_serbia, in_bulgaria = (PLACES.resolve("Dimitrovgrad", country=code) for code in ("RS", "BG"))
    assert in_serbia is not None and in_serbia.country == "RS"
    assert in_bulgaria is not None and in_bulgaria.country == "BG"


def test_a_country_has_no_coordinates_and_a_geonames_id() -> None:
    kosovo = PLACES.resolve("Kosova")
    assert kosovo is not None
    assert (kosovo.kind, kosovo.lat, kosovo.lon, kosovo.geoname_id) == ("country", None, None, 831053)
    assert PLACES.entry(kosovo.id) == kosovo
    assert "kosovo" in PLACES.spellings(kosovo.id)


@pytest.mark.parametrize("name", ["", "   ", "😀", "Xyzzyqwert", "\x00", "'" * 50])
def test_what_is_no_place_is_none(name: str) -> None:
    assert PLACES.resolve(name) is None


@pytest.mark.parametrize(
    ("place", "spellings"),
    [
        (("Szeged", "HU"), "Szeged|Segedin|Сегедин|سگد|سېګېد|Seghedin|Szegedről|Segedina"),
        (("Alexandroúpoli", "GR"), "Αλεξανδρούπολη|Dedeağaç|الکساندروپلی|Alexandroupoli|Дедеагач|Αλεξανδρούπολης"),
        (("Dunkirk", "FR"), "Dunkirk|دانکرک|Dunkerque|Dünkirchen|دەنکێرک|Дюнкерк"),
        (("Lampedusa", "IT"), "Lampedusa|لامبيدوزا|لمبيدوزا|Lampeduzu|Лампедуза"),
        (("Subotica", "RS"), "Suboticu|Szabadkáról|سوبوتیتسا|سوبوټیڅا|Суботице|Suboticës"),
        (("Promachonas", "GR"), "Promachonas|Προμαχώνας|Промахонас"),
        (("Turkey", "TR"), "Türkiye'den|Турска|ترکیه|Torkiye|Turqisë|τουρκία|Törökországból|TÜRKEI|تورکیا"),
        (("Saint Petersburg", "RU"), "Питера|Санкт-Петербург|Санкт-Петербурга|سن پترزبورگ"),
        (("Bucharest", "RO"), "Bukarestből|Bükreş'e|Бухареста|Букурещ|București|Βουκουρέστι"),
    ],
)
def test_names_of_other_languages_lead_to_the_place(place: tuple[str, str], spellings: str) -> None:
    found = {name: PLACES.resolve(name) for name in spellings.split("|")}
    assert {name: entry and (fold(entry.name), entry.country) for name, entry in found.items()} == {
        name: (fold(place[0]), place[1]) for name in found
    }


def test_a_spelling_that_the_supplement_gives_counts_as_a_name_of_the_place() -> None:
    vienna = PLACES.resolve("Wien")
    assert vienna is not None
    assert vienna.goes_by("wien") and vienna.goes_by("becs") and not vienna.goes_by("wein")


def test_a_language_without_endings_inflects_no_names() -> None:
    assert endings.stems("tende", "fr") == ()
    assert {stem.key for stem in endings.stems("becsbe", "hu")} >= {"becs"}
    assert {stem.key for stem in endings.stems("becsbe")} >= {"becs"}


def test_the_same_words_are_the_same_match() -> None:
    first, again = (PLACES.names.matches(["novog", "sada", "je"], 0, "sr") for _ in range(2))
    assert first[0].words == 2
    assert first[0] is again[0]


def test_everyday_words_are_no_names_of_countries_or_of_the_towns_of_the_route() -> None:
    words = {word: languages for languages, line in ordinary.read(ordinary.EVERYDAY) for word in line}
    assert len(words) > 5_000
    for country in PLACES.countries().values():
        for key in (country.key, *country.noted):
            assert key not in words or not words[key] & {"sr", "mk", "bg", "tr", "hu", "de", "el", "ro"}, key
    for language, names in (("de", "wien linz salzburg essen"), ("sr", "nis beograd horgos"), ("tr", "edirne izmir")):
        assert not [name for name in names.split() if language in words.get(name, ())]


def test_folding_is_done_once_for_all() -> None:
    for name in ("Prishtinë", "Београд", "İSTANBUL", "Θεσσαλονίκη", "هەولێر", "جلال\u200cآباد"):
        assert fold(fold(name)) == fold(name)


@pytest.mark.parametrize(
    "line", ["tr\tmiddle\tda\t-\tin", "tr\tend\tda\t-\tnear", "tr\tend\tda\t-"], ids=["side", "meaning", "fields"]
)
def test_a_wrong_line_of_endings_is_named(tmp_path: Path, line: str) -> None:
    table = tmp_path / "endings.tsv"
    table.write_text(f"# head\n{line}\n", "utf-8")
    with pytest.raises(ConfigurationError, match=r"endings\.tsv, line 2"):
        endings.read(table)


def test_a_wrong_line_of_the_supplement_is_named(tmp_path: Path) -> None:
    table = tmp_path / "supplement.tsv"
    table.write_text("wm:x\tplanet\tRS\t1\t2\tX\tY\n", "utf-8")
    with pytest.raises(ConfigurationError, match=r"supplement\.tsv, line 1"):
        list(supplement.additions(table))


def test_the_tables_are_readable() -> None:
    assert len(endings.read()) > 100
    assert len(list(supplement.additions())) > 150
    assert ordinary.read()
    assert [found[2] for found in tables.vocabulary("sr").find(["kombijem"])] == ["van"]
    assert "travel" in [found[2] for found in tables.vocabulary("sr").find(["krijumcari"])]


def test_ordinary_words_are_so_in_their_language_only() -> None:
    assert ordinary.is_ordinary("nice", "en")
    assert not ordinary.is_ordinary("nice", "it")


@pytest.mark.parametrize(
    ("word", "language", "stem"),
    [
        ("Augustowie", "pl", "augustow"),
        ("Siemiatyczach", "pl", "siemiatycze"),
        ("Hajnówce", "pl", "hajnowka"),
        ("Barwinku", "pl", "barwinek"),
        ("Białegostoku", "pl", "bialystok"),
        ("Pozsonnyal", "hu", "pozsony"),
        ("Csehországgal", "hu", "csehorszag"),
        ("Szombathelynek", "hu", "szombathely"),
        ("Novega", "sl", "novi"),
        ("Gradiški", "sl", "gradiska"),
        ("Бельц", "ru", "belci"),
        ("Крынок", "ru", "krinki"),
        ("Προμαχώνα", "el", "promachonas"),
        ("Golupca", "sr", "golubac"),
        ("Тешња", "bs", "tesanj"),
        ("Stocu", "bs", "stolac"),
        ("Ostrošca", "hr", "ostrozac"),
        ("Tivtu", "sr", "tivat"),
        ("Podpeči", "sl", "podpec"),
        ("Trbovelj", "sl", "trbovlje"),
    ],
)
def test_names_lose_the_endings_of_their_language(word: str, language: str, stem: str) -> None:
    assert stem in {one.key for one in stems(fold(word), language)}


def test_no_spelling_of_the_supplement_is_a_word_for_and_or_or() -> None:
    """Russian "в Оше" is written as Albanian "or" once it is folded: every "ose" would be a town."""
    words = {word for _, _, several in joints.read() for word in several}
    spellings = {fold(one) for addition in supplement.additions() for one in (addition.name, *addition.spellings)}
    assert words.isdisjoint(spellings)
