"""A tip told over many sentences: one way, put together from what each sentence says of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from nlp.routes.journey import Journey
from nlp.routes.layout import Layout
from nlp.routes.mentions import Mention
from nlp.routes.nearness import shortest_with
from nlp.routes.tables import MODES, Labels

_LEAST_TELLING = 2  # words of somebody who speaks of himself: news have none
_LEAST_SENTENCES = 4
_SHORTEST, _LONGEST = 350, 2500  # code points: shorter ones are read as advertisements are, longer ones are reports
_TELLING_EVERY = 600  # code points
_OPENING = 3  # sentences in which the writer says where he sees what he tells of
_GOING = ("from", "to", "via", "gather")


def is_told(length: int, found: Labels, cut: Layout) -> bool:
    """Whether somebody tells of what he has seen or heard of, in `length` code points."""
    if not _SHORTEST < length <= _LONGEST or len(cut.sentences) < _LEAST_SENTENCES:
        return False
    return found.count("teller") >= max(_LEAST_TELLING, length // _TELLING_EVERY)


@dataclass
class Narrative:
    """The stops as they are being told."""

    found: Labels
    cut: Layout
    stops: list[Mention] = field(default_factory=list)
    goals: list[Mention] = field(default_factory=list)
    last_seen: Mention | None = None
    last_taken: Mention | None = None
    seen_at: Mention | None = None  #: where the writer sees people pass

    def read(self, mentions: Sequence[Mention]) -> list[Journey]:
        """The one journey that is told, or none."""
        self.seen_at = self._where_it_is_seen(mentions)
        for number, mention in enumerate(mentions):
            following = mentions[number + 1] if number + 1 < len(mentions) else None
            if mention is not self.seen_at and self._is_on_the_way(mention):
                self.last_taken = mention
                if self._is_goal(mention, following):
                    self.goals.append(mention)
                else:
                    self._add(mention, following)
            self.last_seen = mention
        self._add_where_it_is_seen(mentions)
        return self._journey()

    def _where_it_is_seen(self, mentions: Sequence[Mention]) -> Mention | None:
        """ "In our street in Šid a van stops every evening": a place of the opening, before anybody goes anywhere."""
        if not (self.found.count("here") or self.found.count("hither")):
            return None
        for mention in mentions:
            if mention.sentence >= _OPENING or (mention.part in _GOING and not mention.own):
                return None
            if mention.part in ("at", "") or mention.own:
                return mention
        return None

    def _is_on_the_way(self, mention: Mention) -> bool:
        if mention.part == "home" or mention.own:
            return False
        if mention.part:
            return True
        if mention.tie in ("list", "and", "or"):
            return self.last_taken is not None and self.last_taken is self.last_seen
        return mention.tie in ("then", "arrow") or self._moves(mention)

    def _moves(self, mention: Mention) -> bool:
        return any(self.found.any(label, *self.cut.sentence(mention.first)) for label in ("travel", *MODES))

    def _is_goal(self, mention: Mention, following: Mention | None) -> bool:
        """Promised or paid for, while the story goes on from elsewhere."""
        if mention.part != "to" or (following is not None and following.tie == "then"):
            return False
        return self.found.any("goal", *self.cut.sentence(mention.first))

    def _add(self, mention: Mention, following: Mention | None) -> None:
        at = len(self.stops)
        if any(mention.place.id == stop.place.id for stop in self.stops):
            return
        if mention.part in ("from", "gather") and not self._leads_on(following):
            started = any(stop.part == "to" for stop in self.stops) and any(stop.part == "from" for stop in self.stops)
            at = at if started else 0  # "they come from Bajmok; they had set out from Belgrade"
        if at == 0 and self.stops and _is_country_of(self.stops[0], mention):
            self.stops.pop(0)  # "from Afghanistan to Europe; my nephew went from Nimroz"
        self.stops.insert(at, mention)

    def _leads_on(self, following: Mention | None) -> bool:
        """Whether it is the start of a leg, after others: "from Greece; from Korça to Shkodër"."""
        return (
            bool(self.stops) and following is not None and following.part == "to" and following.tie in ("next", "bare")
        )

    def _add_where_it_is_seen(self, mentions: Sequence[Mention]) -> None:
        """There where it is spoken of as "here"; else where it makes the way the least longer."""
        here = self.seen_at
        if here is None or any(here.place.id == stop.place.id for stop in (*self.stops, *self.goals)):
            return
        at = shortest_with([stop.place for stop in self.stops], here.place)
        if at is None:
            at = 1 if self.stops and self.stops[0].part in ("from", "gather") else 0
        for word in self.found.at.get("hither", ()):
            before = [mention for mention in mentions if mention.first < word and mention in self.stops]
            if before:
                at = self.stops.index(before[-1]) + 1
                break
        self.stops.insert(at, here)

    def _journey(self) -> list[Journey]:
        ids = {goal.place.id for goal in self.goals}
        countries = {goal.place.country for goal in self.goals if goal.place.kind == "country"}
        stops = [stop for stop in self.stops if stop.place.id not in ids and stop.place.country not in countries]
        stops += list({goal.place.id: goal for goal in self.goals}.values())
        if len(stops) < 2:
            return []
        return [Journey(origin=stops[0], via=stops[1:-1], ends=[stops[-1]])]


def _is_country_of(one: Mention, other: Mention) -> bool:
    return one.place.kind == "country" and one.part == "from" and one.place.country == other.place.country
