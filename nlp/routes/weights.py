"""weights.tsv: how much each trait speaks for each move; written by `python -m bench.moves`, not by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt

from nlp.routes.moves import MOVES
from waymark.errors import ConfigurationError

TABLE = Path(__file__).with_name("weights.tsv")
#: What is chosen when the text is over: nothing more, or the legs together as a way of their own.
STOP, WHOLE = "stop", "whole"
COLUMNS = (*MOVES, STOP, WHOLE)
_SCALE = 100.0  # the table holds hundredths, without a point

Vector = npt.NDArray[np.float32]


class Weights:
    """One row a trait, one column a move."""

    def __init__(self, rows: dict[str, int], matrix: npt.NDArray[np.float32]) -> None:
        self._rows, self._matrix = rows, matrix

    @property
    def table(self) -> tuple[dict[str, int], npt.NDArray[np.float32]]:
        """The row of each trait, and the rows."""
        return self._rows, self._matrix

    def of(self, traits: Iterable[str]) -> Vector:
        """What `traits` weigh together; unknown ones weigh nothing."""
        return self.of_rows(self.rows(traits))

    def rows(self, traits: Iterable[str]) -> list[int]:
        """The rows of those of `traits` that are known."""
        return [row for row in map(self._rows.get, traits) if row is not None]

    def of_rows(self, rows: Sequence[int]) -> Vector:
        """What the traits of `rows` weigh together."""
        if len(rows) == 1:
            return cast("Vector", self._matrix[rows[0]])
        weighed: Vector = self._matrix.take(rows, axis=0).sum(axis=0)
        return weighed


@lru_cache(maxsize=1)
def load() -> Weights:
    """Reads the table. ConfigurationError names a faulty line."""
    column = {str(number): number for number in range(len(COLUMNS))}
    rows: dict[str, int] = {}
    at: list[tuple[int, int, float]] = []
    for number, line in enumerate(TABLE.read_text("utf-8").splitlines(), 1):
        if line.startswith("#"):
            continue
        trait, *weights = line.split("\t")
        row = rows.setdefault(trait, len(rows))
        for weight in weights:
            name, _, value = weight.partition(":")
            try:
                at.append((row, column[name], int(value) / _SCALE))
            except (KeyError, ValueError):
                raise ConfigurationError(
                    f"{TABLE.name}, line {number}: {weight!r} is no weight; write the table anew: python -m bench.moves"
                ) from None
    matrix = np.zeros((len(rows), len(COLUMNS)), np.float32)
    for row, move, heavy in at:
        matrix[row, move] = heavy
    return Weights(rows, matrix)


def written(rows: dict[str, int], matrix: npt.NDArray[np.float32]) -> Iterable[str]:
    """The lines of the table; traits that weigh nothing are left out."""
    yield "# How much each trait of a place (traits.py, situation.py) speaks for each move, in hundredths."
    yield "# Written by python -m bench.moves: change texts or traits and run it again."
    yield f"# Moves by number: {', '.join(f'{number} {name}' for number, name in enumerate(COLUMNS))}"
    for trait, row in sorted(rows.items()):
        weights = [
            f"{move}:{value}" for move, weight in enumerate(matrix[row]) if (value := round(float(weight) * _SCALE))
        ]
        if weights:
            yield "\t".join((trait, *weights))
