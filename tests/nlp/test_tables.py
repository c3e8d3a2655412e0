"""The tables fit their schemas, and a table that does not is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.handles import platforms
from nlp.language import tables as language
from nlp.numerals import tables as numerals
from nlp.phones import tables as phones
from nlp.prices import tables as prices
from waymark.errors import ConfigurationError


def test_all_tables_can_be_read() -> None:
    assert len(language.words()) > 3000
    assert set(language.scripts()["Arab"].candidates) == {"ar", "fa", "ps", "ur", "ckb"}
    assert all(
        numerals.numerals_of(code) for code in ("sq", "sr", "hr", "bs", "mk", "bg", "tr", "ku", "ckb", "ps", "ur")
    )
    assert phones.regions().languages["sq"][0] == "XK"
    assert {currency.code for currency in prices.currencies()} >= {
        "EUR",
        "ALL",
        "RSD",
        "BAM",
        "MKD",
        "BGN",
        "HUF",
        "AFN",
    }
    assert "telegram" in platforms.platforms()


def test_every_language_with_words_has_words_for_prices() -> None:
    route = {"sq", "mk", "bg", "tr", "ku", "hu", "ro", "de", "en", "ar", "fa", "ps", "ur", "ckb", "sh"}
    assert route <= set(prices._words())


def test_a_table_that_does_not_fit_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "regions.yml").write_text("languages: {sq: [Kosovo]}\ncorridor: [XK]\n")
    monkeypatch.setattr(phones, "HERE", tmp_path)
    phones.regions.cache_clear()
    with pytest.raises(ConfigurationError, match=r"regions\.yml.*Kosovo"):
        phones.regions()
    monkeypatch.undo()
    phones.regions.cache_clear()
