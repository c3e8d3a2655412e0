"""Names in Arabic letters: what is glued to them, vowels Sorani writes, and words that elsewhere are towns."""

from __future__ import annotations

import pytest

from nlp import gazetteer
from nlp.gazetteer.endings import stems
from nlp.gazetteer.folding import fold
from nlp.gazetteer.native import sounds_like
from nlp.gazetteer.sorani import without_vowels
from nlp.places.finder import PlaceFinder
from nlp.places.ordinary import is_ordinary

PLACES = gazetteer.load()
FINDER = PlaceFinder(PLACES)


def _found(text: str, language: str) -> list[str]:
    return [place.name for place in FINDER.find(text, language, None)]


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("خليل ساكن بـجيهان", "ar", "Ceyhan"),  # a stretch says that the first letter is a prefix
        ("أخوه محبوس بـنيغدة", "ar", "Niğde"),
        ("من الان بوخارستم، فردا آراد", "fa", "Bucharest"),
        ("پسرم در آلمانه، نه در پاریس", "fa", "Germany"),
        ("هەموو خەڵکی مەهابادن و دەچن بۆ وان", "ckb", "Mahābād"),
        ("ئەو بنەماڵەیە لە زاخۆیان هێنا بۆ سلۆپی", "ckb", "Zaxo"),
        ("لاہور سے کوئٹے تک، پھر تفتان", "ur", "Quetta"),
    ],
)
def test_places_are_found_with_what_is_glued_to_them(text: str, language: str, name: str) -> None:
    assert name in _found(text, language)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("لە حەلەب بۆ ئەنتاکیا", "Aleppo"),
        ("ئەرزەڕۆم، دوایی ئەنقەرە", "Erzurum"),
        ("لە ئەعزازەوە بۆ کلیس", "I‘zāz"),
    ],
)
def test_vowels_that_sorani_writes_are_no_hindrance(text: str, name: str) -> None:
    assert name in _found(text, "ckb")


def test_what_has_no_vowel_to_lose_is_not_respelled() -> None:
    assert without_vowels(fold("کەرکووک")) == "کرکوک"
    assert without_vowels("کرکوک") is None
    assert without_vowels("یه") is None


def test_a_foreign_name_that_sounds_like_the_place_is_no_chance_likeness() -> None:
    (zadar,) = (one for one in PLACES.named("Zadar") if one.country == "HR")
    assert sounds_like("زادار", zadar)
    assert not sounds_like("زلزله", zadar)
    assert "Zadar" in _found("از موستار شب حرکت، فقط زادار", "fa")


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("میرے کزن کو ترکی کا ویزا چاہیے", "ur", "Turkey"),
        ("تیرانا → باری → مونیخ", "fa", "Bari"),
        ("لە وان لە تاقیگەیەک کار دەکات", "ckb", "Van"),
        ("له زابل نه راغلل، بیا ایران", "ps", "Zābol"),
    ],
)
def test_a_word_elsewhere_is_a_place_in_its_own_language_or_between_arrows(text: str, language: str, name: str) -> None:
    assert name in _found(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("زبان ترکی بلد نیست و پاسپورت ندارد", "fa"),
        ("کامیون باری بزرگ", "fa"),
        ("یہ لوگ مزدوری کرتے ہیں، کوئی نہیں گیا", "ur"),
        ("ویزه کاری یک ساله", "fa"),
        ("باڵندە و دار و بەرد", "ckb"),
    ],
)
def test_words_stay_words(text: str, language: str) -> None:
    assert _found(text, language) == []


def test_a_language_may_be_excepted_from_the_ordinary_words() -> None:
    assert is_ordinary("ترکی", "fa")
    assert not is_ordinary("ترکی", "ur")
    assert not is_ordinary(fold("لودھراں"), "ur")


def test_urdu_bends_the_last_letter() -> None:
    assert fold("کوئٹہ") in {stem.key for stem in stems(fold("کوئٹے"), "ur")}


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("نرخونه:\nوین ۲۱۰۰\nپاریس ۳۳۰۰", "ps", ["Vienna", "Paris"]),  # وین is a word as well
        ("کاله نه انګلستان ته قایق", "ps", ["Calais", "United Kingdom"]),  # کاله: years
        ("درې کاله مخکې انګلستان ته ورسېد", "ps", ["United Kingdom"]),
        ("د سپین بولدک له لارې پاکستان ته", "ps", ["Spin Boldak", "Pakistan"]),  # لارې: by way of, not Lar
        ("هراتنه مشهدته ځو", "ps", ["Herāt", "Mashhad"]),
    ],
)
def test_what_stands_around_a_word_makes_it_a_place(text: str, language: str, found: list[str]) -> None:
    assert _found(text, language) == found
