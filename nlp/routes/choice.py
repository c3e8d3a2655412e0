"""Chooses the moves of a text: the few likeliest beginnings are kept from place to place (beam search)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from nlp.routes import occasion, traits
from nlp.routes.moves import MOVES, START, Numbers, State, whole
from nlp.routes.scene import Scene
from nlp.routes.situation import Lie, Situation, SituationReader, at_the_end
from nlp.routes.weights import COLUMNS, STOP, WHOLE, Vector, Weights

_WIDTH = 3
_HOPELESS = 400.0  # how far behind the likeliest a beginning may be
_MOST_KEPT = 50_000
_SHORT = 500  # code points: a longer text names places for other reasons as well
_COLUMN = {name: number for number, name in enumerate(COLUMNS)}
_MOVES = tuple(MOVES.items())
_SKIPPING = np.array([float(name == "skip") for name in COLUMNS], np.float32)
_RELUCTANCE = (30.0, 90.0)  # in the weights' measure; the likeliest two moves are some tens apart
_Key = TypeVar("_Key", Situation, Lie)


@dataclass(frozen=True, slots=True)
class Reading:
    """Moves, one a mention and one at the end, where they led, and how much speaks for them."""

    weight: float
    state: State
    moves: tuple[str, ...]


class Chooser:
    """Chooses by one table of weights."""

    def __init__(self, weights: Weights, width: int = _WIDTH) -> None:
        self._weights, self._width = weights, width
        self._situations: dict[Situation, Vector] = {}
        self._lies: dict[Lie, Vector] = {}

    def read(self, scene: Scene) -> Reading | None:
        """The likeliest reading of the text; None where it is not about a journey.

        In a short text that surely is about one, the likeliest with one: to skip a place is then made to weigh less.
        """
        text_traits = traits.of_text(scene)
        likely = occasion.odds(scene, text_traits)
        if likely <= occasion.LEAST:
            return None
        of_text = self._weights.of(text_traits)
        shown = [of_text + self._weights.of(traits.of_place(scene, at)) for at in range(len(scene.numbers))]
        over = of_text + self._weights.of(traits.of_end(scene))
        reader = SituationReader(scene)
        reading = self._read(reader, scene.numbers, shown, over)
        if likely > occasion.SURE and len(scene.text) <= _SHORT and len(scene.places) > 1:
            for reluctance in _RELUCTANCE:
                if lists(reading):
                    break
                reading = self._read(reader, scene.numbers, [one - reluctance * _SKIPPING for one in shown], over)
        return reading

    def _read(self, reader: SituationReader, numbers: Numbers, shown: Sequence[Vector], over: Vector) -> Reading:
        """The likeliest reading, given what weighs for each mention, and for the end, whatever the state."""
        kept = [Reading(0.0, START, ())]
        for at, number in enumerate(numbers):
            following: list[Reading] = []
            for one in kept:
                if one.weight < kept[0].weight - _HOPELESS:
                    break
                situation, lie = reader.read(at, one.state, one.moves)
                weighed = shown[at] + self._of_situation(situation) + self._of_lie(lie)
                following.extend(self._likeliest(one, weighed, number))
            following.sort(key=lambda one: -one.weight)
            kept = following[: self._width]
        return max((self._ended(one, over) for one in kept), key=lambda one: one.weight)

    def _likeliest(self, one: Reading, weighed: Vector, number: int) -> Iterator[Reading]:
        """The likeliest moves that are possible, as many as may be kept."""
        found = 0
        values = weighed.tolist()
        for column in sorted(range(len(_MOVES)), key=values.__getitem__, reverse=True):
            name, move = _MOVES[column]
            state = move(one.state, number)
            if state is not None:
                yield Reading(one.weight + values[column], state, (*one.moves, name))
                found += 1
                if found == self._width:
                    return

    def _ended(self, one: Reading, over: Vector) -> Reading:
        weighed = over + self._weights.of(at_the_end(one.state, one.moves))
        together = whole(one.state)
        if together is not None and weighed[_COLUMN[WHOLE]] > weighed[_COLUMN[STOP]]:
            return Reading(one.weight + float(weighed[_COLUMN[WHOLE]]), together, (*one.moves, WHOLE))
        return Reading(one.weight + float(weighed[_COLUMN[STOP]]), one.state, (*one.moves, STOP))

    def _of_situation(self, situation: Situation) -> Vector:
        return _kept(self._situations, situation, self._weights.of, situation.traits)

    def _of_lie(self, lie: Lie) -> Vector:
        return _kept(self._lies, lie, self._weights.of, lie.traits)


def _kept(
    known: dict[_Key, Vector], key: _Key, weigh: Callable[[list[str]], Vector], said: Callable[[], list[str]]
) -> Vector:
    found = known.get(key)
    if found is None:
        found = weigh(said())
        if len(known) < _MOST_KEPT:
            known[key] = found
    return found


def lists(reading: Reading) -> list[Numbers]:
    """The lists of stops it came to."""
    return [stops for stops in reading.state.lists() if len(stops) > 1]
