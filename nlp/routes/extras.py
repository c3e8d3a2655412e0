"""Places that are told beside the whole way: where else it may begin or end, and who asks about it."""

from __future__ import annotations

from nlp.routes.journey import is_or_holds
from nlp.routes.mention import CHAIN, LEADING, Mention
from nlp.routes.offers import first_part, last_part, lies_on, passed_at, with_start
from nlp.routes.state import State
from nlp.routes.tariffs import PRICE_LIST


def is_told_of_asker(state: State, mention: Mention) -> bool:
    """Where the writer wants to come to; where he is, is noted, and read on."""
    if mention.asker and mention.part in ("at", ""):
        state.here.append(mention)
    if mention.wish and mention.part in ("to", "at", "") and mention.tie not in CHAIN:
        state.wished.append(mention)
        return True
    return False


def is_part(state: State, mention: Mention, following: Mention | None) -> bool:
    """A stop of the whole way, named again because one may get out or in there as well."""
    now = state.now
    if following is not None and following.tie in (*LEADING, "next", "then"):
        return False
    if now.whole() and any(mention.place.id == start.place.id for start in now.origins()):
        return _is_price_of_start(mention, following)
    at = passed_at(now, mention)
    if at is None or not now.whole() or not now.origin or mention.tie in CHAIN:
        return False
    if not (mention.only or mention.charged or mention.also):
        return False
    starts = mention.part in ("from", "gather") or mention.also
    state.parts.append((last_part(now, at) if starts else first_part(now, at), mention.only or mention.also))
    return True


def _is_price_of_start(mention: Mention, following: Mention | None) -> bool:
    """ "From A or B to C. From A 300, from B 400": what it costs from there."""
    if mention.part != "from" and (mention.tie == "priced" or mention.why == PRICE_LIST):
        return True
    goes_on = following is not None and following.sentence == mention.sentence and following.part in ("to", "via")
    return mention.part in ("from", "gather", "at") and mention.tie in ("priced", "break") and not goes_on


def is_further_start(state: State, mention: Mention, following: Mention | None) -> bool:
    """ "We also take people from C", "those in C we bring to A": said when the whole way from A is told."""
    now = state.now
    there = mention.unsure or mention.part in ("from", "gather", "at", "")
    if not (there and mention.also and now.origin and now.whole()):
        return False
    ties = ("break", "priced", "text", "list") if mention.part == "from" else ("break", "priced")
    if mention.tie not in ties or any(is_or_holds(stop, mention) for stop in now.all()):
        return False
    if following is not None and following.sentence == mention.sentence and following.tie not in ("or", "and"):
        if following.place.id != now.origin.place.id:
            return False
        state.fed = mention
    _start_elsewhere(state, mention, brought=state.fed is mention or state.aboard or mention.more or mention.charged)
    return True


def gather(state: State, mention: Mention) -> None:
    """Where people are taken in: on the way, or where it begins if nothing else says so."""
    now = state.now
    if now.origin is None:
        state.stays.add(mention)
    elif now.whole() and mention.tie in ("priced", "break") and (state.amounts > 1 or mention.part == "from"):
        if lies_on(now, mention) and mention.part != "from" and not mention.charged:
            now.via.append(mention)
        else:
            _start_elsewhere(state, mention, brought=state.aboard or mention.part == "gather")
    elif mention.charged and not now.ends and mention.place.id != now.origin.place.id:
        now.others.append(mention)  # "who gets in at A pays 900, at C 800"
    elif not any(mention.place.id == stop.place.id for stop in now.all()):
        now.via.append(mention)
    state.loose = []


def is_another_start(state: State, mention: Mention, following: Mention | None) -> bool:
    """ "From A or B", and "from A to C 400, from B 500": the same way from another place."""
    now = state.now
    if mention.tie in ("or", "and") and now.last == "from" and mention.part in ("", "from"):
        for way in [*state.done, now]:
            if way.origin is now.origin:
                way.others.append(mention)
        return True
    leads_on = (
        following is not None and following.part in ("to", "via", "") and following.tie not in ("break", "priced", "or")
    )
    new = now.origin is not None and now.whole() and not any(is_or_holds(stop, mention) for stop in now.all())
    if mention.part == "from" and mention.tie == "priced" and new and not leads_on:
        _start_elsewhere(state, mention, brought=mention.more)
        return True
    return False


def is_from_elsewhere(state: State, mention: Mention, following: Mention | None) -> bool:
    """ "To A from B, to C from D": the goal stands before its start, as it did before."""
    if mention.part != "to" or following is None or following.part != "from" or following.tie == "break":
        return False
    now = state.now
    return bool(now.origin and now.ends and now.before) and not is_or_holds(mention, following)


def _start_elsewhere(state: State, mention: Mention, *, brought: bool) -> None:
    """ "From A to B 4500, 5000 if I fetch you in C"; "we also take people from C"."""
    now = state.now
    start = now.origin.place.id if now.origin else ""
    ways = [way for way in [*state.done, now] if way.origin and way.origin.place.id == start and way.whole()]
    for way in ways:
        state.begin(with_start(way, mention, brought=brought))
