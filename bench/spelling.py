"""Spells the journeys that the gold asks for in moves (nlp/routes/moves.py)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nlp.routes.moves import MOVES, START, Numbers, State, whole
from nlp.routes.weights import STOP, WHOLE

_WIDTH = 80
_RANK = 0.01  # of two spellings the one with the commoner moves is taken
_LEFT_OUT = 3.0  # what it costs to skip a stop that is wanted
_TOO_EARLY = 1.0  # what it costs to take a place that is told again by "here"
_DONE = 0.5  # what a list that is wanted is worth on the way


def spelled(
    numbers: Sequence[int], wanted: Sequence[Numbers], later: frozenset[int] = frozenset()
) -> tuple[str, ...] | None:
    """The moves, one a number and one at the end, that lead to the wanted lists; None where there are none.

    `later`: at which of `numbers` a place stands that "here" names again, where it rather is a stop.
    """
    goal = frozenset(wanted)
    beam: list[tuple[float, State, tuple[str, ...]]] = [(0.0, START, ())]
    for at, number in enumerate(numbers):
        following: dict[State, tuple[float, State, tuple[str, ...]]] = {}
        for cost, state, path in beam:
            for rank, (name, move) in enumerate(MOVES.items()):
                new = move(state, number)
                if new is None or (new is not state and not _can_become(new, goal)):
                    continue
                if at in later:
                    price = cost + (0.0 if name == "skip" else _TOO_EARLY)
                else:
                    price = cost + (_skipped(number, goal, state) if name == "skip" else _RANK * rank)
                if new not in following or following[new][0] > price:
                    following[new] = (price, new, (*path, name))
        beam = sorted(following.values(), key=lambda one: one[0] - _DONE * len(goal.intersection(one[1].lists())))
        beam = beam[:_WIDTH]
    for _, state, path in beam:
        if set(state.lists()) == goal:
            return (*path, STOP)
        together = whole(state)
        if together is not None and set(together.lists()) == goal:
            return (*path, WHOLE)
    return None


def _can_become(state: State, goal: frozenset[Numbers]) -> bool:
    """Whether the ways can still become the wanted lists."""
    for way in state.ways[:-1]:
        if not way.starts or not way.ends:
            return False
        if any(stops not in goal and not _is_tail(stops, goal) for stops in way.lists()):
            return False
    way = state.current
    heads, tails = way.starts or (None,), way.ends or (None,)
    return all(
        _within(tuple(number for number in (head, *way.via, tail) if number is not None), goal)
        for head in heads
        for tail in tails
    )


def _is_tail(stops: Numbers, goal: Iterable[Numbers]) -> bool:
    return any(one[-len(stops) :] == stops for one in goal)


def _within(stops: Numbers, goal: Iterable[Numbers]) -> bool:
    return any(_is_subsequence(stops, one) for one in goal)


def _is_subsequence(stops: Numbers, one: Numbers) -> bool:
    rest = iter(one)
    return all(stop in rest for stop in stops)


def _skipped(number: int, goal: frozenset[Numbers], state: State) -> float:
    """To leave out a stop that is wanted, and not there yet, costs more than any other move."""
    if any(way.holds(number) for way in state.ways) or not any(number in one for one in goal):
        return 0.0
    return _LEFT_OUT
