"""Whether a place prolongs the way that is being read, or lies on it; `amounts`: how many prices the text names."""

from __future__ import annotations

from nlp.routes.journey import Journey, is_or_holds
from nlp.routes.mention import Mention
from nlp.routes.nearness import are_neighbours, lies_between

_ON_THE_WAY = 1.2
_PASSED = 1.3
_DETOUR = 1.4  # how much longer the way over a place may be for it to lie on the way


def leads_further(now: Journey, mention: Mention, amounts: int) -> bool:
    """Whether the destination before turns out to be a stop on the way to this one."""
    if not now.ends:
        return False
    on = mention.tie == "next" and now.last == "to"  # "to Belgrade to Vienna"
    on = on or (now.origin is not None and mention.tie == "text")  # "from A to B, by boat to C"
    on = on or (mention.tie in ("list", "and") and now.last == "to" and _goes_over_the_one_before(now, mention))
    on = on or (mention.tie == "priced" and now.origin is not None and amounts == 1 and not mention.choice)
    on = on or (mention.tie == "break" and now.chained and amounts == 1)
    if on:
        now.via.append(now.ends.pop())
    return on


def is_on_the_way(now: Journey, mention: Mention, amounts: int) -> bool:
    """ "From A to C for 800, to B on foot", one price: B is passed."""
    if amounts != 1 or mention.tie not in ("priced", "break") or not now.ends or now.origin is None:
        return False
    if not lies_between(now.origin.place, mention.place, now.ends[-1].place, _ON_THE_WAY):
        return False
    now.via.append(mention)
    return True


def is_closer_than_heading(now: Journey, mention: Mention) -> bool:
    """ "To Iran, from Zaranj to Kerman": the goal named first is told closer, or lies behind this stop."""
    if now.last != "from" or now.before != 1 or len(now.ends) != 1 or mention.tie in ("or", "priced", "break"):
        return False
    if is_or_holds(mention, now.ends[0]):
        return True
    if is_or_holds(now.ends[0], mention):
        now.ends = []
        return False
    now.via.append(mention)
    return True


def pass_by(journeys: list[Journey], aside: list[Mention]) -> None:
    """Stops of the only way that are named between its ends without a word: "Spin Boldak. The night in Quetta …"."""
    whole = [journey for journey in journeys if journey.ends]
    if len(whole) != 1 or whole[0].origin is None or len(whole[0].ends) != 1:
        return
    way, start, end = whole[0], whole[0].origin, whole[0].ends[0]
    for mention in aside:
        known = any(is_or_holds(stop, mention) or is_or_holds(mention, stop) for stop in way.all())
        if known or not start.first < mention.first < end.first:
            continue
        if lies_between(start.place, mention.place, end.place, _PASSED):
            at = sum(stop.first < mention.first for stop in way.via)
            way.via.insert(at, mention)


def tell_goals_closer(journeys: list[Journey], aside: list[Mention]) -> None:
    """ "To Germany from Kos! Munich and Düsseldorf": cities without a word, in the one country that is gone to."""
    for journey in journeys:
        if len(journey.ends) != 1 or journey.ends[0].place.kind != "country" or journey.ends[0].charged:
            continue
        goal = journey.ends[0]
        closer = [mention for mention in aside if _tells_closer(mention, goal) and mention not in journey.all()]
        journey.ends = closer or journey.ends


def _tells_closer(mention: Mention, goal: Mention) -> bool:
    if mention.place.kind == "country" or mention.place.country != goal.place.country:
        return False
    return mention.first > goal.first and mention.sentence - goal.sentence <= 1


def _goes_over_the_one_before(now: Journey, mention: Mention) -> bool:
    """In a list of places, whether the one before lies on the way to this one; where unknown, it does."""
    origin, before = now.origin, now.ends[-1]
    if origin is None:
        return False
    if mention.tie == "and" and mention.part == "to":  # "to A and to B": both are offered, unless A is well before B
        rest = lies_between(origin.place, before.place, mention.place, _DETOUR)
        return bool(rest) and not are_neighbours(origin.place, before.place, mention.place)
    if mention.tie == "list":
        return True
    return lies_between(origin.place, before.place, mention.place, _DETOUR) is not False
