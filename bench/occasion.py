"""Learns what tells that a text is about a journey: nlp/routes/occasion.tsv (logistic regression, averaged)."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from bench.lessons import Told
from nlp.routes.occasion import of_whole
from nlp.routes.traits import of_text

_RAREST = 3  # texts a trait must be in
_ROUNDS, _STEP, _RIDGE = 12, 0.3, 0.003
_RARE = 3.0  # how much more a text without a journey counts: there are few


def learned(texts: Sequence[Told]) -> dict[str, float]:
    """Log odds of each trait that is not too rare."""
    shown = [sorted(of_whole(text.scene, of_text(text.scene))) for text in texts]
    often = Counter(trait for one in shown for trait in one)
    row = {trait: at for at, trait in enumerate(sorted(trait for trait, count in often.items() if count >= _RAREST))}
    rows = [np.array([row[trait] for trait in one if trait in row], np.int64) for one in shown]
    wanted = [bool(text.wanted) for text in texts]
    weighed = _fitted(rows, wanted, len(row))
    return {trait: round(float(weighed[at]), 2) for trait, at in row.items()}


def written(weights: dict[str, float]) -> Iterator[str]:
    """The lines of the table."""
    yield "# How much each trait of a text (occasion.py) speaks for it being about a journey: log odds."
    yield "# Written by python -m bench.moves: change texts or traits and run it again."
    for trait, weight in sorted(weights.items()):
        if weight:
            yield f"{trait}\t{weight}"


def _fitted(rows: Sequence[npt.NDArray[np.int64]], wanted: Sequence[bool], size: int) -> npt.NDArray[np.float64]:
    weights, steps, total = np.zeros(size), np.full(size, 0.01), np.zeros(size)
    order = list(range(len(rows)))
    chance = random.Random(0)
    for number in range(_ROUNDS):
        chance.shuffle(order)
        for at in order:
            known = rows[at]
            odds = 1 / (1 + np.exp(-weights[known].sum()))
            slope = (odds - wanted[at]) * (1.0 if wanted[at] else _RARE) + _RIDGE * weights[known]
            steps[known] += slope * slope
            weights[known] -= _STEP * slope / np.sqrt(steps[known])
        if number >= _ROUNDS // 2:
            total += weights
    fitted: npt.NDArray[np.float64] = total / (_ROUNDS - _ROUNDS // 2)
    return fitted
