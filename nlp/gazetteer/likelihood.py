"""Which of several namesakes is meant: near the other places, on the corridor, then the larger."""

from __future__ import annotations

import math
from collections.abc import Sequence

from nlp.gazetteer.entry import Entry, kilometres

#: Countries of the corridor: among namesakes the one on the route is meant.
CORRIDOR = {
    code: weight
    for weight, codes in (
        (3.0, "XK RS HU AT AL MK BA HR SI BG GR TR ME"),
        (2.0, "DE IT RO AF IR IQ SY PK CH"),
        (1.0, "FR BE NL GB SE SK CZ PL ES DK NO LB JO BD IN EG MA DZ TN LY BY UA MD CY MT RU"),
        (0.5, "FI EE LV LT PT GE AM AZ KZ UZ TJ KG SA YE OM AE SD ER ET SO NE ML SN MR GM GN NG EH KM YT NP LK VN"),
    )
    for code in codes.split()
}
_KIND = {"country": 4.0, "region": 2.0, "crossing": 2.5, "city": 0.0, "village": 0.0}
_HALF = 200.0  # km: a day's way; at this distance half of the nearness is left


#: The most that `company` can add.
MOST_COMPANY = 2.0


def likelihood(entry: Entry, near: Sequence[Entry] = ()) -> float:
    """How likely a place is meant, before the text is read further; only for comparing namesakes."""
    size = math.log10(max(entry.population, 100))
    return size + _KIND[entry.kind] + CORRIDOR.get(entry.country, 0.0) + company(entry, near)


def fame(entry: Entry) -> float:
    """How likely somebody looks for a place: a crossing is no likelier than a village, unlike where a text names it."""
    return likelihood(entry) - (_KIND["crossing"] if entry.kind == "crossing" else 0.0)


def company(entry: Entry, near: Sequence[Entry]) -> float:
    """What the other places of a text add to the likelihood."""
    return MOST_COMPANY * max(nearness(entry, other) for other in near) if near else 0.0


def nearness(one: Entry, other: Entry) -> float:
    """1 for places at the same spot or in the country that was named, less with the distance, half at 200 km."""
    if one.country == other.country and "country" in (one.kind, other.kind):
        return 1.0
    distance = kilometres(one, other)
    return 0.0 if distance is None else _HALF / (_HALF + distance)
