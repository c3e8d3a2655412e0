"""Mentions in, journeys out: who goes from where, by what way, to where."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from nlp.routes.asked import complete, give_goal
from nlp.routes.chains import continues
from nlp.routes.extras import (
    gather,
    is_another_start,
    is_from_elsewhere,
    is_further_start,
    is_part,
    is_told_of_asker,
)
from nlp.routes.headings import without_heading
from nlp.routes.journey import Journey, is_or_holds
from nlp.routes.lists import mark_ways, part_lines, share_start
from nlp.routes.mention import CHAIN, LEADING, Mention
from nlp.routes.offers import first_part, lies_on, passed_at
from nlp.routes.onward import is_closer_than_heading, is_on_the_way, leads_further, pass_by, tell_goals_closer
from nlp.routes.state import State
from nlp.routes.tariffs import mark_legs, mark_pairs, mark_price_lists

_LISTED = ("list", "and", "or", "priced")
_GOAL_AND_STOP = 2
_MOST_LOOSE = 8  # places without a word of direction that may turn out to be destinations


def read_journeys(mentions: Iterable[Mention], amounts: int, *, evident: bool, aboard: bool) -> list[Journey]:
    """The journeys, in order; what has no destination is none.

    `amounts`: how many prices the text names; `evident`: whether something in it tells of travelling; `aboard`:
    whether of a boat or a plane, which one gets into at one place.
    """
    found = without_heading(list(mentions))
    part_lines(found)
    mark_ways(found)
    mark_pairs(found)
    mark_legs(found)
    mark_price_lists(found)
    state = State(amounts, aboard)
    for number, (mention, following) in enumerate(zip(found, [*found[1:], None], strict=True)):
        _take(state, mention, following)
        state.before = mention
        if mention.part == "from":
            share_start(found, number)
    return _finished(state, found, evident=evident)


def _finished(state: State, found: list[Mention], *, evident: bool) -> list[Journey]:
    """With the starts and the goals that are told elsewhere in the text."""
    done = state.finish()
    for journey in done:
        _put_goal_last(journey)
        if journey.last == "to" and journey.via and not journey.ends:
            journey.ends = [journey.via.pop()]  # "from A to B. From B …", and nothing more
        journey.ends = journey.ends or ((journey.headed or journey.unsaid) if evident else [])
    give_goal(done, state.wished or _heading(found))
    if evident:
        state.stays.begin(done, own=bool(state.amounts))
    tell_goals_closer(done, state.aside)
    pass_by(done, state.aside)
    complete(done, state.here, state.wished)
    for journey in done:
        journey.tariff = _is_tariff(journey)
    return [journey for journey in done if journey.ends]


def _put_goal_last(journey: Journey) -> None:
    """ "To D, start in A, on foot to B, then to C": the goal that is named first lies behind all stops."""
    if journey.before != 1 or len(journey.ends) != _GOAL_AND_STOP or not journey.chained:
        return
    goal, stop = journey.ends
    if journey.origin and is_or_holds(goal, journey.origin):
        journey.ends = [stop]  # "Friends in Bosnia! From A …"
    elif not (goal.charged or stop.charged or stop.choice or is_or_holds(goal, stop)):
        journey.via.append(stop)
        journey.ends = [goal]


def _heading(found: list[Mention]) -> list[Mention]:
    """A place that is named first, without a word of direction: the goal, where no other is named."""
    return [
        first
        for first, second in pairwise(found[:2])
        if not (first.part or first.own) and (first.place.kind == "country" or first.sentence == second.sentence)
    ]


def _is_tariff(journey: Journey) -> bool:
    return (
        journey.origin is None
        and len(journey.ends) > 1
        and all(end.part == "to" and not end.unsure for end in journey.ends)
        and journey.ends[-1].tie == "priced"
    )


def _take(state: State, mention: Mention, following: Mention | None) -> None:
    """The next place: the first of these readings that fits is taken."""
    if mention.tie == "break":
        state.loose, state.now.last, state.departed_here = [], "", False
    if mention.part == "home":
        state.loose = []
    elif _is_passed_over(state, mention):
        return
    elif is_from_elsewhere(state, mention, following):
        state.begin(Journey(ends=[mention], last="to"))
    elif not (_is_extra(state, mention, following) or _is_next(state, mention, following)):
        _play(state, mention, "" if following and _departs_to(mention, following) else _part(state, mention))


def _is_passed_over(state: State, mention: Mention) -> bool:
    """What the way back costs, and "those in C we bring to A", where the way begins already."""
    brought_there = state.fed is not None and state.fed is state.before
    return brought_there or bool(mention.back and state.now.origin and mention.part in ("from", "to", "via"))


def _is_extra(state: State, mention: Mention, following: Mention | None) -> bool:
    """Whether it is told beside the way that is being read."""
    if is_told_of_asker(state, mention) or is_part(state, mention, following):
        return True
    if is_further_start(state, mention, following):
        return True
    waits = mention.waits and mention.tie not in CHAIN and (mention.part != "from" or state.now.whole())
    if mention.part == "gather" or waits:
        gather(state, mention)
        return True
    return state.stays.is_choice(mention, state.before)


def _is_next(state: State, mention: Mention, following: Mention | None) -> bool:
    """Whether it is one more start of the way, or one more stop of a chain."""
    if is_another_start(state, mention, following):
        return True
    return mention.tie in CHAIN and mention.part != "from" and continues(state, mention)


def _play(state: State, mention: Mention, part: str) -> None:
    if part == "from":
        _depart(state, mention)
    elif part in ("to", "via"):
        _pass_or_arrive(state, mention, part)
    else:
        if mention.part == "at":
            state.stays.add(mention)
        elif not (mention.choice or mention.charged or mention.own):
            state.aside.append(mention)
        _note_unsaid(state.now, mention)
        state.loose = [*state.loose, mention][-_MOST_LOOSE:]
        state.now.last = ""


def _note_unsaid(now: Journey, mention: Mention) -> None:
    """ "Departure A, direct, B 850": the end, if the sentence names no other."""
    alone = not (now.ends or now.via or now.unsaid or mention.part or mention.own or mention.choice)
    if alone and now.origin and now.origin.sentence == mention.sentence and not is_or_holds(now.origin, mention):
        now.unsaid = [mention]


def _part(state: State, mention: Mention) -> str:
    """A place in a list, or in a list of prices, plays the part of the one before it."""
    listed = mention.tie in _LISTED and (mention.part == "" or (mention.part == "at" and mention.tie != "priced"))
    same = state.before is not None and state.before.sentence == mention.sentence
    listed = listed and not mention.own and (same or mention.tie != "priced")
    if listed and not state.loose:
        if state.now.last == "from" and mention.tie != "priced":
            return "to" if mention.part == "" and not mention.marked else ""
        if state.now.last == "via" and state.now.ends and mention.tie in ("or", "priced"):
            return "to"  # "to A via B 400, or C 300"
        return state.now.last if state.now.last in ("to", "via") else ""
    return mention.part


def _depart(state: State, mention: Mention) -> None:
    if _goes_on_from(state, mention):
        state.now.last = "to"
        return
    if mention.tie == "then" and state.now.origin and not state.now.ends and not state.loose:
        state.now.via.append(mention)  # "from A on foot, then by train from B to C"
        return
    if state.now.inherited and mention.tie != "break":
        state.now.others = []  # "to Italy from Izmir", under journeys from elsewhere
    elif state.now.origin is not None:
        state.begin(Journey())
    elif state.here and state.now.ends and state.now.ends[-1].sentence != mention.sentence:
        state.now.origin = state.here[0]  # "I am in A, he asks 900 to B. A friend paid 1200 from C"
        state.begin(Journey(headed=list(state.now.ends)))
    elif not state.now.ends and len(state.loose) > 0 and mention.tie in ("priced", "text", "next"):
        state.now.ends = [
            loose for loose in state.loose if loose.part == ""
        ]  # "Vienna 2500, Munich 3000 from Belgrade"
    if mention.tie == "break" and state.now.ends:
        state.now.ends, state.now.headed = [], state.now.ends
    state.now.origin, state.now.inherited = mention, False
    state.now.before = len(state.now.ends)
    state.departed_here = True
    state.now.last = "from"
    state.loose = []


def _goes_on_from(state: State, mention: Mention) -> bool:
    """ "From A to B, from B to C": one way, unless a price between them makes two."""
    if state.now.unsaid and not state.now.ends and state.now.unsaid[0].place.id == mention.place.id:
        state.now.ends, state.now.unsaid = state.now.unsaid, []
    ends = state.now.ends
    if not ends or state.now.origin is None or state.now.either_way or mention.tie == "priced":
        return False
    if not is_or_holds(ends[-1], mention):
        return False
    if state.loose and state.loose[-1].sentence == mention.sentence and mention.tie == "text":
        wanted, now = state.loose[-1], state.now  # "A – B 900. Who wants C, by train from B another 150"
        state.begin(Journey(now.origin, list(now.others), [*now.via, *ends], inherited=True, chained=now.chained))
        state.arrive(wanted)
        return True
    state.now.via.append(ends.pop())
    state.now.via.append(mention)
    return True


def _pass_or_arrive(state: State, mention: Mention, part: str) -> None:
    _leave_loose(state, mention)
    now = state.now
    if part == "via":
        now.via.append(mention)
        now.last = "via"
        return
    if _is_aside(now, mention, state.amounts):
        state.stays.add(mention)
        return
    a_part = state.amounts != 1 and mention.tie in ("break", "priced", "text")
    if a_part and now.origin and now.passes(mention) and (now.chained or mention.tie == "priced"):
        if (at := passed_at(now, mention)) is not None:
            state.parts.append((first_part(now, at), mention.only))
        return  # "A - B - C. To B 300, to C 800": what a part of the way costs
    if now.ends and now.origin is None and all(end.unsure for end in now.ends) and not mention.unsure:
        state.stays.add(*now.ends)  # "in Merdare tomorrow at four. To Niš 300": where they are met
        now.ends = []
    if is_on_the_way(state.now, mention, state.amounts) or is_closer_than_heading(state.now, mention):
        return
    if mention.more and _prolongs(state, mention):
        return
    further = leads_further(state.now, mention, state.amounts)
    if not further and now.ends and now.origin and mention.tie in ("break", "priced"):
        # "A-B 2500, to C 3000": another way
        state.begin(Journey(origin=now.origin, others=now.others, inherited=True))
    state.arrive(mention)


def _leave_loose(state: State, mention: Mention) -> None:
    """A place right before the word of direction: passed, or where the way begins."""
    if mention.tie != "next" or not state.loose:
        return
    if state.departed_here and not state.now.ends:
        state.now.via.append(state.loose[-1])  # "from Sofia to the border at Kalotina and on to Belgrade"
    else:
        state.begin(Journey(origin=state.loose[-1], last="from"))  # "Niš do Beča"


def _is_aside(now: Journey, mention: Mention, amounts: int) -> bool:
    """ "From A to B. You sleep in C": behind a whole way "in" is no "to"."""
    if not mention.unsure or mention.charged or mention.tie not in ("break", "priced", "text") or not now.origin:
        return False
    if not now.ends or now.ends[-1].sentence == mention.sentence or any(end.unsure for end in now.ends):
        return False
    if amounts == 1 and lies_on(now, mention):
        return False
    return all(stop.place.id != mention.place.id for stop in now.all())


def _prolongs(state: State, mention: Mention) -> bool:
    """ "From A to B 4000, on to C another 800": the way to B is offered alone as well."""
    now = state.now
    if now.origin is None or len(now.ends) != 1 or mention.tie == "or":
        return False
    state.begin(Journey(now.origin, list(now.others), [*now.via, *now.ends], inherited=True, chained=now.chained))
    state.arrive(mention)
    return True


def _departs_to(mention: Mention, following: Mention) -> bool:
    """A place without a word of direction, from which an arrow or "to" leads to the next."""
    if mention.part or mention.tie in CHAIN:
        return False
    if following.tie in LEADING:
        return following.tie != "line" or not following.part
    return mention.tie not in ("list", "and") and following.tie == "next" and following.part == "to"
