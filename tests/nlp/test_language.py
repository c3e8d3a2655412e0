"""Which language a text is in. All texts are invented."""

from __future__ import annotations

import pytest

from nlp.language.decision import identify


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
    ],
)
def test_languages_of_the_route_are_told_apart(text: str, code: str, script: str) -> None:
    language = identify(text)
    assert (language.code, language.script) == (code, script)


@pytest.mark.parametrize(
    "text", ["", "👍 ok", "044 123 456", "+383 44 000 117", "2500 €", "https://example.org/rruga/per/vjene"]
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
