"""What a move would add to: how far the ways have come, and how the place at hand lies to them."""

from __future__ import annotations

from bisect import bisect
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from nlp.routes.moves import State
from nlp.routes.scene import Scene
from waymark.records import Place

_DISTANCES = (30.0, 120.0, 400.0, 1200.0)  # kilometres
_STEPS = ("0", "1", "2", "3", "4")  # how many of them are reached
_MUCH, _LITTLE = 1.2, 0.5  # of a detour


class Situation(NamedTuple):
    """Of a place and a state; few enough different ones that what they weigh can be kept."""

    filled: str  #: how many starts, passed places, ends, ways
    moves: tuple[str, str]  #: the last, and the one before
    where: str  #: what the place already is: S, V, E, D (in an older way), or none
    told: str  #: which ends of the current way are known
    since: str  #: places since the last that was no "skip", and whether it stands in the same sentence
    part: str
    tie: str
    charged: bool
    choice: bool
    is_told: bool

    def traits(self) -> list[str]:
        last, one_before = self.moves
        part, tie, told, where, since = self.part, self.tie, self.told, self.where, self.since
        return [
            f"s={self.filled}",
            f"m={last}",
            f"m={one_before}>{last}",
            f"w={where}",
            f"w={where},s={self.filled}",
            f"w={where},part={part}",
            f"w={where},t={told},tie={tie}",
            f"t={told},part={part}",
            f"t={told},part={part},tie={tie}",
            f"s={self.filled},part={part}",
            f"s={self.filled},tie={tie}",
            f"since={since}",
            f"since={since},t={told}",
            f"since={since},part={part},t={told}",
            f"m={last},tie={tie}",
            f"m={last},part={part}",
            f"m={last},part={part},tie={tie},t={told}",
            f"charged={self.charged},t={told},m={last}",
            f"charged={self.charged},tie={tie},t={told}",
            f"choice={self.choice},t={told},tie={tie}",
            f"told={self.is_told},t={told},w={where}",
            f"told={self.is_told},s={self.filled}",
        ]


class Lie(NamedTuple):
    """How a place lies to the way so far."""

    far: str  #: from where the way has come to
    kinds: str  #: of both, and whether they are of one country
    way: str  #: beyond the end, between, before the start …
    passed: str  #: whether it is nearer to the last passed place than to the ends
    part: str
    tie: str
    charged: bool
    since: str
    told: str
    is_told: bool
    countries: str  #: of where the way has come to, and of the place

    def traits(self) -> list[str]:
        way = self.way
        return [
            f"far={self.far}",
            f"kinds={self.kinds},t={self.told}",
            f"way={way}",
            f"countries={self.countries}",
            f"way={way},part={self.part}",
            f"way={way},tie={self.tie}",
            f"way={way},charged={self.charged}",
            f"way={way},since={self.since}",
            f"way={way},passed={self.passed}",
            f"way={way},told={self.is_told}",
            f"far={self.far},t={self.told},told={self.is_told}",
        ]


class SituationReader:
    """Of one text."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    def read(self, at: int, state: State, moves: tuple[str, ...]) -> tuple[Situation, Lie]:
        """Of mention `at`, after `moves` have led to `state`."""
        scene, way = self._scene, state.current
        mention, number = scene.mentions[at], scene.numbers[at]
        starts, via, ends = way
        where = (
            "S" if number in starts
            else "V" if number in via
            else "E" if number in ends
            else "D" if len(state.ways) > 1 and any(one.holds(number) for one in state.ways)
            else "-"
        )  # fmt: skip
        told = "both" if starts and ends else "S" if starts else "E" if ends else "-"
        since = self._since(at, moves)
        situation = Situation(
            filled(state),
            (moves[-1] if moves else "^", moves[-2] if len(moves) > 1 else "^"),
            where,
            told,
            since,
            mention.part,
            mention.tie,
            mention.charged,
            mention.choice,
            scene.is_told,
        )
        last = way.last
        lie = Lie(
            far=_step(self._scene.apart(number, last[-1])) if last and last[-1] != number else "-",
            kinds=self._kinds(number, last[-1]) if last else "-",
            way=self._way(number, starts, ends),
            passed=self._passed(number, starts, via, ends),
            part=mention.part,
            tie=mention.tie,
            charged=mention.charged,
            since=since,
            told=told,
            is_told=scene.is_told,
            countries=f"{self._place(last[-1]).country}>{mention.place.country}" if last else "-",
        )
        return situation, lie

    def _since(self, at: int, moves: tuple[str, ...]) -> str:
        for back in range(1, len(moves) + 1):
            if moves[-back] != "skip":
                same = self._scene.mentions[at - back].sentence == self._scene.mentions[at].sentence
                return f"{min(back, 3)}{'same' if same else ''}"
        return "-"

    def _place(self, number: int) -> Place:
        return self._scene.places[number]

    def _kinds(self, number: int, last: int) -> str:
        here, there = self._place(number), self._place(last)
        return f"{there.kind == 'country'},{here.kind == 'country'},{here.country == there.country}"

    def _way(self, number: int, starts: tuple[int, ...], ends: tuple[int, ...]) -> str:
        if not starts or not ends:
            known = starts or ends
            return f"only {_step(self._scene.apart(number, known[0]))}" if known and known[0] != number else "-"
        if number in starts or number in ends:
            return "-"
        to_start, to_end = self._scene.apart(number, starts[0]), self._scene.apart(number, ends[-1])
        whole = self._scene.apart(starts[0], ends[-1])
        if to_start is None or to_end is None or whole is None:
            return "?"
        if to_end + whole < _MUCH * to_start:
            return "beyond"
        if to_start + to_end < _MUCH * whole:
            return "between"
        if to_start + whole < _MUCH * to_end:
            return "before"
        if to_end < _LITTLE * min(to_start, whole):
            return "near the end"
        return "near the start" if to_start < _LITTLE * min(to_end, whole) else "off"

    def _passed(self, number: int, starts: tuple[int, ...], via: tuple[int, ...], ends: tuple[int, ...]) -> str:
        if not via or not starts or not ends or number in via:
            return "-"
        to_last, to_start, to_end = (self._scene.apart(number, one) for one in (via[-1], starts[0], ends[-1]))
        if to_last is None or to_start is None or to_end is None:
            return "?"
        return f"{to_last < to_end}{to_last < to_start}"


def filled(state: State) -> str:
    """How many starts, passed places, ends and ways there are, up to two or three."""
    way = state.current
    return _filled(len(way.starts), len(way.via), len(way.ends), len(state.ways))


@lru_cache(maxsize=4096)
def _filled(starts: int, via: int, ends: int, ways: int) -> str:
    return f"{min(starts, 2)}{min(via, 2)}{min(ends, 2)}{min(ways, 3)}"


def at_the_end(state: State, moves: tuple[str, ...]) -> list[str]:
    """Traits of a state when the text is over."""
    ways = [way for way in state.ways if way.starts and way.ends]
    touching = sum(one.ends[-1] == other.starts[0] for one, other in pairwise(ways) if one.ends and other.starts)
    return [
        f"end,s={filled(state)}",
        f"end,m={moves[-1] if moves else '^'}",
        f"end,ways={min(len(ways), 4)}",
        f"end,ways={min(len(ways), 4)},touching={min(touching, 3)}",
        f"end,lists={min(len(state.lists()), 3)}",
    ]


def _step(apart: float | None) -> str:
    if apart is None:
        return "?"
    return _STEPS[bisect(_DISTANCES, apart)]
