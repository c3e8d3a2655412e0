"""Figures that a stroke ties to a price; texts are invented."""

from __future__ import annotations

import pytest

from nlp.extraction import extract_one


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("Cene: Zagreb/Ljubljana/Trst 1500/2000/2500 eur", [1500, 2000, 2500]),
        ("Niš – Beč €1500/1800", [1500, 1800]),
        ("Beč 1500 / 1800 evra, tel 063/123-456", [1500, 1800]),
        ("Beč 13/12/2026, 1500 €", [1500]),
        ("Beč 500€/2026", [500]),
    ],
)
def test_each_is_a_price(text: str, amounts: list[float]) -> None:
    assert [price.max for price in extract_one(text, "RS").prices] == amounts
