"""The tables of one figure a trait: what is written in them must be read, or named."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from nlp.routes import occasion, second_look
from nlp.routes.figures import read_figures
from waymark.errors import ConfigurationError


@pytest.mark.parametrize("table", [occasion, second_look], ids=lambda table: table.TABLE.name)
def test_a_faulty_line_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: ModuleType) -> None:
    faulty = tmp_path / table.TABLE.name
    faulty.write_text("# weights\npart=to\tmuch\n", "utf-8")
    monkeypatch.setattr(table, "TABLE", faulty)
    table.weights.cache_clear()
    with pytest.raises(ConfigurationError, match=rf"{faulty.name}, line 2: 'much' is no number"):
        table.weights()
    table.weights.cache_clear()


@pytest.mark.parametrize("figure", ["nan", "inf", "-1e999"])
def test_what_cannot_be_added_is_named(tmp_path: Path, figure: str) -> None:
    faulty = tmp_path / "figures.tsv"
    faulty.write_text(f"part=from\t1.5\npart=to\t{figure}\n", "utf-8")
    with pytest.raises(ConfigurationError, match=rf"figures\.tsv, line 2: '{figure}' is no number"):
        read_figures(faulty)
