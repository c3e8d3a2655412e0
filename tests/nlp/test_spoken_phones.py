"""Phones said in words, and of a nation that is named beside them. All numbers are invented, valid in form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import phonenumbers
import pytest
import yaml
from spacy.language import Language as Pipeline

from nlp.numerals.quantities import find_quantities
from nlp.numerals.tables import numerals_of
from nlp.phones.spoken import Said, rows_behind
from nlp.reading import read

TABLE: dict[str, list[str]] = yaml.load(
    Path(__file__).with_name("spoken_phones.yml").read_text("utf-8"), yaml.BaseLoader
)
NONE = "none"
SAID = [(*line.split(" ", 1), language) for language, lines in TABLE.items() if language != NONE for line in lines]


def numbers(reader: Pipeline, text: str) -> list[str]:
    return [phone.e164 for phone in reader(text)._.phones]


@pytest.mark.parametrize(("number", "text", "language"), SAID)
def test_a_phone_said_in_words_is_read_whole(reader: Pipeline, number: str, text: str, language: str) -> None:
    assert phonenumbers.is_valid_number(phonenumbers.parse(number)), f"{language}: invented, but valid in form"
    assert numbers(reader, text) == [number]


@pytest.mark.parametrize("text", TABLE[NONE])
def test_dates_prices_and_orders_said_in_words_are_no_phones(reader: Pipeline, text: str) -> None:
    assert numbers(reader, text) == []


@pytest.mark.parametrize(
    ("language", "words", "value"),
    [
        ("de", "fünfhundertsiebenundsechzig", 567),
        ("sl", "tristo petinštirideset", 345),
        ("ar", "أربعمائة و ستة و خمسون", 456),
        ("ar", "مئتين وسبعة عشر", 217),
        ("fr", "quatre-vingts", 80),
        ("es", "ciento veintitrés", 123),
        ("it", "settantotto", 78),
        ("hu", "kétszáztizenkettő", 212),
        ("ps", "پنځه څلوېښت", 45),
    ],
)
def test_number_words_of_tens_and_units_are_added_up(language: str, words: str, value: int) -> None:
    assert [quantity.value for quantity in find_quantities(read(words).plain, numerals_of(language))] == [value]


def test_a_word_for_plus_before_a_national_number_does_not_hide_it(reader: Pipeline) -> None:
    assert numbers(reader, "Per informazioni in più 347 123 4567, chiamare la sera") == ["+393471234567"]


def test_two_numbers_said_one_behind_the_other_are_two(reader: Pipeline) -> None:
    text = "Zovite nula šezdeset četiri, sto dvadeset tri, četrdeset pet, šezdeset sedam ili 063 778 1294"
    assert numbers(reader, text) == ["+381641234567", "+381637781294"]


def test_what_a_label_blocks_is_found_without_a_copy_of_the_rest() -> None:
    """Thousands of "order two" copied all that was said behind each: quadratic, though no function is called for it."""

    class Uncopied(list[Said]):
        def __getitem__(self, at: Any) -> Any:
            assert not isinstance(at, slice)
            return super().__getitem__(at)

    plain = "order two three, order two"
    said = Uncopied([Said(6, 9, "2"), Said(10, 15, "3"), Said(23, 26, "2")])
    assert list(rows_behind([6, 23], plain, said)) == [(6, 15), (23, 26)]
