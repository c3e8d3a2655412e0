"""Chains of stops: arrows, dashes, lines, "then"."""

from __future__ import annotations

from nlp.routes.journey import Journey
from nlp.routes.mention import Mention
from nlp.routes.offers import first_part
from nlp.routes.state import State


def continues(state: State, mention: Mention) -> bool:
    """One stop further along a chain; False where nothing is there to continue."""
    if state.loose and _reached(state, state.loose[-1]):
        state.loose = []  # "A → B" and, in the next line, "B → C"
        state.now.last = "to"
    if state.loose:
        _set_out(state, mention)
    elif not state.now.last:
        return False
    if mention.part == "via":
        if state.now.ends and state.now.last == "to" and mention.tie == "then":
            state.now.via.append(state.now.ends.pop())  # "to A, then through B to C"
        state.now.via.append(mention)
        state.now.last = "via"
        return True
    if state.now.last == "via" and not mention.part and (state.now.ends or state.now.headed):
        state.now.via.append(mention)  # "to Graz from Kladuša, through Karlovac, then Brežice"
        return True
    if state.now.ends and state.now.last == "to":
        state.now.via.append(state.now.ends.pop())
        if state.now.via[-1].charged and mention.tie == "arrow":
            state.parts.append((first_part(state.now, len(state.now.via) - 1), True))
    state.now.chained = True
    state.arrive(mention)
    return True


def _set_out(state: State, mention: Mention) -> None:
    """A chain begins at the place before, unless the way that is being read has not come to its end yet."""
    if state.now.origin and not state.now.ends and (mention.tie, mention.part) == ("bare", "to"):
        state.now.via.append(state.loose[-1])  # "from A, B to C"
        return
    if state.loose[-1] in state.now.unsaid:
        state.now.unsaid = []
    state.begin(
        Journey(
            origin=state.loose[-1],
            others=_choices(state),
            chained=True,
            either_way=mention.tie == "both",
            last="from",
        )
    )


def _reached(state: State, mention: Mention) -> bool:
    """Whether a chain without a price of its own has come to the place."""
    now = state.now
    ends = now.ends
    return now.chained and len(ends) == 1 and mention.tie != "priced" and ends[0].place.id == mention.place.id


def _choices(state: State) -> list[Mention]:
    """Places named with "or" before the one that a chain begins with: "Ankara/Istanbul – Sarajevo"."""
    return state.loose[-2:-1] if len(state.loose) > 1 and state.loose[-1].tie == "or" else []
