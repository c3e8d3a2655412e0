"""The table of weights: complete, readable, and faulty lines are named."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nlp.routes import weights
from nlp.routes.weights import COLUMNS, Weights, load, written
from waymark.errors import ConfigurationError


def test_what_is_written_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    matrix = np.zeros((2, len(COLUMNS)), np.float32)
    matrix[0, 1], matrix[1, 2] = 1.25, -0.5
    table = tmp_path / "weights.tsv"
    table.write_text("\n".join(written({"part=to": 0, "tie=arrow": 1}, matrix)), "utf-8")
    monkeypatch.setattr(weights, "TABLE", table)
    read = load.__wrapped__()
    assert (
        read.of(["part=to", "tie=arrow", "never seen"]).tolist()
        == Weights({"part=to": 0, "tie=arrow": 1}, matrix).of(["part=to", "tie=arrow"]).tolist()
    )


@pytest.mark.parametrize("line", ["part=to\t99:5", "part=to\t1:x", "part=to\tnext"])
def test_a_faulty_line_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    table = tmp_path / "weights.tsv"
    table.write_text(f"# weights\n{line}\n", "utf-8")
    monkeypatch.setattr(weights, "TABLE", table)
    with pytest.raises(ConfigurationError, match=r"weights\.tsv, line 2"):
        load.__wrapped__()
