"""Which language a text is in. All texts are invented."""

from __future__ import annotations

from collections import defaultdict

import pytest

from bench.pairs import judge, read_pairs
from nlp.language.decision import identify
from nlp.language.frequencies import profiles
from nlp.language.sample import samples_of
from nlp.language.script import main_script
from nlp.language.tables import scripts


@pytest.mark.parametrize(
    ("text", "code", "script"),
    [
        ("Udhetime me veture nga Prishtina per Vjene cdo jave", "sq", "Latn"),
        ("a ka dikush per gjermani, kush do me shku le te lajmrohet", "sq", "Latn"),
        ("kombi za Beč, polazak svaki petak, gde god hoćete", "sr", "Latn"),
        ("комби за Беч, полазак сваки петак", "sr", "Cyrl"),
        ("tko ide vlakom za Zagreb, putovnica nije potrebna", "hr", "Latn"),
        ("превоз до Германия всяка седмица", "bg", "Cyrl"),
        ("превоз до Германија секоја недела", "mk", "Cyrl"),
        ("Ji Stenbolê ber bi Almanya, her roj", "ku", "Latn"),
        ("Berlin'e gidiyoruz, kisi basi 3 bin euro", "tr", "Latn"),
        ("د کابل نه تر المانه، هر کس ۵ زره ډالر", "ps", "Arab"),
        ("از کابل تا آلمان، نفری پنج هزار دالر", "fa", "Arab"),
        ("کابل سے جرمنی تک، فی بندہ ایک لاکھ روپے", "ur", "Arab"),
        ("لە هەولێرەوە بۆ ئەڵمانیا، هەر کەسێک", "ckb", "Arab"),
        ("من اسطنبول الى المانيا، الشخص ٣٠٠٠ يورو", "ar", "Arab"),
        ("Bécsbe indulunk holnap Szegedről", "hu", "Latn"),
        ("Plecăm spre Viena maine", "ro", "Latn"),
        ("thelo na pao germania avrio", "el", "Latn"),
        ("κάθε μέρα για Αθήνα", "el", "Grek"),
        ("Wir fahren morgen nach Wien", "de", "Latn"),
        ("we leave tomorrow from Belgrade", "en", "Latn"),
        ("iščem prevoz do Gradca, dva odrasla in otrok", "sl", "Latn"),
        ("cerco un passaggio per due persone, pago all'arrivo", "it", "Latn"),
        ("on cherche une place pour mon frère, départ lundi", "fr", "Latn"),
        ("ищу водителя на завтра, границу знаю хорошо", "ru", "Cyrl"),
        # Without the letters that would tell them.
        ("a munet dikush me na cu deri te kufini neser naten", "sq", "Latn"),
        ("masina pleaca vineri seara, mai sunt locuri pentru o familie", "ro", "Latn"),
        ("yarin aksam cikiyoruz, iki kisilik yer kaldi", "tr", "Latn"),
        ("holnap este indulunk, meg ket hely van", "hu", "Latn"),
        ("zitra vecer jedeme, ještě dvě místa", "cs", "Latn"),
        # In Latin letters instead of their own.
        ("trugvame vseki petak, ima oshte dve mesta, pishete na lichni", "bg", "Latn"),
        ("sekoja sabota vozam, dvajca lugje po iljada evra, javete se", "mk", "Latn"),
        ("har hafta harakat darim, nafari char hazar dollar, payam bede", "fa", "Latn"),
        ("bhai kal subah nikalna hai, do bande ki jagah baqi hai", "ur", "Latn"),
        ("mung saba shpa zu, da dwa kasano zai shta", "ps", "Latn"),
        ("khoya bghit nrouh l almania, chhal el flouss", "ar", "Latn"),
        # Mostly names of places, digits and pictures: the words around them tell.
        ("Wien, Graz, Linz 🚐🚐 nisemi çdo të premte 2000€", "sq", "Latn"),
        ("Berlin München Hamburg ✅ iz Niša svakog petka", "sr", "Latn"),
        ("Istanbul Edirne Sofia Beograd Wien 4500 € ödeme varınca", "tr", "Latn"),
        ("𝗡𝗶𝘀𝗲𝗺𝗶 𝗻𝗲𝘀𝗲𝗿 𝗻𝗮𝘁𝗲𝗻", "sq", "Latn"),
        ("n i s e m i  n e s e r  n a t e n", "sq", "Latn"),
    ],
)
def test_languages_of_the_route_are_told_apart(text: str, code: str, script: str) -> None:
    language = identify(text)
    assert (language.code, language.script) == (code, script)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "👍 ok",
        "ok bro 👍",
        "044 123 456",
        "+383 44 000 117",
        "2500 €",
        "🇹🇷➡️🇬🇷➡️🇮🇹 2500 $",
        "xyz qwe asd",
        "https://example.org/rruga/per/vjene",
        "www.rruga-per-vjene.al",
        "@nisemi_neser",
        "#nisemi_neser #udhetim",
    ],
)
def test_a_text_that_says_nothing_is_undetermined(text: str) -> None:
    assert identify(text).code == "und"


