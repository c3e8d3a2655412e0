"""What a move would add to: how far the ways have come, and how the place at hand lies to them."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from nlp.routes.cues import Cue
from nlp.routes.moves import Numbers, State
from nlp.routes.scene import Scene
from waymark.records import Place

_DISTANCES = (30.0, 120.0, 400.0, 1200.0)  # kilometres
_STEPS = ("0", "1", "2", "3", "4")  # how many of them are reached
_MUCH, _LITTLE = 1.2, 0.5  # of a detour


def _situation(
    filled: str, last: str, one_before: str, where: str, told: str, since: str, part: str, is_told: bool
) -> Sequence[str]:
    """How far the ways have come.

    `filled`: how many starts, passed places, ends, ways; `last`, `one_before`: moves; `where`: what the place already
    is: S, V, E, D (in an older way), or none; `told`: which ends of the current way are known; `since`: places since
    the last that was no "skip", and whether it stands in the same sentence.
    """
    return (
        f"s={filled}",
        f"m={last}",
        f"m={one_before}>{last}",
        f"w={where}",
        f"w={where},s={filled}",
        f"w={where},part={part}",
        f"t={told},part={part}",
        f"s={filled},part={part}",
        f"since={since}",
        f"since={since},t={told}",
        f"since={since},part={part},t={told}",
        f"m={last},part={part}",
        f"told={is_told},t={told},w={where}",
        f"told={is_told},s={filled}",
    )


def _tied(
    filled: str, last: str, where: str, told: str, part: str, tie: str, charged: bool, choice: bool
) -> Sequence[str]:
    """The same beside how the place is tied to the one before."""
    return (
        f"w={where},t={told},tie={tie}",
        f"t={told},part={part},tie={tie}",
        f"s={filled},tie={tie}",
        f"m={last},tie={tie}",
        f"m={last},part={part},tie={tie},t={told}",
        f"charged={charged},t={told},m={last}",
        f"charged={charged},tie={tie},t={told}",
        f"choice={choice},t={told},tie={tie}",
    )


def _step(far: str, kinds: str, told: str, is_told: bool) -> Sequence[str]:
    """How `far` the place is from where the way has come to, and the `kinds` of both."""
    return f"far={far}", f"kinds={kinds},t={told}", f"far={far},t={told},told={is_told}"


def _nations(one: str, other: str) -> Sequence[str]:
    """The countries of where the way has come to, and of the place."""
    return (f"countries={one}>{other}",)


def _no_nations() -> Sequence[str]:
    return ("countries=-",)


def _lie(way: str, passed: str, part: str, tie: str, charged: bool, since: str, is_told: bool) -> Sequence[str]:
    """How the place lies to the way: beyond its end, between, before its start …; nearer to what is passed last?"""
    return (
        f"way={way}",
        f"way={way},part={part}",
        f"way={way},tie={tie}",
        f"way={way},charged={charged}",
        f"way={way},since={since}",
        f"way={way},passed={passed}",
        f"way={way},told={is_told}",
    )


class SituationReader:
    """Of one text."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    def read(self, at: int, state: State, moves: tuple[str, ...]) -> tuple[Cue, ...]:
        """Cues of mention `at`, after `moves` have led to `state`; always as many."""
        scene, way = self._scene, state.current
        mention, number, is_told = scene.mentions[at], scene.numbers[at], scene.is_told
        part, tie, charged = mention.part, mention.tie, mention.charged
        starts, via, ends = way
        where = (
            "S" if number in starts
            else "V" if number in via
            else "E" if number in ends
            else "D" if len(state.ways) > 1 and any(one.holds(number) for one in state.ways)
            else "-"
        )  # fmt: skip
        told = "both" if starts and ends else "S" if starts else "E" if ends else "-"
        since, full, last = self._since(at, moves), filled(state), moves[-1] if moves else "^"
        one_before = moves[-2] if len(moves) > 1 else "^"
        lie = self._way(number, starts, ends), self._passed(number, starts, via, ends)
        return (
            (_situation, (full, last, one_before, where, told, since, part, is_told)),
            (_tied, (full, last, where, told, part, tie, charged, mention.choice)),
            *self._from_last(number, mention.place, way.last, told),
            (_lie, (*lie, part, tie, charged, since, is_told)),
        )

    def _from_last(self, number: int, place: Place, last: Numbers, told: str) -> tuple[Cue, Cue]:
        """The step from where the way has come to."""
        if not last:
            return (_step, ("-", "-", told, self._scene.is_told)), (_no_nations, ())
        there = last[-1]
        far = _far(self._scene.apart(number, there)) if there != number else "-"
        step = (far, self._kinds(number, there), told, self._scene.is_told)
        return (_step, step), (_nations, (self._place(there).country, place.country))

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
            return f"only {_far(self._scene.apart(number, known[0]))}" if known and known[0] != number else "-"
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


def at_the_end(state: State, moves: tuple[str, ...]) -> Cue:
    """What a state shows when the text is over."""
    ways = [way for way in state.ways if way.starts and way.ends]
    touching = sum(one.ends[-1] == other.starts[0] for one, other in pairwise(ways))
    last = moves[-1] if moves else "^"
    return _end, (filled(state), last, min(len(ways), 4), min(touching, 3), min(len(state.lists()), 3))


def _end(full: str, last: str, ways: int, touching: int, lists: int) -> Sequence[str]:
    return (
        f"end,s={full}",
        f"end,m={last}",
        f"end,ways={ways}",
        f"end,ways={ways},touching={touching}",
        f"end,lists={lists}",
    )


def _far(apart: float | None) -> str:
    if apart is None:
        return "?"
    return _STEPS[bisect(_DISTANCES, apart)]
