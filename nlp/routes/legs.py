"""The order of the places people passed: the legs they are told in, fitted into one another.

A leg is what one sentence tells in order. Legs follow each other as they are told, unless that makes the whole way much
longer: "they had set out from Kladovo" comes late in a tip, the street where they were seen comes first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from nlp.routes.mention import Mention
from nlp.routes.nearness import distance

# Kilometres that the way may be longer rather than that …
_AGAINST_TELLING = 120.0  # … a stop comes before another in spite of being told behind it,
_MOST_AGAINST = 4
_TORN = 300.0  # … another stop comes between two that are named in one breath,
_ODD_END = 400.0  # … it begins where "to" is said, or ends where "from" is,
_NOT_EARLIER = 400.0  # … what is said to be earlier comes behind what was told,
_NOT_BEHIND = 400.0  # … a leg does not follow the place it is said to begin at.
_BREATH = ("next", "list", "and", "bare", "arrow", "then")
_GOES_ON = ("and", "then")  # "and to C they bring them": a breath of its own


@dataclass
class Leg:
    """Places passed one after the other, without telling where the others lie."""

    stops: list[Mention] = field(default_factory=list)
    free: bool = False  #: where it stands in the text says nothing of when they passed
    earlier: bool = False  #: said to come before what was told
    behind: str = ""  #: the place it is said to begin at, told before
    put_off: Mention | None = None  #: its end, named before the stops on the way there


def in_order(legs: Sequence[Leg], goals: Sequence[Mention]) -> list[Mention]:
    """The stops of all legs, each place once, the goals last."""
    last = {goal.place.id: goal for goal in goals}
    kept = [leg for leg in legs if leg.stops]
    way: list[Mention] = []
    for leg in sorted(kept, key=lambda leg: -len(leg.stops)):
        ways = [[*way[:at], *leg.stops, *way[at:]] for at in range(len(way), -1, -1)]
        way = min(ways, key=lambda one: _cost([*one, *last.values()], leg))
    return [*{stop.place.id: stop for stop in way if stop.place.id not in last}.values(), *last.values()]


def _cost(way: Sequence[Mention], leg: Leg) -> float:
    known = [stop.place for stop in way if stop.place.lat is not None]
    length = sum(distance(one, other) or 0.0 for one, other in pairwise(known))
    at = way.index(leg.stops[0])
    before, behind = way[:at], way[at + len(leg.stops) :]
    odd = (way[0].part == "to") + (way[-1].part == "from")
    torn = bool(before and behind) and _are_one_breath(before[-1], behind[0])
    late = leg.earlier and any(stop.first < leg.stops[0].first for stop in before)
    lost = bool(leg.behind) and (not before or before[-1].place.id != leg.behind)
    told = 0 if leg.free else min(_against_telling(before, leg.stops, behind), _MOST_AGAINST)
    return length + _ODD_END * odd + _TORN * torn + _NOT_EARLIER * late + _NOT_BEHIND * lost + _AGAINST_TELLING * told


def _are_one_breath(one: Mention, other: Mention) -> bool:
    if other.tie not in _BREATH or one.sentence != other.sentence:
        return False
    return not (other.tie in _GOES_ON and other.part == "to")


def _against_telling(before: Sequence[Mention], stops: Sequence[Mention], behind: Sequence[Mention]) -> int:
    """How many others stand other than in the text; who sets out from somewhere may well be told of later."""
    first = stops[0].first
    turned = sum(stop.first > first and stop.part != "from" for stop in before)
    if stops[0].part != "from":
        turned += sum(stop.first < first for stop in behind)
    return turned
