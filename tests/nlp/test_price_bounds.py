"""The least and the most that is asked, also of an amount that shares its currency; texts are invented."""

from __future__ import annotations

import pytest

from nlp.extraction import extract_one
from nlp.prices.tables import Currency, signs


@pytest.mark.parametrize(
    ("text", "country", "bounds"),
    [
        ("Суботица 700, Виена од 2200, Минхен до 3000 евра", "MK", [(700, 700), (2200, None), (None, 3000)]),
        ("Parigi da 1.500 euro, famiglia fino a 4mila", "IT", [(1500, None), (None, 4000)]),
        ("Beograd 500 evra, Zagreb od 1500, Trst do 2000", "RS", [(500, 500), (1500, None), (None, 2000)]),
        ("do Beča 1500, do Minhena 2000 evra", "RS", [(1500, 1500), (2000, 2000)]),
        ("Linzig max. 1200 euró", "HU", [(None, 1200)]),
        ("Almanya 7000 €'dan başlar", "TR", [(7000, None)]),
        ("до Вены не больше 2000 евро", "RU", [(None, 2000)]),
        ("do Trsta najmanj 1500 evrov", "SI", [(1500, None)]),
        ("od 1500 do 2000 evra do Beča", "RS", [(1500, 2000)]),
    ],
)
def test_bounds(text: str, country: str, bounds: list[tuple[float | None, float | None]]) -> None:
    assert [(price.min, price.max) for price in extract_one(text, country).prices] == bounds


def test_the_signs_of_currencies_are_one_character_each() -> None:
    assert {"€", "$", "£", "₺", "₴"} <= set(signs())
    with pytest.raises(ValueError, match="at most 1 character"):
        Currency(code="USD", signs=("US$",))


@pytest.mark.parametrize(
    ("text", "country", "amounts"),
    [
        ("IBAN RS351600000017, 500 euro", "RS", [500]),
        ("Uplata na 123456789012 eur, cena 500 eur", "RS", [500]),
        ("Code 0001234 euro, 300 euro", "DE", [300]),
        ("نفری 10000000000 ریال", "IR", [10_000_000_000]),
        ("Wien 0,5 euro/km", "AT", [0.5]),
    ],
)
def test_figures_that_number_something_are_no_amount(text: str, country: str, amounts: list[float]) -> None:
    assert [price.min for price in extract_one(text, country).prices] == amounts
