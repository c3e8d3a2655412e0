"""A text told over many sentences: one way, put together from what each sentence says of it."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.routes.bearing import is_passed
from nlp.routes.cues import CueReader
from nlp.routes.journey import Journey
from nlp.routes.layout import Layout
from nlp.routes.legs import Leg, in_order
from nlp.routes.mention import Mention
from nlp.routes.tables import Labels
from waymark.records import Price

_LEAST_TELLING = 2  # words of somebody who speaks of himself
_LEAST_SENTENCES = 4
_SHORTEST, _LONGEST = 350, 2500  # code points: shorter ones are read as advertisements are, longer ones are reports
_SURELY_TOLD = 420  # code points: an advertisement is shorter
_MOST_PRICES = 4  # more are a list of prices
_LEAST_NEWS = 3  # words of those who report an arrest
_EARLIER = 4  # words around a place


def is_news(found: Labels) -> bool:
    """Whether it is reported that people or vehicles were stopped."""
    return found.count("news") >= _LEAST_NEWS and found.count("caught") > 0


def is_told(length: int, found: Labels, cut: Layout, prices: Sequence[Price]) -> bool:
    """Whether somebody tells of what he has seen or heard of, in `length` code points."""
    if length > _LONGEST or len(prices) > _MOST_PRICES:
        return False
    if is_news(found):
        return True
    if len(cut.sentences) < _LEAST_SENTENCES:
        return False
    return length > _SURELY_TOLD or (length > _SHORTEST and found.count("teller") >= _LEAST_TELLING)


class Narrative:
    """Reads one told text."""

    def __init__(self, found: Labels, cut: Layout) -> None:
        self._found, self._cut = found, cut

    def read(self, mentions: Sequence[Mention]) -> list[Journey]:
        """The one journey that is told, or none."""
        passed = self.passed(mentions)
        stops = self.ordered([mention for mention, taken in zip(mentions, passed, strict=True) if taken])
        if len(stops) < 2:
            return []
        return [Journey(origin=stops[0], via=stops[1:-1], ends=[stops[-1]])]

    def passed(self, mentions: Sequence[Mention]) -> list[bool]:
        """Of each mention, whether people passed there."""
        cues, taken = CueReader(self._found, self._cut, mentions, news=is_news(self._found)), list[bool]()
        for number in range(len(mentions)):
            taken.append(is_passed(cues.read(number, taken)))
        return taken

    def ordered(self, passed: Sequence[Mention]) -> list[Mention]:
        """The stops in the order of travel."""
        goals = self._goals(passed)
        ends = {goal.place.id for goal in goals}
        legs: list[Leg] = []
        last: Mention | None = None
        for mention in passed:
            known = any(_is_same(stop, mention) for leg in legs for stop in leg.stops)
            if not known and mention.place.id not in ends:
                if last is None or not legs or not _goes_on(mention, last, legs[-1]):
                    legs.append(self._leg(mention, last, passed))
                _put(legs[-1], mention)
            last = mention
        return in_order(legs, goals)

    def _goals(self, passed: Sequence[Mention]) -> list[Mention]:
        """Where they were promised to be brought: the first place of which this is said."""
        meant = [
            mention
            for mention in passed
            if mention.part == "to"
            and mention.tie != "then"
            and self._found.any("goal", *self._cut.sentence(mention.first))
        ]
        return meant[:1]

    def _leg(self, mention: Mention, last: Mention | None, passed: Sequence[Mention]) -> Leg:
        """A new leg: told apart from the way where the writer is, where people were stopped, where they had begun."""
        start, end = self._cut.sentence(mention.first)
        near = (max(start, mention.first - _EARLIER), min(end, mention.after + 1))
        earlier = self._found.any("earlier", *near)
        apart = mention.own or mention.part == "home" or any(self._found.any(one, *near) for one in ("caught", "self"))
        follows = (
            last is not None and not earlier and mention.part not in ("from", "gather") and _is_beside(mention, last)
        )
        before = last if follows else self._before_here(mention, passed) if last is None else None
        return Leg(free=apart or earlier, earlier=earlier, behind=before.place.id if before is not None else "")

    def _before_here(self, mention: Mention, passed: Sequence[Mention]) -> Mention | None:
        """ "From Minsk to Lublin and from there to us": where they were before they came to the writer's place."""
        for word in self._found.at.get("hither", ()):
            start, _ = self._cut.sentence(word)
            before = [one for one in passed if start <= one.first < word and not _is_same(one, mention)]
            if before:
                return before[-1]
        return None


def _goes_on(mention: Mention, last: Mention, leg: Leg) -> bool:
    """Whether it is one stop further on the way that is being told."""
    if last not in leg.stops:
        return False  # "from Moscow, named before, to Poland"
    return mention.tie == "then" or (
        mention.sentence == last.sentence and mention.part not in ("from", "gather") and not last.own
    )


def _is_beside(mention: Mention, last: Mention) -> bool:
    return mention.tie == "then" or mention.sentence == last.sentence


def _put(leg: Leg, mention: Mention) -> None:
    """As the next stop, but for "to Lyon by Digne and Gap", where Lyon comes behind."""
    end = leg.stops[-1] if leg.stops else None
    if end is not None and end.part == "to" and mention.part == "via" and mention.tie == "next":
        leg.put_off = end
    if leg.put_off is not None and mention.tie in ("next", "list", "and"):
        leg.stops.insert(leg.stops.index(leg.put_off), mention)
        return
    leg.put_off = None
    leg.stops.append(mention)


def _is_same(one: Mention, other: Mention) -> bool:
    return one.place.id == other.place.id
