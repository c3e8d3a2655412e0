"""What is offered beside a whole way: a part of it, or to be taken in elsewhere."""

from __future__ import annotations

from nlp.routes.journey import Journey
from nlp.routes.mention import Mention
from nlp.routes.nearness import lies_between

_ON_THE_WAY = 1.2  # how much longer a way over a place may be for the place to lie on it
_BROUGHT = 1.6  # the same, of the way from a further pick-up over the place where the journey begins


def passed_at(way: Journey, mention: Mention) -> int | None:
    """Which of the stops between the ends the place is."""
    return next((number for number, stop in enumerate(way.via) if stop.place.id == mention.place.id), None)


def first_part(way: Journey, at: int) -> Journey:
    """ "A – B – C 3000, only to B 800": the way to B."""
    return Journey(way.origin, list(way.others), way.via[:at], [way.via[at]], chained=True)


def last_part(way: Journey, at: int) -> Journey:
    """ "A – B – C, who gets in at B pays less": the way from B."""
    return Journey(way.via[at], via=way.via[at + 1 :], ends=list(way.ends), chained=True)


def lies_on(way: Journey, mention: Mention) -> bool | None:
    """Whether people can be taken in there on the way; None where that is unknown."""
    if way.origin is None:
        return None
    return lies_between(way.origin.place, mention.place, way.ends[-1].place, _ON_THE_WAY)


def with_start(way: Journey, mention: Mention, *, brought: bool) -> Journey:
    """The same way from another place; over its own start if people are `brought` there and it is no great detour."""
    following = [*way.via, *way.ends][0]
    if way.origin is None or lies_between(mention.place, way.origin.place, following.place, _BROUGHT) is False:
        brought = False
    end = way.ends[-1].place
    via = [stop for stop in way.via if brought or lies_between(mention.place, stop.place, end, _BROUGHT) is not False]
    if brought and way.origin:
        via.insert(0, way.origin)
    return Journey(origin=mention, via=via, ends=list(way.ends), last="from")
