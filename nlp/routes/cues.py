"""Cues: groups of traits that hang on the same few things, so that they are weighed together, and only once.

How a word of direction and a tie go together is met in every other text; it need not be put into words and looked up in
a table of 60,000 rows each time.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence

import numpy as np
import numpy.typing as npt

from nlp.routes.weights import COLUMNS, Vector, Weights

#: What puts the traits into words, and what they hang on.
Cue = tuple[Callable[..., Sequence[str]], tuple[Hashable, ...]]
_MOST_KEPT = 50_000
_ROOM = 1024


def traits(cues: Iterable[Cue]) -> list[str]:
    """The traits of `cues`."""
    return [trait for say, of in cues for trait in say(*of)]


class CueWeights:
    """What cues weigh by a table of weights of traits; what was asked for before is remembered."""

    def __init__(self, weights: Weights) -> None:
        self._known = _Known(weights)

    def forget_if_full(self) -> None:
        """Between two texts: a worker may run for months."""
        if len(self._known) > _MOST_KEPT:
            self._known.clear()

    def of(self, cues: Iterable[Cue]) -> Vector:
        """What `cues`, at least one, weigh together."""
        known = self._known
        rows = list(map(known.__getitem__, cues))
        weighed: Vector = known.matrix.take(rows, axis=0).sum(axis=0)
        return weighed

    def of_each(self, several: Iterable[Iterable[Cue]]) -> npt.NDArray[np.float32]:
        """What each of `several`, equally many cues each, weigh together: a row each."""
        known = self._known
        rows = [list(map(known.__getitem__, cues)) for cues in several]
        weighed: npt.NDArray[np.float32] = known.matrix.take(rows, axis=0).sum(axis=1)
        return weighed


class _Known(dict[Cue, int]):
    """Cue → its row in `matrix`; the first row, of zeros, is of all that weigh nothing."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self._weights = weights
        self.matrix = np.zeros((_ROOM, len(COLUMNS)), np.float32)
        self._next = 1

    def clear(self) -> None:
        super().clear()
        self._next = 1

    def __missing__(self, cue: Cue) -> int:
        say, of = cue
        traits = self._weights.rows(say(*of))
        if not traits:
            self[cue] = 0
            return 0
        row = self[cue] = self._next
        if row == len(self.matrix):
            self.matrix = np.concatenate((self.matrix, np.zeros_like(self.matrix)))
        self.matrix[row] = self._weights.of_rows(traits)
        self._next += 1
        return row
