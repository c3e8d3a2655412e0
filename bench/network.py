"""Learns a network of one hidden layer (nlp/routes/network.py): logistic loss, Adam (Kingma and Ba 2015), dropout of
traits and units; the same from the same texts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from nlp.routes.network import Network

_UNITS, _ROUNDS, _BATCH, _STEP, _RIDGE = 32, 18, 64, 0.002, 1e-4
_TRAITS_LEFT_OUT, _UNITS_LEFT_OUT = 0.3, 0.3
_SLOW, _SLOWER, _TINY = 0.9, 0.999, 1e-8  # of Adam, as in the paper

_Floats = npt.NDArray[np.float32]


def learned(
    rows: dict[str, int], shown: Sequence[Sequence[int]], wanted: Sequence[bool], weights: Sequence[float]
) -> Network:
    """From texts, each the rows of its traits, whether it is what is asked for, and how much it counts."""
    seen = np.zeros((len(shown), len(rows)), np.float32)
    for at, known in enumerate(shown):
        seen[at, list(known)] = 1.0
    is_so, counts = np.array(wanted, np.float32), np.array(weights, np.float32)
    chance = np.random.default_rng(0)
    layers = [
        chance.normal(0, 0.1, (len(rows), _UNITS)).astype(np.float32),
        np.zeros(_UNITS, np.float32),
        chance.normal(0, 0.2, _UNITS).astype(np.float32),
        np.zeros(1, np.float32),
    ]
    adam = _Adam(layers)
    for _ in range(_ROUNDS):
        order = chance.permutation(len(seen))
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            adam.step(_slopes(layers, seen[batch], is_so[batch], counts[batch], chance))
    weighed, bias, out, constant = (layer.astype(np.float64) for layer in layers)
    return Network(rows, weighed, bias, np.concatenate([out, constant]))


def _slopes(
    layers: Sequence[_Floats], seen: _Floats, wanted: _Floats, counts: _Floats, chance: np.random.Generator
) -> list[_Floats]:
    weighed, bias, out, constant = layers
    seen = seen * _left_in(seen.shape, _TRAITS_LEFT_OUT, chance)
    hidden = np.maximum(seen @ weighed + bias, 0)
    units = _left_in(hidden.shape, _UNITS_LEFT_OUT, chance)
    odds = 1 / (1 + np.exp(-((hidden * units) @ out + constant)))
    slope = ((odds - wanted) * counts / len(wanted)).astype(np.float32)
    of_units = np.outer(slope, out) * units * (hidden > 0)
    return [
        seen.T @ of_units + _RIDGE * weighed,
        of_units.sum(axis=0),
        (hidden * units).T @ slope,
        np.array([slope.sum()]),
    ]


def _left_in(shape: tuple[int, ...], left_out: float, chance: np.random.Generator) -> _Floats:
    return ((chance.random(shape) > left_out) / (1 - left_out)).astype(np.float32)


class _Adam:
    def __init__(self, layers: list[_Floats]) -> None:
        self._layers, self._time = layers, 0
        self._means = [np.zeros_like(layer) for layer in layers]
        self._squares = [np.zeros_like(layer) for layer in layers]

    def step(self, slopes: Sequence[_Floats]) -> None:
        self._time += 1
        for layer, mean, square, slope in zip(self._layers, self._means, self._squares, slopes, strict=True):
            mean += (1 - _SLOW) * (slope - mean)
            square += (1 - _SLOWER) * (slope * slope - square)
            even = mean / (1 - _SLOW**self._time)
            layer -= _STEP * even / (np.sqrt(square / (1 - _SLOWER**self._time)) + _TINY)
