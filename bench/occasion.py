"""Learns what tells that a text is about a journey: nlp/routes/occasion.tsv (logistic regression, averaged) and
occasion_net.tsv (a network of one hidden layer)."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bench import network
from bench.lessons import Told
from nlp.routes.network import Network
from nlp.routes.occasion import of_whole, together
from nlp.routes.traits import of_text

_FOLDS = 4
_RAREST = 3  # texts a trait must be in
_RAREST_IN_NETWORK = 20
_OF_ONE_LANGUAGE = ("word=", "language=")  # traits that are not for the network
_ROUNDS, _STEP, _RIDGE = 12, 0.3, 0.003
_PLAIN = 3.0  # what a plain text counts, which says little
_RARE = 1.5  # how much more a text without a journey counts: there are few


@dataclass(frozen=True)
class Voters:
    """What was learned: log odds of each trait, and the network."""

    weights: dict[str, float]
    network: Network

    def odds(self, said: Collection[str]) -> float:
        """As nlp/routes/occasion.py reckons them from the tables."""
        return together(sum(self.weights.get(trait, 0.0) for trait in said), said, self.network)


def is_asked(text: Told) -> bool:
    """Whether the pipeline asks of such a text what it is about."""
    return bool(text.scene.numbers) and (len(text.scene.places) > 1 or bool(text.scene.prices))


def _counts(text: Told) -> float:
    """How much a text counts."""
    return _PLAIN if text.kind == "plain" else 1.0 if text.about else _RARE


def learned(texts: Sequence[Told]) -> Voters:
    """From texts that tell of a journey and texts that do not."""
    shown = [sorted(of_whole(text.scene, of_text(text.scene))) for text in texts]
    wanted, counts = [text.about for text in texts], [_counts(text) for text in texts]
    often = Counter(trait for one in shown for trait in one)
    row = {trait: at for at, trait in enumerate(sorted(trait for trait, count in often.items() if count >= _RAREST))}
    rows = [np.array([row[trait] for trait in one if trait in row], np.int64) for one in shown]
    weighed = _fitted(rows, wanted, counts, len(row))
    weights = {trait: round(float(weighed[at]), 2) for trait, at in row.items()}
    return Voters(weights, _network(shown, wanted, counts, often))


def crossed(texts: Sequence[Told]) -> list[float]:
    """Log odds of each text by voters learned without its quarter: as if nobody had seen it."""
    with ProcessPoolExecutor() as pool:
        quarters = list(pool.map(_quarter, [texts] * _FOLDS, range(_FOLDS)))
    return [quarters[at % _FOLDS][at // _FOLDS] for at in range(len(texts))]


def _quarter(texts: Sequence[Told], fold: int) -> list[float]:
    voters = learned([text for at, text in enumerate(texts) if at % _FOLDS != fold])
    return [voters.odds(of_whole(text.scene, of_text(text.scene))) for text in texts[fold::_FOLDS]]


def _network(
    shown: Sequence[Sequence[str]], wanted: Sequence[bool], counts: Sequence[float], often: Counter[str]
) -> Network:
    common = sorted(
        trait
        for trait, count in often.items()
        if count >= _RAREST_IN_NETWORK and not trait.startswith(_OF_ONE_LANGUAGE)
    )
    row = {trait: at for at, trait in enumerate(common)}
    rows = [[row[trait] for trait in one if trait in row] for one in shown]
    return network.learned(row, rows, wanted, counts)


def written(weights: dict[str, float]) -> Iterator[str]:
    """The lines of the table."""
    yield "# How much each trait of a text (occasion.py) speaks for it being about a journey: log odds."
    yield "# Written by python -m bench.moves: change texts or traits and run it again."
    for trait, weight in sorted(weights.items()):
        if weight:
            yield f"{trait}\t{weight}"


def _fitted(
    rows: Sequence[npt.NDArray[np.int64]], wanted: Sequence[bool], counts: Sequence[float], size: int
) -> npt.NDArray[np.float64]:
    weights, steps, total = np.zeros(size), np.full(size, 0.01), np.zeros(size)
    order = list(range(len(rows)))
    chance = random.Random(0)
    for number in range(_ROUNDS):
        chance.shuffle(order)
        for at in order:
            known = rows[at]
            odds = 1 / (1 + np.exp(-weights[known].sum()))
            slope = (odds - wanted[at]) * counts[at] + _RIDGE * weights[known]
            steps[known] += slope * slope
            weights[known] -= _STEP * slope / np.sqrt(steps[known])
        if number >= _ROUNDS // 2:
            total += weights
    fitted: npt.NDArray[np.float64] = total / (_ROUNDS - _ROUNDS // 2)
    return fitted
