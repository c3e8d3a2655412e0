"""Chooses the moves of a text: the few likeliest beginnings are kept from place to place (beam search); what is left
at the end is looked at once more, each reading as a whole (second_look.py)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import NamedTuple

import numpy as np

from nlp.routes import occasion, second_look, traits
from nlp.routes.cues import CueWeights
from nlp.routes.innocence import costs_too_little, dearest
from nlp.routes.moves import MOVES, START, Numbers, State, whole
from nlp.routes.scene import Scene
from nlp.routes.second_look import Outcome
from nlp.routes.situation import SituationReader, at_the_end
from nlp.routes.weights import COLUMNS, STOP, WHOLE, Vector, Weights

_WIDTH = 8
_HOPELESS = 200.0  # how far behind the likeliest a reading may be; of those further behind hardly one is right
_SETTLED = 140.0  # by how much a reading may be behind for the second look to turn to it: it nearly never does beyond
_SHORT = 500  # code points: a longer text names places for other reasons as well
_COLUMN = {name: number for number, name in enumerate(COLUMNS)}
_MOVES = tuple(MOVES.items())
_SKIPPING = np.array([float(name == "skip") for name in COLUMNS], np.float32)
_RELUCTANCE = 90.0  # in the weights' measure; the likeliest two moves are some tens apart


class _Path(NamedTuple):
    """The moves up to some place, where they led, and how much speaks for them."""

    weight: float
    state: State
    moves: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """Moves, one a mention and one at the end, where they led, and how much speaks for them."""

    weight: float
    state: State
    moves: tuple[str, ...]

    @cached_property
    def outcome(self) -> Outcome:
        """What it came to, whatever the order in which the ways were read."""
        return Outcome(tuple(sorted(lists(self))), self.weight, self.moves[-1])


class Chooser:
    """Chooses by one table of weights for moves, and one for the second look."""

    def __init__(self, weights: Weights, outcomes: Mapping[str, float], width: int = _WIDTH) -> None:
        self._weights, self._outcomes, self._width = weights, outcomes, width
        self._cues = CueWeights(weights)

    def read(self, scene: Scene) -> Reading | None:
        """The likeliest reading of the text; None where it is not about a journey.

        Of a short text that surely is about one, the likeliest that says where it ends, if there is any; where it asks
        for more than any ticket costs, to skip a place is made to weigh less.
        """
        text_traits = traits.of_text(scene)
        likely = occasion.odds(scene, text_traits)
        if likely <= occasion.LEAST or costs_too_little(scene.prices):
            return None
        readings = self.readings(scene, text_traits)
        if likely > occasion.SURE and len(scene.text) <= _SHORT and len(scene.places) > 1:
            found = _with_goal(readings)
            if not found and dearest(scene.prices) == "dear":
                found = _with_goal(self.readings(scene, text_traits, _RELUCTANCE))
            readings = found or readings
        readings = list(takewhile(lambda one: readings[0].weight - one.weight < _SETTLED, readings))
        if len(readings) == 1:
            return readings[0]
        weighed = second_look.weighed(scene, [one.outcome for one in readings], self._outcomes)
        return readings[weighed.index(max(weighed))]

    def readings(self, scene: Scene, text_traits: list[str], reluctance: float = 0.0) -> list[Reading]:
        """The likeliest readings by their moves, of those with one outcome the likeliest; that one first.

        `reluctance`: by how much less it weighs to skip a place.
        """
        self._cues.forget_if_full()
        reader = SituationReader(scene)
        of_text = self._weights.of(text_traits) - reluctance * _SKIPPING
        kept = [_Path(0.0, START, ())]
        for at, number in enumerate(scene.numbers):
            weighed = self._cues.of_each([reader.read(at, one.state, one.moves) for one in kept])
            weighed += (
                of_text + self._cues.of(traits.of_place(scene, at)) + self._weights.of(traits.of_words(scene, at))
            )
            weighed += np.array([[one.weight] for one in kept], np.float32)
            kept = self._followed(kept, weighed, number)
        over = of_text + self._weights.of(traits.of_end(scene))
        ended = sorted((new for one in kept for new in self._ended(one, over)), key=lambda one: -one.weight)
        least = ended[0].weight - _HOPELESS
        by_outcome: dict[tuple[tuple[Numbers, ...], bool], Reading] = {}
        for reading in takewhile(lambda one: one.weight >= least, ended):
            # Ends alone, of which a tariff is made, are not the same as nothing.
            by_outcome.setdefault((reading.outcome.ways, bool(reading.state.ways)), reading)
        return list(by_outcome.values())[: self._width]

    def _followed(self, kept: Sequence[_Path], weighed: Vector, number: int) -> list[_Path]:
        """The likeliest paths one place further, as many as may be kept; `weighed`: of each path, its moves."""
        found: dict[tuple[State, str], _Path] = {}
        moves, least = weighed[:, : len(_MOVES)], -math.inf
        weights = moves.ravel().tolist()
        for flat in (-moves).argsort(axis=None, kind="stable").tolist():
            weight = weights[flat]
            if weight < least:
                break
            at, column = divmod(flat, len(_MOVES))
            name, move = _MOVES[column]
            _, state, before = kept[at]
            following = move(state, number)
            if following is None or (following, name) in found:  # the one found before weighs more
                continue
            if not found:
                least = weight - _HOPELESS
            found[following, name] = _Path(weight, following, (*before, name))
            if len(found) == self._width:
                break
        return list(found.values())

    def _ended(self, one: _Path, over: Vector) -> Iterator[Reading]:
        """The readings that `one` ends as: as it is, and with its legs taken together."""
        weighed = over + self._cues.of((at_the_end(one.state, one.moves),))
        yield Reading(one.weight + float(weighed[_COLUMN[STOP]]), one.state, (*one.moves, STOP))
        if (together := whole(one.state)) is not None:
            yield Reading(one.weight + float(weighed[_COLUMN[WHOLE]]), together, (*one.moves, WHOLE))


def _with_goal(readings: Sequence[Reading]) -> list[Reading]:
    return [one for one in readings if any(way.ends for way in one.state.ways)]


def lists(reading: Reading) -> list[Numbers]:
    """The lists of stops it came to."""
    return [stops for stops in reading.state.lists() if len(stops) > 1]
