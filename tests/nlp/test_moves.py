"""Moves: what each adds to the ways so far, and that the gold's journeys are spelled in them."""

from __future__ import annotations

import pytest

from bench.spelling import spelled
from nlp.routes.moves import MOVES, START, State, Way, whole


def led(*moves: tuple[str, int]) -> list[tuple[int, ...]]:
    """The lists of stops that moves lead to."""
    state: State | None = START
    for name, number in moves:
        assert state is not None
        state = MOVES[name](state, number)
    assert state is not None
    return state.lists()


@pytest.mark.parametrize(
    ("moves", "lists"),
    [
        ([("new", 0), ("next", 1), ("next", 2)], [(0, 1, 2)]),
        ([("new", 0), ("next", 1), ("other end", 2)], [(0, 1), (0, 2)]),
        ([("new", 0), ("other start", 1), ("next", 2)], [(0, 2), (1, 2)]),
        ([("new to", 0), ("on the way", 1), ("before", 2)], [(2, 1, 0)]),
        ([("new", 0), ("next", 1), ("feeder", 2)], [(2, 0, 1), (0, 1)]),
        ([("new", 0), ("next", 1), ("further", 2)], [(0, 1), (0, 1, 2)]),
        ([("new", 0), ("next", 1), ("leg", 2)], [(0, 1), (1, 2)]),
        ([("new", 0), ("next", 1), ("next", 2), ("only to", 1)], [(0, 1), (0, 1, 2)]),
        ([("new", 0), ("next", 1), ("other end", 2), ("on from all", 3)], [(0, 1, 3), (0, 2, 3)]),
        ([("new", 0), ("next", 1), ("short of", 2)], [(0, 2), (0, 2, 1)]),
    ],
)
def test_moves_lead_to_lists_of_stops(moves: list[tuple[str, int]], lists: list[tuple[int, ...]]) -> None:
    assert led(*moves) == lists


def test_a_place_is_never_twice_on_one_way() -> None:
    state = State((Way((0,), (1,), (2,)),))
    impossible = {name for name, move in MOVES.items() if move(state, 1) is None}
    assert {"next", "before", "on the way", "other end", "other start"} <= impossible


def test_legs_together_are_a_way_as_well() -> None:
    legs = State((Way((0,), (), (1,)), Way((1,), (), (2,))))
    together = whole(legs)
    assert together is not None
    assert together.lists() == [(0, 1), (1, 2), (0, 1, 2)]
    assert whole(State((Way((0,), (), (1,)),))) is None


def test_journeys_are_spelled_and_the_moves_lead_back_to_them() -> None:
    wanted = [(5, 1, 2, 3), (0, 1, 2, 3)]
    numbers = [0, 1, 2, 3, 4, 5]
    moves = spelled(numbers, wanted)
    assert moves is not None
    assert moves[-1] == "stop"
    assert set(led(*zip(moves, numbers, strict=False))) == set(wanted)


def test_no_journey_is_spelled_by_leaving_out_every_place() -> None:
    assert spelled([0, 1, 2], []) == ("skip", "skip", "skip", "stop")


def test_what_no_moves_spell_is_said() -> None:
    assert spelled([0, 1], [(0, 1), (1, 0), (0, 2)]) is None
