"""Where the journey of somebody who asks begins and is to end: where he is now, and where he wants to be."""

from __future__ import annotations

from nlp.routes.journey import Journey, is_or_holds
from nlp.routes.mention import Mention
from nlp.routes.nearness import distance


def give_goal(journeys: list[Journey], wished: list[Mention]) -> None:
    """Ends the last journey where the asker wants to come to, if no journey has an end."""
    if not wished or any(journey.ends for journey in journeys):
        return
    started = [journey for journey in journeys if journey.origin] or journeys
    started[-1].ends = [wished[-1]]


def complete(journeys: list[Journey], here: list[Mention], wished: list[Mention]) -> None:
    """Prolongs the one journey that is asked about by where the asker is and where he wants to come to."""
    whole = [journey for journey in journeys if journey.ends]
    if here and len(whole) == 1 and _is_row(whole[0].ends):
        *passed, end = whole[0].ends  # "he says six hours to A and 1200 till B"
        whole[0].via, whole[0].ends = [*whole[0].via, *passed], [end]
        if passed and whole[0].origin is None:
            whole[0].origin = here[0]
    if len(whole) != 1 or len(whole[0].ends) != 1 or whole[0].either_way:
        return
    for mention in here[:1]:
        _start_at(whole[0], mention)
    for mention in wished[-1:]:
        _end_at(whole[0], mention)


def _is_row(ends: list[Mention]) -> bool:
    last = ends[-1]
    paid = last.charged and not last.more
    return not last.choice and not paid and all(end.sentence in (0, last.sentence) for end in ends)


def _start_at(way: Journey, here: Mention) -> None:
    if way.origin is None or any(is_or_holds(here, stop) or is_or_holds(stop, here) for stop in way.all()):
        return
    back, on = distance(here.place, way.origin.place), distance(here.place, way.ends[0].place)
    if back is None or (on is not None and on < back):
        return
    if way.origin.tie == "break" and way.origin.first > way.ends[0].first:
        way.others.append(way.origin)  # "I am in A, it costs 3000 to C. Somebody says: from B"
    else:
        way.via.insert(0, way.origin)
    way.origin = here


def _end_at(way: Journey, goal: Mention) -> None:
    end = way.ends[0]
    if any(is_or_holds(goal, stop) for stop in way.all()):
        return
    if not is_or_holds(end, goal):
        way.via.append(end)
    way.ends = [goal]