@pytest.mark.parametrize(("country", "code"), [("RS", "sr"), ("HR", "hr"), ("BA", "bs")])
def test_where_it_was_published_decides_between_serbian_croatian_and_bosnian(country: str, code: str) -> None:
    assert identify("vozim ljude preko granice svaki dan", country).code == code


def test_the_same_text_gives_the_same_answer_in_another_process_order() -> None:
    doubtful = ["pa stres", "za mene", "on ide", "per te", "di sera"]
    first = [identify(text) for text in doubtful]
    assert [identify(text) for text in reversed(doubtful)] == list(reversed(first))


def test_two_or_three_words_are_mostly_enough() -> None:
    rights: dict[str, list[bool]] = defaultdict(list)
    for judged in judge(pair for pair in read_pairs() if pair.half == "build"):
        for row in (judged.pair.language, "all"):
            rights[row].append(judged.right)
    shares = {language: sum(right) / len(right) for language, right in rights.items()}
    assert len(shares) == 23
    assert shares["all"] >= 0.95
    assert min(shares.values()) >= 0.85, shares


def test_of_two_languages_in_a_text_the_one_with_more_of_it_is_told() -> None:
    english = "Welcome to our channel. Please read the rules before you write to us, and send no money in advance. "
    albanian = "Nisemi çdo të premte nga Prizreni, pagesa bëhet kur të mbërrini, fëmijët shkojnë falas. "
    arabic = "رحلات يومية من اسطنبول الى المانيا، الدفع عند الوصول والاطفال مجانا، للتواصل على الخاص. "
    assert identify(english * 2 + albanian * 6).code == "sq"
    long = identify(english * 40 + albanian * 120)
    assert (long.code, long.rule.rpartition("; ")[2]) == ("sq", "also en")
    assert identify(albanian * 40 + english * 120).code == "en"
    assert identify(english * 20 + arabic * 60).code == "ar"
    assert "also" not in identify(albanian * 40).rule


@pytest.mark.parametrize(
    "piece", ["nisemi nga Prishtina ", "a", "a ", "a" * 63 + "@", "l'", "۱", "\u0301e", "www.", "-r-", "https://x y "]
)
def test_no_more_than_a_bounded_part_of_a_long_text_is_voted_on(piece: str) -> None:
    samples = samples_of(piece * (1_000_000 // len(piece)))
    assert sum(len(sample.given) for sample in samples) <= 3_100  # a lower case may be longer than its capital
    assert sum(sample.letters for sample in samples) <= 3_000


def test_words_count_for_the_languages_of_their_script_alone() -> None:
    candidates = {script: set(rules.candidates) for script, rules in scripts().items()}
    strays = [
        (word, profile)
        for word, profile in profiles().items()
        if not {code for code, _ in profile} <= candidates[main_script([word])]
    ]
    assert strays == []
    assert len(profiles()) > 150_000
    assert all(points > 0 for profile in set(profiles().values()) for _, points in profile)


def test_a_word_that_two_scripts_share_is_none_of_the_other_script() -> None:
    assert {code for code, _ in profiles()["komplet"]} == {"sh", "sq"}  # Albanian is not written in Cyrillic
    found = identify("комби за Беч, полазак сваки петак, komplet")
    assert (found.code, found.script) == ("sr", "Cyrl")


def test_names_of_large_towns_are_no_words_of_the_languages_that_name_them() -> None:
    table = profiles()
    assert [name for name in ("beograd", "wien", "istanbul", "budapest", "софия", "скопје") if name in table] == []
    assert {"most", "split", "bar", "nis"} & table.keys()
