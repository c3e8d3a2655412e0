"""Numbers in figures and words."""

from __future__ import annotations

import pytest

from nlp.numerals.quantities import find_quantities, value_of
from nlp.numerals.tables import numerals_of
from nlp.reading import read


@pytest.mark.parametrize(
    ("language", "words", "value"),
    [
        ("sq", "dy mijë e pesëqind", 2500),
        ("sq", "dy mij e gjysme", 2500),
        ("sr", "dve i po hiljade", 2500),
        ("sr", "две хиљаде и петсто", 2500),
        ("hr", "tisuću i petsto", 1500),
        ("mk", "две илјади", 2000),
        ("bg", "две хиляди и петстотин", 2500),
        ("tr", "ikibinbeşyüz", 2500),
        ("tr", "iki buçuk bin", 2500),
        ("hu", "kétezer-ötszáz", 2500),
        ("hu", "másfél millió", 1_500_000),
        ("de", "zweitausendfünfhundert", 2500),
        ("de", "fünfundzwanzig", 25),
        ("it", "duemilacinquecento", 2500),
        ("ro", "două mii cinci sute", 2500),
        ("el", "δύο χιλιάδες πεντακόσια", 2500),
        ("en", "two thousand five hundred", 2500),
        ("ar", "ألفين وخمسمية", 2500),
        ("ar", "خمسة وعشرين", 25),
        ("fa", "دو هزار و پانصد", 2500),
        ("ps", "دوه نیم زره", 2500),
        ("ur", "ڈھائی لاکھ", 250_000),
        ("ur", "ساڑھے تین ہزار", 3500),
        ("ku", "du hezar û pêncsed", 2500),
        ("ckb", "سێ هەزار و پێنجسەد", 3500),
        ("tr", "on dört bin", 14_000),
        ("tr", "yüz elliymiş", 150),
        ("hu", "százötvenet", 150),
        ("ar", "بمية وأربعين ألف", 140_000),
        ("ar", "بستة آلاف", 6000),
        ("ar", "وخمسة آلاف", 5000),
        ("ar", "khamsa tlaf", 5000),
        ("ar", "مليونين", 2_000_000),
        ("sr", "somić i sedamsto", 1700),
        ("mk", "илјада ипо", 1500),
        ("fr", "mille cinq", 1500),
        ("fr", "soixante-quinze", 75),
        ("fr", "quatre-vingt-dix", 90),
        ("it", "duemila e cinque", 2500),
        ("ru", "три штуки", 3000),
        ("el", "dyo xiliades", 2000),
        ("fa", "do hezar o pansad", 2500),
        ("ps", "25 zara", 25_000),
        ("ur", "sadhe teen lakh", 350_000),
    ],
)
def test_number_words_of_each_language_are_read_as_one_number(language: str, words: str, value: float) -> None:
    quantities = find_quantities(read(words).plain, numerals_of(language))
    assert [quantity.value for quantity in quantities] == [value]


@pytest.mark.parametrize(
    ("figures", "language", "values"),
    [
        ("4 bin", "tr", [4000]),
        ("3 bin 500", "tr", [3500]),
        ("2,5 mijë", "sq", [2500]),
        ("150 ezer", "hu", [150_000]),
        ("3 хил.", "bg", [3000]),
        ("2k5 3k 2.5k", "en", [2500, 3000, 2500]),
        ("2500 e", "hu", [2500]),
        ("1 2 3", "en", [1, 2, 3]),
        ("10km", "en", [10]),
        ("۲٬۵۰۰", "fa", [2500]),
    ],
)
def test_figures_with_multipliers_and_separators(figures: str, language: str, values: list[float]) -> None:
    quantities = find_quantities(read(figures).plain, numerals_of(language))
    assert [quantity.value for quantity in quantities] == values


@pytest.mark.parametrize(
    ("figures", "value"),
    [
        ("2.500", 2500),
        ("2,5", 2.5),
        ("1.200,50", 1200.5),
        ("2 500", 2500),
        ("1,234,567.8", 1234567.8),
        ("0.989", 0.989),
    ],
)
def test_three_digits_behind_a_separator_are_thousands(figures: str, value: float) -> None:
    assert value_of(figures) == value
