"""How far places are apart, as exactly as is needed to tell a place on the way from one that is not."""

from __future__ import annotations

import math
from itertools import pairwise

from waymark.records import Place

_KILOMETRES_A_DEGREE = 111.2


def distance(one: Place, other: Place) -> float | None:
    """Kilometres on a flat map, right within some percent over the distances of a journey; None for countries."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    east = (one.lon - other.lon) * math.cos(math.radians((one.lat + other.lat) / 2))
    return _KILOMETRES_A_DEGREE * math.hypot(one.lat - other.lat, east)


def lies_between(start: Place, place: Place, end: Place, detour: float) -> bool | None:
    """Whether the way over `place` is at most `detour` times the direct one; None where a country is among them."""
    direct, there, on = distance(start, end), distance(start, place), distance(place, end)
    if direct is None or there is None or on is None:
        return None
    return there + on <= detour * direct


def are_neighbours(start: Place, one: Place, other: Place) -> bool:
    """Whether two places are nearer to each other than to where the way begins: rather a choice than a way."""
    there, between = distance(start, one), distance(one, other)
    return there is not None and between is not None and between < there


def length(places: list[Place]) -> float | None:
    """Kilometres from place to place; None where a country is among them."""
    total = 0.0
    for one, other in pairwise(places):
        between = distance(one, other)
        if between is None:
            return None
        total += between
    return total


def shortest_with(places: list[Place], one: Place) -> int | None:
    """Where among the places of a way, behind its start, one more lengthens it least; None where that is unknown."""
    ways = []
    for at in range(1, len(places) + 1):
        before, behind = distance(places[at - 1], one), distance(one, places[at]) if at < len(places) else 0.0
        direct = distance(places[at - 1], places[at]) if at < len(places) else 0.0
        if before is not None and behind is not None and direct is not None:
            ways.append((before + behind - direct, at))
    return min(ways)[1] if len(ways) == len(places) and ways else None
