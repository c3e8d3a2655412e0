"""Where a journey begins that nobody says the start of: where the people are who are to be taken."""

from __future__ import annotations

from dataclasses import dataclass, field

from nlp.routes.journey import Journey, is_or_holds
from nlp.routes.mention import Mention
from nlp.routes.nearness import lies_between

_DETOUR = 1.6  # how much longer the way over a place may be for people to be brought there


@dataclass
class Stays:
    """Places where somebody is, waits or is met, as they are named."""

    named: list[Mention] = field(default_factory=list)
    choices: list[Mention] = field(default_factory=list)  #: named with "or" behind one of them

    def add(self, *mentions: Mention) -> None:
        """One more, or several."""
        self.named.extend(mentions)

    def is_choice(self, mention: Mention, before: Mention | None) -> bool:
        """Takes the place for another choice if it stands with "or" behind the last one."""
        if mention.tie != "or" or not self.named or before is not self.named[-1]:
            return False
        self.choices.append(mention)
        return True

    def begin(self, journeys: list[Journey], *, own: bool) -> None:
        """Gives the journeys their start, if none of them has one; `own`: the writer's place counts as well."""
        self._lead_to(journeys)
        start = self._start(own=own)
        if start is None or any(journey.origin for journey in journeys if journey.ends):
            return
        for journey in journeys:
            passed_before = start.part != "gather" and bool(journey.via) and journey.via[0].first < start.first
            if journey.ends and not passed_before and not any(is_or_holds(end, start) for end in journey.ends):
                journey.origin, journey.others = start, list(self.choices)
                journey.via = [stop for stop in journey.via if stop.place.id != start.place.id]

    def _lead_to(self, journeys: list[Journey]) -> None:
        """ "Meeting point A. From B by car to C": people are brought from where they meet to where the car leaves."""
        whole = [journey for journey in journeys if journey.ends]
        met = [stay for stay in self.named if stay.part == "gather"]
        if len(whole) != 1 or len(met) != 1:
            return
        way = whole[0]
        if way.origin is None or met[0].first > way.origin.first or any(is_or_holds(s, met[0]) for s in way.all()):
            return
        if lies_between(met[0].place, way.origin.place, way.ends[-1].place, _DETOUR):
            way.via.insert(0, way.origin)
            way.origin = met[0]

    def _start(self, *, own: bool) -> Mention | None:
        """The first, or the place within it that is named behind it."""
        found = [stay for stay in self.named if not stay.own] or (self.named if own else [])
        start = found[0] if found else None
        for stay in found[1:]:
            if start is not None and is_or_holds(start, stay):
                start = stay
        return start
