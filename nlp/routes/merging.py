"""What several journeys of one text say of each other: a part of the way, its goal, its heading, the way back."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, pairwise

from nlp.routes.feeders import with_feeders
from nlp.routes.journey import Journey
from nlp.routes.mention import Mention
from nlp.routes.nearness import lies_between

_DETOUR = 1.25
_LEAST_LEGS = 3  # of two legs the sum is told as a bargain, not as a journey


def merged(journeys: list[Journey], amounts: int) -> list[Journey]:
    """The journeys of a text that stand for themselves; `amounts`: how many prices it names."""
    steps: tuple[Callable[[list[Journey]], list[Journey]], ...] = (
        _way_out,
        _prolonged,
        _joined,
        lambda found: [*found, *_whole_of_legs(found)] if amounts > len(found) else found,
        with_feeders,
        _directed,
        lambda found: _with_goals(found) if amounts < 2 else found,
        lambda found: _with_parts(found) if amounts < 2 else found,
        _without_headings,
        _without_wide_ends,
        _without_country_of_end,
    )
    for step in steps:
        journeys = step(journeys)
    return journeys


def _prolonged(journeys: list[Journey]) -> list[Journey]:
    """ "From A to B 1000. From B to C another 150": the second is the whole way to C."""
    for before, journey in pairwise(journeys):
        if journey.origin is None or len(before.ends) != 1 or not journey.ends[-1].more:
            continue
        if before.origin and before.ends[0].place.id == journey.origin.place.id:
            journey.via = [*before.via, *before.ends, *journey.via]
            journey.origin, journey.others = before.origin, list(before.others)
    return journeys


def _joined(journeys: list[Journey]) -> list[Journey]:
    """ "B – C – D. From A to B by boat": the chain that is told first, and has no price, goes on from there."""
    for chain, journey in combinations(journeys, 2):
        if not (chain.chained and chain.origin and journey.origin) or len(chain.ends) != 1 or len(journey.ends) != 1:
            continue
        new = all(stop.place.id != journey.origin.place.id for stop in chain.all())
        if new and journey.ends[0].place.id == chain.origin.place.id and not chain.ends[0].charged:
            chain.via = [*journey.via, *journey.ends, *chain.via]
            chain.origin = journey.origin
            return [other for other in journeys if other is not journey or journey.ends[0].charged]
    return journeys


def _whole_of_legs(journeys: list[Journey]) -> list[Journey]:
    """ "A – B 300, B – C 400, all at once 600": what all legs together are, where there is a price for it as well."""
    if len(journeys) < _LEAST_LEGS or not all(journey.origin and len(journey.ends) == 1 for journey in journeys):
        return []
    for leg, following in pairwise(journeys):
        if following.origin is None or leg.ends[0].place.id != following.origin.place.id:
            return []
    stops = [stop for leg in journeys for stop in [*leg.via, *leg.ends]]
    return [Journey(origin=journeys[0].origin, via=stops[:-1], ends=stops[-1:], chained=True)]


def _way_out(journeys: list[Journey]) -> list[Journey]:
    """ "I come back from Trieste to Novi Pazar" is told of somebody who goes to Trieste."""
    found = []
    for journey in journeys:
        if journey.origin and len(journey.ends) == 1 and (journey.origin.back or journey.ends[0].back):
            if len(journeys) > 1:
                continue
            journey = Journey(origin=journey.ends[0], via=journey.via[::-1], ends=[journey.origin])
        found.append(journey)
    return found


def _directed(journeys: list[Journey]) -> list[Journey]:
    """ "A ↔ B" says nothing where another journey says the direction."""
    if not any(journey.either_way for journey in journeys):
        return journeys
    told = {mention.place.id for journey in journeys if not journey.either_way for mention in journey.all()}
    return [
        journey
        for journey in journeys
        if not journey.either_way or not {mention.place.id for mention in journey.all()} <= told
    ]


def _with_goals(journeys: list[Journey]) -> list[Journey]:
    """ "To Vienna one gets like this: first A, then B": the goal that is named first is the end of the way."""
    if len(journeys) != 2:
        return journeys
    goal, way = journeys
    if goal.origin or len(goal.ends) != 1 or way.origin is None or len(way.ends) != 1 or goal.via:
        return journeys
    if _is_in(way.ends[0], goal.ends[0]) or any(stop.place.id == goal.ends[0].place.id for stop in way.all()):
        return [way]
    way.via.append(way.ends[0])
    way.ends = [goal.ends[0]]
    return [way]


def _with_parts(journeys: list[Journey]) -> list[Journey]:
    """ "From Tehran to Istanbul, Khoy to Van on foot": the second is a part of the first."""
    found: list[Journey] = []
    for journey in journeys:
        last = found[-1] if found else None
        if last and _is_part(journey, last):
            last.via.extend(stop for stop in journey.all() if stop.place.id != last.ends[0].place.id)
            continue
        found.append(journey)
    return found


def _is_part(part: Journey, whole: Journey) -> bool:
    if not (part.origin and whole.origin and len(part.ends) == len(whole.ends) == 1) or part.others or whole.others:
        return False
    if part.origin.place.id == whole.origin.place.id or part.ends[0].place.id == whole.ends[0].place.id:
        return False
    start, end = whole.origin.place, whole.ends[0].place
    return all(lies_between(start, stop.place, end, _DETOUR) for stop in part.all())


def _without_headings(journeys: list[Journey]) -> list[Journey]:
    """ "Serbia Hungary Austria, from Subotica to Vienna": countries as a heading, told closer below."""
    whole = [journey for journey in journeys if journey.whole()]
    found: list[Journey] = []
    for journey in journeys:
        closer = [other for other in whole if other is not journey and _tells_closer(other, journey)]
        if not closer:
            found.append(journey)
            continue
        between = [stop for stop in journey.via if not _has(closer[0], stop)]
        if len(closer) == 1 and between and not closer[0].via:
            closer[0].via.extend(between)
    return found


def _tells_closer(closer: Journey, heading: Journey) -> bool:
    """Whether the ends of the one are those of the other, or lie in the countries that it names as its ends."""
    if not (closer.origin and heading.origin and heading.whole()):
        return False
    if closer.inherited or not any(_is_in(end, country) for end in closer.ends for country in heading.ends):
        return False
    starts = all(_is_at(origin, heading.origin) for origin in closer.origins())
    return starts and all(any(_is_at(end, country) for country in heading.ends) for end in closer.ends)


def _is_at(place: Mention, other: Mention) -> bool:
    return place.place.id == other.place.id or _is_in(place, other)


def _without_wide_ends(journeys: list[Journey]) -> list[Journey]:
    """ "To Austria or Germany? To Graz, to Munich": the countries are told closer."""
    for journey in journeys:
        known = journey.ends + [
            end for other in journeys if other is not journey and _start_alike(other, journey) for end in other.ends
        ]
        journey.ends = [end for end in journey.ends if end.charged or not any(_is_in(one, end) for one in known)]
    return [journey for journey in journeys if journey.ends]


def _without_country_of_end(journeys: list[Journey]) -> list[Journey]:
    """ "Izmir – Italy, landing in Sicily": the country right before its own place is no step of its own."""
    for journey in journeys:
        last = journey.via[-1] if journey.via else None
        if last and not last.part and all(_is_in(end, last) and end.tie != "then" for end in journey.ends):
            journey.via = journey.via[:-1]
    return journeys


def _start_alike(one: Journey, other: Journey) -> bool:
    return one.origin is not None and other.origin is not None and one.origin.place.id == other.origin.place.id


def _has(journey: Journey, stop: Mention) -> bool:
    return any(_is_in(other, stop) for other in journey.all())


def _is_in(place: Mention, country: Mention) -> bool:
    """Whether a place lies in a country, and is not the country itself."""
    if country.place.kind != "country" or place.place.kind == "country":
        return False
    return place.place.country == country.place.country
