"""Places in running text: exact slices, any script, namesakes told apart, ordinary words left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language as Pipeline

from nlp.extraction import extract_one
from nlp.gazetteer import load
from nlp.places import ordinary
from nlp.places.finder import PlaceFinder
from waymark.errors import ConfigurationError
from waymark.records import Place


def names(text: str, country: str | None = None) -> list[str]:
    return [f"{place.text} = {place.name} {place.country}" for place in extract_one(text, country).places]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Vozim iz Bihaća u Trst", ["Bihaća = Bihać BA", "Trst = Trieste IT"]),
        ("Од Приштине до Беча", ["Приштине = Pristina XK", "Беча = Vienna AT"]),
        ("PRISHTINE-VJENE CDO JAVE", ["PRISHTINE = Pristina XK", "VJENE = Vienna AT"]),
        ("Szegedről Bécsbe megyünk", ["Szegedről = Szeged HU", "Bécsbe = Vienna AT"]),
        ("İstanbul'dan Viyana'ya", ["İstanbul'dan = Istanbul TR", "Viyana'ya = Vienna AT"]),
        ("από την Αθήνα στο Βελιγράδι", ["Αθήνα = Athens GR", "Βελιγράδι = Belgrade RS"]),
        ("لە هەولێرەوە بۆ ئەڵمانیا", ["هەولێرەوە = Erbil IQ", "ئەڵمانیا = Germany DE"]),
        ("من بلغراد لفيينا", ["بلغراد = Belgrade RS", "لفيينا = Vienna AT"]),
        ("کوئٹہ سے ایران", ["کوئٹہ = Quetta PK", "ایران = Iran IR"]),
        ("тръгваме от Русе към Румъния", ["Русе = Ruse BG", "Румъния = Romania RO"]),
        ("turkey to greece by walk", ["turkey = Turkey TR", "greece = Greece GR"]),
        ("roast turkey to take away in Vienna", ["Vienna = Vienna AT"]),
        ("Хто їде зі Львова до Перемишля завтра?", ["Львова = Lviv UA", "Перемишля = Przemyśl PL"]),
        ("z Białorusi przez Polskę do Czech", ["Białorusi = Belarus BY", "Polskę = Poland PL", "Czech = Czechia CZ"]),
        ("د بلګریا او سربیا له لارې", ["بلګریا = Bulgaria BG", "سربیا = Serbia RS"]),
        ("ji Wanê ber bi Tetwanê ve çûn", ["Wanê = Van TR", "Tetwanê = Tatvan TR"]),
        ("iz Novog Sada za Veliku Kladušu", ["Novog Sada = Novi Sad RS", "Veliku Kladušu = Velika Kladuša BA"]),
    ],
)
def test_places_are_found_in_any_case_and_script(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_marks_stay_with_their_letters_in_tokens(reader: Pipeline) -> None:
    text = "Nis\u030ca, بِغداد  و می\u200cرویم!"
    doc = reader.make_doc(text)
    assert doc.text == text
    assert {"Nis\u030ca", "بِغداد", "می\u200cرویم"} <= {token.text for token in doc}


def test_offsets_count_code_points_of_the_text_as_given() -> None:
    text = "🚐🚐 od Nis\u030ca 👉🏽 do Be\u200bča!"
    places = extract_one(text).places
    assert [place.text for place in places] == ["Nis\u030ca", "Be\u200bča"]
    assert all(text[place.start : place.end] == place.text for place in places)


def test_flags_are_countries_and_codes_are_countries_only_between_arrows() -> None:
    assert names("🇽🇰➡️🇦🇹 2500€") == ["🇽🇰 = Kosovo XK", "🇦🇹 = Austria AT"]
    assert names("RS -> HU -> AT, 2000 eur") == ["RS = Serbia RS", "HU = Hungary HU", "AT = Austria AT"]
    assert names("Meet AT the station, DE facto IT works, NO walking") == []


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Dimitrovgrad - Pirot - Niš, kombijem", "RS"),
        ("Димитровград - Хасково - Свиленград, с бус", "BG"),
        ("Tripoli, Beirut and the north of Lebanon", "LB"),
        ("Tripoli and Zuwara in Libya", "LY"),
    ],
)
def test_a_namesake_is_the_one_near_the_other_places(text: str, near: str) -> None:
    assert extract_one(text).places[0].country == near


def test_the_country_of_the_page_decides_where_nothing_else_does() -> None:
    assert [names("Stan u Mitrovici, 40 kvadrata", country) for country in ("XK", "RS")] == [
        ["Mitrovici = Mitrovicë XK"],
        ["Mitrovici = Sremska Mitrovica RS"],
    ]


def test_why_a_namesake_was_taken_is_kept() -> None:
    (niš, *_) = extract_one("iz Niša do Dimitrovgrada").places
    assert niš.rule.startswith("gazetteer, sh a")
    dimitrovgrad = extract_one("Dimitrovgrad - Pirot - Niš, kombijem").places[0]
    assert "namesakes" in dimitrovgrad.rule


@pytest.mark.parametrize(
    "text",
    [
        "we split the money, the bar was nice, most of us were in the van reading",
        "prodajem nov most za kola, para nema, kos za smeće, selo mirno",
        "çok para var, van da kum da yok, ada gibi",
        "une kam shume pare, ora tre, mali i madh",
        "am o barca noua, roman bun de citit, mare albastra",
        "Fahrt essen halle hof",
        "serbische Spezialitäten und ungarische Küche, österreichischer Wein",
        "the Hungarian driver and a Serbian guide spoke German",
    ],
)
def test_ordinary_words_and_adjectives_stay_words(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "ci vuole tanta gente al centro per una vela nuova, mille grazie, voi che dite",
        "normal haben wir mehr platz, wer kann helfen, der plan ist klar",
        "je viens avec le reste, la place est dans la région, c'est une offre à la gare",
        "самое главное сам приходи, корона на шинах, полный порядок, будет дорога",
        "وہاں کون ہے، صرف کار، امان سے آئے",
        "dve žene i tri čoveka, mala tura, more i reka, neka sila, ovo je most",
        "nice yıllara, çok kilo aldı, oda hazır, para yok, gece gelen var mı",
        "μερικές μέρες στη θάλασσα, η παραλία είναι κοντά, πολλή ώρα",
    ],
)
def test_everyday_words_that_are_spelled_like_towns_stay_words(text: str) -> None:
    assert names(text) == []


def test_a_misspelt_name_is_not_taken_for_a_far_off_hamlet() -> None:
    assert names("from Wein to Budapest, 2000 euro") == ["Budapest = Budapest HU"]
    assert names("Wein nach Belgrad morgen") == ["Belgrad = Belgrade RS"]


def test_a_far_off_town_is_found_where_its_language_or_its_company_says_so() -> None:
    assert names("من أغاديز إلى سبها ثم زوارة") == ["أغاديز = Agadez NE", "سبها = Sabha LY", "زوارة = Zuwarah LY"]
    assert names("Von Agadez nach Sebha und weiter nach Zuwara") == [
        "Agadez = Agadez NE",
        "Sebha = Sabha LY",
        "Zuwara = Zuwarah LY",
    ]


def test_names_in_a_list_speak_for_each_other() -> None:
    assert names("LKW-Fahrer gesucht, Raum Linz/Wels") == ["Linz = Linz AT", "Wels = Wels AT"]


def test_a_plate_is_no_country() -> None:
    assert names("Shes Golf 5, targa 01-234-KS, viti 2007") == []


def test_of_a_flood_of_names_only_the_first_are_kept() -> None:
    finder = PlaceFinder(load())
    assert len(finder.find("🇽🇰" * 60_000, "und", None)) == len(finder.find("Wien " * 60_000, "de", None)) == 50_000


def test_the_same_places_are_left_out_however_many_stretches_mean_something_else() -> None:
    text = "Wien Belgrade " * 300
    taken = [(start, start + 4) for start in range(0, len(text), 14)]
    found = PlaceFinder(load()).find(text, "en", None, taken)
    assert [place.text for place in found] == ["Belgrade"] * 300


def test_the_same_names_are_places_where_the_text_says_so() -> None:
    assert names("from Van to Istanbul") == ["Van = Van TR", "Istanbul = Istanbul TR"]
    assert names("da Ventimiglia a Nizza") == ["Ventimiglia = Ventimiglia IT", "Nizza = Nice FR"]


def test_a_name_inside_a_handle_or_a_longer_word_is_no_place() -> None:
    assert names("t.me/wien_belgrad_taxi") == []
    assert names("Wienerschnitzel, Belgradetours, xVjenex") == []


def test_a_surname_joined_by_a_hyphen_is_no_place() -> None:
    assert "Milan" not in [place.name for place in extract_one("Ana Milan-Petrović je rekla").places]


def test_stretches_that_mean_something_else_are_left_out() -> None:
    text = "Wien Belgrade"
    found = PlaceFinder(load()).find(text, "en", None, [(0, 4)])
    assert [place.text for place in found] == ["Belgrade"]


def test_places_of_a_long_text_are_found_to_its_end() -> None:
    text = "Nothing happens here, day after day. " * 3_000 + "They came from Belgrade."
    (place,) = extract_one(text).places
    assert isinstance(place, Place)
    assert text[place.start : place.end] == "Belgrade"


def test_a_faulty_line_of_the_ordinary_words_is_named(tmp_path: Path) -> None:
    table = tmp_path / "ordinary.tsv"
    table.write_text("# head\nsr bar|most\n", "utf-8")
    with pytest.raises(ConfigurationError, match=r"ordinary\.tsv, line 2: no tab"):
        ordinary.read(table)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Взимаме хора от Козлодуй и Пазарджик", ["Козлодуй = Kozloduy BG", "Пазарджик = Pazardzhik BG"]),
        ("Φέρνουν κόσμο στο Ναύπλιο", ["Ναύπλιο = Náfplio GR"]),
        (
            "preko Lendave, Grosuplje, Sežana",
            ["Lendave = Lendava SI", "Grosuplje = Grosuplje SI", "Sežana = Sežana SI"],
        ),
    ],
)
def test_a_town_by_its_own_name_in_its_own_letters_is_no_everyday_word(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_a_long_dash_leads_from_place_to_place_and_a_hyphen_joins_a_surname() -> None:
    assert names("Vozim Bihać–Lj. i nazad")[:1] == ["Bihać = Bihać BA"]
    assert names("javi se gospođi Novak-Bled") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("čakajo v Brežicah", "Brežice"),
        ("iz Domžal do Ljubljane", "Domžale"),
        ("prelaz kod Čakovca", "Čakovec"),
        ("таксі з Чернівців", "Chernivtsi"),
        ("abi şu an Edirnedeyiz", "Edirne"),
        ("bu gece Ağrı'daki adam", "Ağrı"),
        ("Prijepolje - Goražde, kombi", "Prijepolje"),
        ("ترکی جانا ہے", "Turkey"),
        ("زه د لغمان یم، له هلمند نه", "Laghman"),
        ("uçakla Bangkok'tan geldi", "Bangkok"),
    ],
)
def test_places_are_found_with_what_is_glued_to_them_and_where_people_of_none_are_counted(text: str, name: str) -> None:
    assert extract_one(text).places[0].name == name


def test_the_people_of_a_country_are_not_the_country() -> None:
    assert names("دوو گەنجی عێراقی و ئێرانی لەوێ بوون") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Взимам хора от Русе и Надлак", ["Русе = Ruse BG", "Надлак = Nădlac RO"]),  # not of Рус, Russia
        ("kombi čaka v Nišu do noči", ["Nišu = Niš RS"]),  # not V'nise, Venice
        ("dann Kufra, dann Sebha", ["Kufra = Kufra LY", "Sebha = Sabha LY"]),
        (
            "Neke smo ostavili u mestu Negotin, Bor, Zaječar",
            ["Negotin = Negotin RS", "Bor = Bor RS", "Zaječar = Zaječar RS"],
        ),
        ("Luăm oameni din Arad, Deva și Orăștie", ["Arad = Arad RO", "Deva = Deva RO", "Orăștie = Orăştie RO"]),
        ("luxemburg nach norwegen", ["luxemburg = Luxembourg LU", "norwegen = Norway NO"]),
        ("[UK] by lorry", ["UK = United Kingdom GB"]),
        ("Sie kommen aus dem Zug von Mailand", ["Mailand = Milan IT"]),  # a German noun has a capital letter anyway
        ("Unterkunft und Essen in Dortmund", ["Dortmund = Dortmund DE"]),
        ("nach Essen fährt er auch", ["Essen = Essen DE"]),
    ],
)
def test_the_very_name_is_meant_and_a_noun_is_not(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Verona, Monaco, Rostock, traghetto", ["Verona = Verona IT", "Monaco = Munich DE", "Rostock = Rostock DE"]),
        ("chi è a Tunisi scriva, andiamo in Italia", ["Tunisi = Tunis TN", "Italia = Italy IT"]),
        ("Von Bengasi über Tripolis", ["Bengasi = Benghazi LY", "Tripolis = Tripoli LY"]),
        ("от Истанбул до Мелник", ["Истанбул = Istanbul TR", "Мелник = Melnik BG"]),
        ("Wir holen euch in Hof ab und fahren nach Prag", ["Hof = Hof DE", "Prag = Prague CZ"]),
        ("im Hof warten, dann nach Prag", ["Prag = Prague CZ"]),
        ("auto sa NS tablicama iz Beograda", ["Beograda = Belgrade RS"]),
        ("auto svizzera da Como", ["Como = Como IT"]),
        ("da Como in svizzera", ["Como = Como IT", "svizzera = Switzerland CH"]),
    ],
)
def test_a_name_means_what_it_does_in_the_language_of_the_text(text: str, found: list[str]) -> None:
    assert names(text) == found
