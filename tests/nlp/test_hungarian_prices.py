"""Hungarian prices: "e" is a thousand or the euro; the currency's own ending may say from or up to. Invented texts."""

from __future__ import annotations

import pytest

from nlp.extraction import extract_one


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("Szegedről Bécsig 800 e, Linzig 1500 e", [(800, 800, "EUR"), (1500, 1500, "EUR")]),
        ("Konyhást keresünk Győrbe, 450 e nettó", []),
        ("150 e Ft lenne Szegedtől Pestig", [(150_000, 150_000, "HUF")]),
        ("300 eurótól indulunk Szegedről", [(300, None, "EUR")]),
        ("3000 euróig tudok fizetni, Győrből mennék", [(None, 3000, "EUR")]),
        ("ötvenezer forinttól Röszkéről", [(50_000, None, "HUF")]),
    ],
)
def test_amounts(text: str, amounts: list[tuple[float | None, float | None, str]]) -> None:
    assert [(one.min, one.max, one.currency) for one in extract_one(text, "HU").prices] == amounts
