"""Whether a text is about a journey at all; texts are invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.extraction import extract_one
from nlp.routes import occasion
from waymark.errors import ConfigurationError


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


def test_a_faulty_line_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "occasion.tsv"
    table.write_text("# weights\npart=to\tmuch\n", "utf-8")
    monkeypatch.setattr(occasion, "TABLE", table)
    occasion.weights.cache_clear()
    with pytest.raises(ConfigurationError, match=r"occasion.tsv, line 2: 'much' is no number"):
        occasion.weights()
    occasion.weights.cache_clear()
