"""The tables fit their schemas, and a table that does not is refused by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nlp.directions import cases, joints, markers
from nlp.gazetteer import echo, meant, supplement
from nlp.handles import platforms
from nlp.language import tables as language
from nlp.numerals import tables as numerals
from nlp.phones import tables as phones
from nlp.places import beside, ordinary
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


@pytest.mark.parametrize(
    ("read", "line"),
    [
        (markers.read, "{}\tbefore\tto\tta"),
        (ordinary.read, "{}\tbar|most"),
        (ordinary.read, "-{}\tbar|most"),
        (echo.read, "{}\tmp\tb|mp"),
        (meant.read, "{}\tMunich@DE\tMonaco"),
        (beside.read, "theirs\t{}\tsuisse"),
        (joints.read, "{}\tor\tili"),
        (cases.read, "{}\ta\t-\tto"),
    ],
)
def test_a_language_that_none_knows_is_refused_with_its_line(
    tmp_path: Path, read: Callable[[Path], object], line: str
) -> None:
    table = tmp_path / "table.tsv"
    table.write_text(line.format("tr") + "\n", "utf-8")
    assert read(table)
    table.write_text(f"{line.format('tr')}\n{line.format('tk')}\n", "utf-8")
    with pytest.raises(ConfigurationError, match=r"table\.tsv, line 2: 'tk': no language"):
        read(table)


@pytest.mark.parametrize(
    ("read", "line", "wrong"),
    [
        (meant.read, "it\tMunich@DE\tMonaco|", "a name, a country or a spelling is empty"),
        (meant.read, "it\tMunich@\tMonaco", "a name, a country or a spelling is empty"),
        (meant.read, "it\t@DE\tMonaco", "a name, a country or a spelling is empty"),
        (beside.read, "ours\tfr\tsuisse", "a kind"),
        (beside.read, "theirs\tfr", "a kind"),
        (beside.read, "plates\t*\ttarg||plate", "a word is empty"),
        (joints.read, "sq\tor\ta||ose", "a word is empty"),
        (markers.read, "sq\tbefore\tto\tdrejt|", "a word is empty"),
        (ordinary.read, "sq\tbar||most", "a word is empty"),
        (lambda table: list(supplement.additions(table)), "wm:x\tcity\tRS\t440.8\t20.4\tX\t", "latitude 440.8"),
        (lambda table: list(supplement.additions(table)), "wm:x\tcity\tRS\t44.8\tnan\tX\t", "longitude nan"),
        (lambda table: list(supplement.additions(table)), "wm:x\tcity\tRS\t44.8\t20.4\t\ty", "no name"),
    ],
)
def test_a_line_that_does_not_fit_is_refused_with_its_number(
    tmp_path: Path, read: Callable[[Path], object], line: str, wrong: str
) -> None:
    table = tmp_path / "table.tsv"
    table.write_text(f"# what its fields are\n{line}\n", "utf-8")
    with pytest.raises(ConfigurationError, match=rf"table\.tsv, line 2: {wrong}"):
        read(table)


def test_a_table_that_is_not_utf_8_is_refused_with_its_line(tmp_path: Path) -> None:
    table = tmp_path / "table.tsv"
    table.write_bytes("# what its fields are\nsr\tšta\n".encode("cp1250"))
    with pytest.raises(ConfigurationError, match=r"table\.tsv, line 2: is not UTF-8"):
        ordinary.read(table)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("values:\n  5: [pet]\n  5: [pent]\n", "line 3: 5 stands twice"),
        ("values:\n  5: [pet, '']\n", "line 2: a word is empty"),
    ],
)
def test_what_yaml_would_drop_is_refused_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, wrong: str
) -> None:
    (tmp_path / "sq.yml").write_text(text)
    monkeypatch.setattr(numerals, "HERE", tmp_path)
    with pytest.raises(ConfigurationError, match=rf"sq\.yml: {wrong}"):
        numerals._tables()
