"""Whether a text is about a journey at all; texts are invented."""

from __future__ import annotations

import pytest

from nlp.extraction import extract_one


@pytest.mark.parametrize(
    "text",
    [
        "Wohnung in Graz zu vermieten, 60 m2, 780 Euro warm, ab sofort, Nähe Bahnhof",
        "Prodajem kauč u Nišu, 120 evra, dostava do Leskovca moguća",
        "Shitet banesë në Prishtinë, 85.000 euro, kati i tretë",
    ],
)
def test_what_is_sold_or_let_is_no_journey(text: str) -> None:
    assert extract_one(text).routes == ()
