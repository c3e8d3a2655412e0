"""The tables of one figure a trait: what is written in them must be read, or named."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from nlp.routes import occasion, second_look
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
