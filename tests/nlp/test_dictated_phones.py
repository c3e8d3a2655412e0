"""Phones dictated, in halves, told by their ending, glued or misspelt. All numbers are invented, valid in form."""

from __future__ import annotations

from pathlib import Path

import phonenumbers
import pytest
from spacy.language import Language as Pipeline

from nlp.numerals.dictated import numerals_for
from nlp.numerals.letters import in_latin
from nlp.numerals.quantities import find_apart, find_quantities
from nlp.numerals.tables import numerals_of
from nlp.phones import endings
from nlp.reading import read

_LINES = Path(__file__).with_name("dictated_phones.tsv").read_text("utf-8").splitlines()
TABLE = [tuple(line.split("\t")) for line in _LINES if not line.startswith("#")]


def numbers(reader: Pipeline, text: str, country: str | None = None) -> list[str]:
    doc = reader.make_doc(text)
    doc._.country = country
    return [phone.e164 for phone in reader(doc)._.phones]


@pytest.mark.parametrize(("language", "wanted", "country", "text"), TABLE)
def test_phones_are_read_as_people_dictate_them(
    reader: Pipeline, language: str, wanted: str, country: str, text: str
) -> None:
    expected = [] if wanted == "none" else wanted.split(",")
    for number in expected:
        assert phonenumbers.is_valid_number(phonenumbers.parse(number)), f"{language}: invented, but valid in form"
    assert numbers(reader, text, None if country == "-" else country) == expected


@pytest.mark.parametrize(
    ("language", "words", "values", "apart"),
    [
        ("tr", "sıfırbeşyüzotuziki", [0, 532], [0, 532]),
        ("it", "settesettequattro", [7, 7, 4], [7, 7, 4]),
        ("it", "duecentottanta", [280], [280]),
        ("sq", "dyzetekatër", [44], [44]),
        ("en", "five hundred sixty, seven", [560, 7], [500, 60, 7]),
        ("sr", "osamsto dvanaest i po", [812], [800, 12]),
        ("bg", "бонбона", [], []),
    ],
)
def test_glued_words_are_parted_where_they_are_no_one_number(
    language: str, words: str, values: list[int], apart: list[int]
) -> None:
    plain, numerals = read(words).plain, numerals_of(language)
    assert [int(found.value) for found in find_quantities(plain, numerals)] == values
    assert [int(found.value) for found in find_apart(plain, numerals)] == apart


def test_figures_dictated_in_another_language_are_read_in_that() -> None:
    assert numerals_for(read("Hawler, sifir hawt hawt sifir yak du se chwar").plain, "fr") is numerals_of("ckb")
    assert numerals_for(read("Nous étions deux, puis trois, puis sept").plain, "fr") is numerals_of("fr")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sh", "Ruf an: nula dva tri pet dva tri, dvadeset, jedanaest, osamdeset"),
        ("mk", "Ruf an: nula dva tri pet dva tri, dvaeset, edinaeset, osumdeset"),
        ("sl", "Ruf an: nula dva tri pet dva tri, dvajset, enajst, osemdeset"),
    ],
)
def test_of_languages_with_the_same_figures_the_one_that_knows_more_words_is_dictated(language: str, text: str) -> None:
    assert numerals_for(read(text).plain, "de").code == language


def test_no_word_is_kept_that_is_too_long_for_a_number() -> None:
    numerals = numerals_of("de")
    numerals.known(frozenset({"fünfhundert"}))
    kept = numerals.read.cache_info().misses
    numerals.known(frozenset({"fünf" * 50, "x" * 10_000}))
    assert numerals.read.cache_info().misses == kept


@pytest.mark.parametrize(
    "text",
    [
        "zero one two three four five six seven eight nine, says the kid",
        "one two three four five six seven eight nine ten, who is not hiding",
        "eins zwei drei vier fünf sechs sieben acht neun, alles in Serbien",
        "nula jedan dva tri četiri pet šest sedam osam devet",
    ],
)
def test_counting_up_is_no_phone(reader: Pipeline, text: str) -> None:
    assert numbers(reader, text) == []


def test_cyrillic_and_greek_number_words_are_known_in_latin_letters() -> None:
    assert in_latin("четири") == ("chetiri", "cetiri")
    assert in_latin("pet") == ()


@pytest.mark.parametrize(
    "text",
    [
        "044 123 456, nesër në ora 12 në fund",
        "0532 123 45 67, hafta sonu 20 kişi gidiyoruz",
        "Pozovi 063 123 4567 ili 112 ako je hitno",
        "Prishtinë - Vjenë çdo javë, tel 044 123 456 ose 500 euro",
        "Kombi Sarajevo - Beč, tel 061 200 115/24h",
    ],
)
def test_figures_behind_a_phone_are_no_ending_of_it(reader: Pipeline, text: str) -> None:
    assert len(numbers(reader, text)) == 1


def test_a_number_has_few_twins(reader: Pipeline) -> None:
    text = "061 200 115" + "".join(f"/{ending}" for ending in range(116, 140))
    assert len(numbers(reader, text, "BA")) <= 1 + endings._MOST
