"""Reading the journeys of a text one place after the other: each place makes a move that adds it to the ways so far.

A state holds places by their number in the text. Every list of stops that the gold set asks for can be spelled so, but
for very few (bench/moves.py counts them); which move is made is for the weights to say (`choice.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

Numbers = tuple[int, ...]
_MOST_LISTS = 100  # a text with more starts times ends is no offer


class Way(NamedTuple):
    """One way: places to start from, places passed in order, places to end at; each start goes to each end."""

    starts: Numbers = ()
    via: Numbers = ()
    ends: Numbers = ()

    def lists(self) -> Iterator[Numbers]:
        """Its lists of stops."""
        for start in self.starts:
            for end in self.ends:
                yield (start, *self.via, end)

    @property
    def last(self) -> Numbers:
        """Where it has come to so far."""
        return self.ends[-1:] or self.via[-1:] or self.starts[-1:]

    def holds(self, number: int) -> bool:
        return number in self.starts or number in self.via or number in self.ends


class State(NamedTuple):
    """The ways read so far; the last is the one that is being read."""

    ways: tuple[Way, ...] = ()

    @property
    def current(self) -> Way:
        return self.ways[-1] if self.ways else _NO_WAY

    def lists(self) -> list[Numbers]:
        """The lists of stops of all ways, each once; of very many the first."""
        return list(dict.fromkeys(islice((stops for way in self.ways for stops in way.lists()), _MOST_LISTS)))


_NO_WAY = Way()
START = State()


def _with(state: State, way: Way) -> State:
    return State((*state.ways[:-1], way))


def _beside(state: State, way: Way) -> State:
    """A way that is offered as well; the current one stays current."""
    return State((*state.ways[:-1], way, state.current))


def _skip(state: State, number: int) -> State | None:  # noqa: ARG001 - every move has the same shape
    return state


def _new(state: State, number: int) -> State | None:
    """A way that begins here."""
    return State((*state.ways, Way(starts=(number,))))


def _new_to(state: State, number: int) -> State | None:
    """A way that ends here, its start not told yet."""
    return State((*state.ways, Way(ends=(number,))))


def _next(state: State, number: int) -> State | None:
    """One stop further."""
    way = state.current
    if not state.ways or way.holds(number):
        return None
    if not way.ends:
        return _with(state, Way(way.starts, way.via, (number,)))
    return _with(state, Way(way.starts, (*way.via, way.ends[-1]), (number,)))


def _other_end(state: State, number: int) -> State | None:
    """Another place to end at."""
    way = state.current
    if not way.ends or way.holds(number):
        return None
    return _with(state, Way(way.starts, way.via, (*way.ends, number)))


def _other_start(state: State, number: int) -> State | None:
    """Another place to start from, of every way with the same starts."""
    way = state.current
    if not way.starts or way.holds(number):
        return None
    return State(
        tuple(Way((*one.starts, number), one.via, one.ends) if one.starts == way.starts else one for one in state.ways)
    )


def _before(state: State, number: int) -> State | None:
    """Before the start, of every way with the same starts; or the start where none was told."""
    way = state.current
    if not state.ways or way.holds(number):
        return None
    return State(tuple(_begun_at(one, number) if one.starts == way.starts else one for one in state.ways))


def _begun_at(way: Way, number: int) -> Way:
    return Way((number,), (*way.starts[:1], *way.via), way.ends)


def _feeder(state: State, number: int) -> State | None:
    """People are also brought from here to the start, of every way with the same starts."""
    way = state.current
    if not way.starts or not way.ends or way.holds(number):
        return None
    fed = tuple(_begun_at(one, number) for one in state.ways if one.starts == way.starts and one.ends)
    return State((*fed, *state.ways))


def _replaced_end(state: State, number: int) -> State | None:
    """The end, named more exactly, or another one after all."""
    way = state.current
    if not way.ends or way.holds(number):
        return None
    return _with(state, Way(way.starts, way.via, (number,)))


def _replaced_start(state: State, number: int) -> State | None:
    way = state.current
    if not way.starts or way.holds(number):
        return None
    return _with(state, Way((number,), way.via, way.ends))


def _on_the_way(state: State, number: int) -> State | None:
    """Passed, right before the end."""
    way = state.current
    if not way.ends or way.holds(number):
        return None
    return _with(state, Way(way.starts, (*way.via, number), way.ends))


def _early_on_the_way(state: State, number: int) -> State | None:
    """Passed, right behind the start."""
    way = state.current
    if not way.ends or not way.via or way.holds(number):
        return None
    return _with(state, Way(way.starts, (number, *way.via), way.ends))


def _before_last_passed(state: State, number: int) -> State | None:
    """Passed, before the last one that is passed."""
    way = state.current
    if not way.ends or len(way.via) < 2 or way.holds(number):
        return None
    return _with(state, Way(way.starts, (*way.via[:-1], number, way.via[-1]), way.ends))


def _further(state: State, number: int) -> State | None:
    """One stop further is a way of its own, beside the one that ends before it."""
    way = state.current
    if not way.starts or not way.ends or way.holds(number):
        return None
    return State((*state.ways, Way(way.starts, (*way.via, way.ends[-1]), (number,))))


def _other_way(state: State, number: int) -> State | None:
    """Another way from the same start, nothing passed."""
    way = state.current
    if not way.starts or not way.ends or not way.via or number in way.starts:
        return None
    return State((*state.ways, Way(way.starts, (), (number,))))


def _leg(state: State, number: int) -> State | None:
    """The next leg, a way of its own from where the last one ended."""
    way = state.current
    if not way.starts or not way.ends or way.holds(number):
        return None
    return State((*state.ways, Way(way.ends[-1:], (), (number,))))


def _only_to(state: State, number: int) -> State | None:
    """A place that is passed is an end as well."""
    way = state.current
    if number not in way.via:
        return None
    return _beside(state, Way(way.starts, way.via[: way.via.index(number)], (number,)))


def _only_from(state: State, number: int) -> State | None:
    """A place that is passed is a start as well."""
    way = state.current
    if number not in way.via:
        return None
    return _beside(state, Way((number,), way.via[way.via.index(number) + 1 :], way.ends))


def _short_of(state: State, number: int) -> State | None:
    """An end on the way, of a way of its own; people of the current one pass it."""
    way = state.current
    if not way.starts or not way.ends or way.holds(number):
        return None
    return State(
        (
            *state.ways[:-1],
            Way(way.starts, way.via, (number,)),
            Way(way.starts, (*way.via, number), way.ends),
        )
    )


def _on_from_all(state: State, number: int) -> State | None:
    """Further from each of several ends: they were passed, one by some people and one by others."""
    way = state.current
    if len(way.ends) < 2 or way.holds(number):
        return None
    ways = (Way(way.starts, (*way.via, end), (number,)) for end in way.ends)
    return State((*state.ways[:-1], *ways))


def _other_via(state: State, number: int) -> State | None:
    """By another way to the same end: this place is passed instead of the last one."""
    way = state.current
    if not way.starts or not way.ends or not way.via or way.holds(number):
        return None
    return State((*state.ways, Way(way.starts, (*way.via[:-1], number), way.ends)))


def _own_start(state: State, number: int) -> State | None:
    """From here to the same end by a way of its own, nothing passed."""
    way = state.current
    if not way.starts or not way.ends or way.holds(number):
        return None
    return State((*state.ways, Way((number,), (), way.ends)))


def whole(state: State) -> State | None:
    """Legs that are sold one by one, and together as well: the ways with one from the first start to the last end."""
    legs = [way for way in state.ways if way.starts and way.ends]
    if len(legs) < 2:
        return None
    stops: list[int] = []
    for leg in legs:
        for number in (leg.starts[0], *leg.via, leg.ends[-1]):
            if number not in stops:
                stops.append(number)
    return State((*state.ways, Way(tuple(stops[:1]), tuple(stops[1:-1]), tuple(stops[-1:]))))


Move = Callable[[State, int], State | None]
#: By the name that stands in the table of weights; the order is that of the weights' columns.
MOVES: dict[str, Move] = {
    "skip": _skip,
    "next": _next,
    "new": _new,
    "new to": _new_to,
    "before": _before,
    "on the way": _on_the_way,
    "early on the way": _early_on_the_way,
    "before last passed": _before_last_passed,
    "other end": _other_end,
    "other start": _other_start,
    "other way": _other_way,
    "further": _further,
    "leg": _leg,
    "feeder": _feeder,
    "replaced end": _replaced_end,
    "replaced start": _replaced_start,
    "only to": _only_to,
    "only from": _only_from,
    "short of": _short_of,
    "on from all": _on_from_all,
    "other via": _other_via,
    "own start": _own_start,
}
