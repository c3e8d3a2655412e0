"""How far places are apart, as exactly as is needed to tell a place on the way from one that is not."""

from __future__ import annotations

import math

from waymark.records import Place

_KILOMETRES_A_DEGREE = 111.2


def distance(one: Place, other: Place) -> float | None:
    """Kilometres on a flat map, right within some percent over the distances of a journey; None for countries."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    east = (one.lon - other.lon) * math.cos(math.radians((one.lat + other.lat) / 2))
    return _KILOMETRES_A_DEGREE * math.hypot(one.lat - other.lat, east)
