"""Learns the second look at whole readings: nlp/routes/second_look.tsv (log-linear reranking, AdaGrad, averaged).

The readings to learn from must come from moves that were learned without the text at hand (bench/moves.py): those of a
text that was learned from are right too often.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nlp.routes.moves import Numbers
from nlp.routes.outcome import OutcomeReader
from nlp.routes.scene import Scene
from nlp.routes.second_look import BEHIND, Outcome

_RAREST = 4  # outcomes a trait must be seen in
_ROUNDS, _STEP, _RIDGE = 8, 0.05, 0.03
_STEP_BEHIND = 0.01
_SETTLED = 0.02  # of likelihood that is to be moved; less is left alone


@dataclass(frozen=True)
class Candidates:
    """A text, the outcomes of its likeliest readings, and the lists of stops it asks for."""

    scene: Scene
    outcomes: tuple[Outcome, ...]
    wanted: tuple[Numbers, ...]


@dataclass(frozen=True)
class _Example:
    shown: tuple[npt.NDArray[np.int64], ...]  #: of each outcome, the rows of its traits
    behind: npt.NDArray[np.float64]
    best: npt.NDArray[np.bool_]  #: the outcomes that come nearest to what is wanted

    def likelihoods(self, weights: npt.NDArray[np.float64], of_behind: float) -> npt.NDArray[np.float64]:
        heavy = np.array([weights[rows].sum() for rows in self.shown]) + of_behind * self.behind
        likely = np.exp(heavy - heavy.max())
        found: npt.NDArray[np.float64] = likely / likely.sum()
        return found


def learned(texts: Sequence[Candidates]) -> dict[str, float]:
    """The weight of each trait that is not too rare."""
    texts = [text for text in texts if len(text.outcomes) > 1]
    shown = [_shown(text) for text in texts]
    often = Counter(trait for outcomes in shown for traits in outcomes for trait in set(traits))
    row = {trait: at for at, trait in enumerate(sorted(trait for trait, many in often.items() if many >= _RAREST))}
    examples = [_example(text, traits, row) for text, traits in zip(texts, shown, strict=True)]
    weights, of_behind = _fitted(examples, len(row))
    return {BEHIND: round(of_behind, 5), **{trait: round(float(weights[at]), 3) for trait, at in row.items()}}


def mean(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    """The mean weights; a trait that one of them does not have weighs nothing there."""
    return {trait: (one.get(trait, 0.0) + other.get(trait, 0.0)) / 2 for trait in {**one, **other}}


def written(weights: dict[str, float]) -> Iterator[str]:
    """The lines of the table."""
    yield "# How much each trait of a whole reading (outcome.py) speaks for it."
    yield "# Written by python -m bench.moves: change texts or traits and run it again."
    for trait, weight in sorted(weights.items()):
        if weight:
            yield f"{trait}\t{weight:g}"


def _shown(text: Candidates) -> list[list[str]]:
    reader, first = OutcomeReader(text.scene), text.outcomes[0].weight
    return [
        list(reader.traits(outcome.ways, first - outcome.weight, rank, outcome.last))
        for rank, outcome in enumerate(text.outcomes)
    ]


def _example(text: Candidates, shown: Sequence[Sequence[str]], row: dict[str, int]) -> _Example:
    right = [_nearness(set(outcome.ways), set(text.wanted)) for outcome in text.outcomes]
    return _Example(
        tuple(np.array([row[trait] for trait in traits if trait in row], np.int64) for traits in shown),
        np.array([text.outcomes[0].weight - outcome.weight for outcome in text.outcomes]),
        np.array([one == max(right) for one in right]),
    )


def _nearness(got: set[Numbers], wanted: set[Numbers]) -> float:
    return 2 * len(got & wanted) / (len(got) + len(wanted)) if got or wanted else 1.0


def _fitted(examples: Sequence[_Example], size: int) -> tuple[npt.NDArray[np.float64], float]:
    weights, squares, total = np.zeros(size), np.full(size, 1e-3), np.zeros(size)
    of_behind, square_behind, total_behind = -0.05, 1e-3, 0.0
    order, chance = list(examples), random.Random(0)
    for _ in range(_ROUNDS):
        chance.shuffle(order)
        for one in order:
            likely = one.likelihoods(weights, of_behind)
            wanted = likely * one.best
            slope = likely - wanted / wanted.sum()
            if np.abs(slope).sum() < _SETTLED:
                continue
            rows, at = np.unique(np.concatenate(one.shown), return_inverse=True)
            by_row = np.bincount(at, np.repeat(slope, [len(traits) for traits in one.shown])) + _RIDGE * weights[rows]
            squares[rows] += by_row * by_row
            weights[rows] -= _STEP * by_row / np.sqrt(squares[rows])
            by_behind = float(slope @ one.behind)
            square_behind += by_behind * by_behind
            of_behind -= _STEP_BEHIND * by_behind / square_behind**0.5
        total, total_behind = total + weights, total_behind + of_behind
    return total / _ROUNDS, total_behind / _ROUNDS
