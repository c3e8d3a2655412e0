"""Learns the weights of moves: averaged structured perceptron over a beam, updated where the gold moves fall furthest
behind (Collins 2002; Huang, Fayong and Guo 2012)."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from nlp.routes import cues, traits
from nlp.routes.moves import MOVES, START, State, whole
from nlp.routes.scene import Scene
from nlp.routes.situation import SituationReader, at_the_end
from nlp.routes.weights import COLUMNS, STOP, WHOLE

_WIDTH = 6
_RAREST = 3  # places a trait must be seen at
_MARGIN = 5.0  # by how much the gold move is to outweigh each other one
_COLUMN = {name: number for number, name in enumerate(COLUMNS)}
_Rows = npt.NDArray[np.int64]


@dataclass
class Lesson:
    """A text, and the moves that spell its journeys: one a mention, and one at the end."""

    scene: Scene
    moves: tuple[str, ...]
    shown: list[list[str]] = field(init=False)  #: traits of each mention, and of the end
    reader: SituationReader = field(init=False)
    rows: list[_Rows] = field(default_factory=list)

    def __post_init__(self) -> None:
        of_text = traits.of_text(self.scene)
        self.shown = [
            of_text + cues.traits(traits.of_place(self.scene, at)) + traits.of_words(self.scene, at)
            for at in range(len(self.scene.numbers))
        ]
        self.shown.append(of_text + traits.of_end(self.scene))
        self.reader = SituationReader(self.scene)

    def situation(self, at: int, state: State, moves: tuple[str, ...]) -> list[str]:
        """The traits that the state adds."""
        if at == len(self.scene.numbers):
            return cues.traits((at_the_end(state, moves),))
        return cues.traits(self.reader.read(at, state, moves))

    def possible(self, at: int, state: State) -> Iterator[tuple[str, State]]:
        if at < len(self.scene.numbers):
            for name, move in MOVES.items():
                if (following := move(state, self.scene.numbers[at])) is not None:
                    yield name, following
        else:
            yield STOP, state
            if (together := whole(state)) is not None:
                yield WHOLE, together


@dataclass(frozen=True)
class _Path:
    weight: float
    state: State
    moves: tuple[str, ...]
    rows: tuple[_Rows, ...]  #: of the situations it went through


class Learner:
    """Learns from lessons, several times over."""

    def __init__(self, lessons: Sequence[Lesson], seed: int = 0) -> None:
        seen = Counter(trait for lesson in lessons for shown in lesson.shown for trait in set(shown))
        self._rows: dict[str, int] = {}
        for trait in sorted(trait for trait, count in seen.items() if count >= _RAREST):
            self._rows[trait] = len(self._rows)
        self._lessons, self._random = list(lessons), random.Random(seed)
        room = len(self._rows) + 40_000
        self._weights = np.zeros((room, len(COLUMNS)), np.float32)
        self._sums = np.zeros_like(self._weights)
        self._time = 1
        for lesson in self._lessons:
            lesson.rows = [self._known(shown) for shown in lesson.shown]

    def _known(self, said: Sequence[str]) -> _Rows:
        return np.array([row for trait in said if (row := self._rows.get(trait)) is not None], np.int64)

    def _new(self, said: Sequence[str]) -> _Rows:
        return np.array([self._rows.setdefault(trait, len(self._rows)) for trait in said], np.int64)

    def learn(self, rounds: int) -> Iterator[int]:
        """Of each round, how many texts were read wrongly."""
        for _ in range(rounds):
            self._random.shuffle(self._lessons)
            yield sum(self._correct(lesson) for lesson in self._lessons)

    def weights(self) -> tuple[dict[str, int], npt.NDArray[np.float32]]:
        """Averaged over all steps; see weights.written."""
        mean = self._weights - self._sums / np.float32(self._time)
        return self._rows, mean[: len(self._rows)].astype(np.float32)

    def _correct(self, lesson: Lesson) -> bool:
        self._time += 1
        start = _Path(0.0, START, (), ())
        kept, gold = [start], start
        worst: tuple[float, _Path, _Path] | None = None
        for at, rows in enumerate(lesson.rows):
            shown = self._weights.take(rows, axis=0).sum(axis=0) + np.float32(_MARGIN)
            shown[_COLUMN[lesson.moves[at]]] -= _MARGIN
            following = [new for path in kept for new in self._followed(lesson, at, path, shown)]
            gold = next(self._followed(lesson, at, gold, shown, only=lesson.moves[at]))
            kept = sorted(following, key=lambda path: -path.weight)[:_WIDTH]
            behind = kept[0].weight - gold.weight
            if kept[0].moves != gold.moves and (worst is None or behind >= worst[0]):
                worst = behind, kept[0], gold
        if worst is None or worst[0] < 0:
            return False
        self._update(lesson, worst[2], 1.0)
        self._update(lesson, worst[1], -1.0)
        return True

    def _followed(
        self, lesson: Lesson, at: int, path: _Path, shown: npt.NDArray[np.float32], only: str = ""
    ) -> Iterator[_Path]:
        rows = self._new(lesson.situation(at, path.state, path.moves))
        values = (shown + self._weights.take(rows, axis=0).sum(axis=0)).tolist()
        for name, state in lesson.possible(at, path.state):
            if not only or name == only:
                yield _Path(path.weight + values[_COLUMN[name]], state, (*path.moves, name), (*path.rows, rows))

    def _update(self, lesson: Lesson, path: _Path, value: float) -> None:
        for name, shown, rows in zip(path.moves, lesson.rows, path.rows, strict=False):
            for those in (shown, rows):
                np.add.at(self._weights[:, _COLUMN[name]], those, value)
                np.add.at(self._sums[:, _COLUMN[name]], those, value * self._time)
