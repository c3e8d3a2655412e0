"""Number words that were misread for another number: obligatory particles, case forms, spellings of dialects."""

from __future__ import annotations

import pytest

from nlp.extraction import extract_one
from nlp.numerals.quantities import find_quantities
from nlp.numerals.tables import numerals_of
from nlp.reading import read


@pytest.mark.parametrize(
    ("language", "words", "value"),
    [
        ("ro", "25 de mii", 25_000),
        ("ro", "o sută douăzeci de mii", 120_000),
        ("ro", "treizeci de milioane", 30_000_000),
        ("ar", "خمسة عشر ألفا", 15_000),
        ("ar", "خمسة وعشرون ألفًا", 25_000),
        ("ar", "مئتا", 200),
        ("ckb", "سی و پێنج هەزار", 35_000),
        ("ckb", "سێ هەزار و پێنجسەد", 3500),
        ("ckb", "dwanze hezar", 12_000),
        ("ckb", "sed û penca hezar", 150_000),
        ("ku", "panze hezar", 15_000),
        ("ku", "milyonek", 1_000_000),
        ("ur", "saarhe teen lakh", 350_000),
        ("ur", "arhai lakh", 250_000),
        ("ur", "panch so", 500),
        ("ur", "تیئیس لاکھ", 2_300_000),
        ("el", "εφτάμισι χιλιάδες", 7500),
        ("el", "εξήμισι χιλιάδες", 6500),
        ("el", "επτακόσιες", 700),
        ("bg", "четирдесет", 40),
        ("mk", "две ипол илјади", 2500),
        ("sq", "nandëdhjetë", 90),
        ("ru", "полтары тысячи", 1500),
    ],
)
def test_number_words_are_read_as_one_number(language: str, words: str, value: float) -> None:
    assert [one.value for one in find_quantities(read(words).plain, numerals_of(language))] == [value]


@pytest.mark.parametrize(
    ("text", "country", "amounts"),
    [
        ("Timișoara - Viena 25 de mii de lei", "RO", [25_000]),
        ("Timișoara - Viena 20 de euro de persoană", "RO", [20]),
        ("Sunt mii de oameni, de mii de ori, 500 de euro", "RO", [500]),
        ("من تركيا الى المانيا خمسة عشر ألفا يورو", "IQ", [15_000]),
    ],
)
def test_amounts_in_such_words_are_read_whole(text: str, country: str, amounts: list[float]) -> None:
    assert [price.min for price in extract_one(text, country).prices] == amounts
