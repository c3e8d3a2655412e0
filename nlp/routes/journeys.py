"""Mentions in, journeys out: who goes from where, by what way, to where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from nlp.routes.mentions import Mention

_CHAIN = ("arrow", "bare", "then")
_MOST_LOOSE = 8  # places without a word of direction that may turn out to be destinations


@dataclass
class Journey:
    """One journey as it is being read; `ends` are alternative destinations from the same origin."""

    origin: Mention | None = None
    via: list[Mention] = field(default_factory=list)
    ends: list[Mention] = field(default_factory=list)
    headed: list[Mention] = field(default_factory=list)  #: destinations of a heading; hold where no other is named
    chained: bool = False  #: by arrows or dashes
    last: str = ""  #: the part the last mention played

    def all(self) -> list[Mention]:
        return [*([self.origin] if self.origin else []), *self.via, *self.ends]

    def passes(self, mention: Mention) -> bool:
        """Whether the place is a stop between the ends."""
        return any(mention.place.id == stop.place.id for stop in self.via)

    def whole(self) -> bool:
        return bool(self.ends) and len({mention.place.id for mention in self.all()}) > 1


class JourneyReader:
    """Reads the mentions of a text one after the other."""

    def __init__(self) -> None:
        self._done: list[Journey] = []
        self._now = Journey()
        self._departed_here = False  #: the origin stands in the sentence being read
        self._loose: list[Mention] = []  #: places since the last break that play no part yet

    def read(self, mentions: Iterable[Mention]) -> list[Journey]:
        """The journeys, in order; what has no destination or only one stop is none."""
        found = list(mentions)
        for mention, following in zip(found, [*found[1:], None], strict=True):
            self._take(mention, following is not None and _departs_to(mention, following))
        self._done.append(self._now)
        for journey in self._done:
            journey.ends = journey.ends or journey.headed
        return [journey for journey in self._done if journey.whole()]

    def _take(self, mention: Mention, departs: bool) -> None:
        """`departs`: what follows leads on from here, so that another journey begins."""
        if mention.tie == "break":
            self._loose = []
            self._now.last = ""
            self._departed_here = False
        if mention.part == "home":
            self._loose = []
            return
        if mention.tie in ("or", "and") and self._now.last == "from" and mention.part in ("", "from"):
            return  # another place to start from: one origin a route
        if mention.tie in _CHAIN and mention.part != "from" and self._continues(mention):
            return
        part = "" if departs else self._part(mention)
        if part == "from":
            self._depart(mention)
        elif part in ("to", "via"):
            self._pass_or_arrive(mention, part)
        elif mention.part == "at" and self._now.origin and not self._now.ends and mention.tie != "break":
            self._arrive(mention)
        else:
            self._loose = [*self._loose, mention][-_MOST_LOOSE:]
            self._now.last = ""

    def _part(self, mention: Mention) -> str:
        """A place in a list, or in a list of prices, plays the part of the one before it."""
        listed = mention.part in ("", "at") and mention.tie in ("list", "and", "or", "priced")
        if listed and not self._loose:
            if self._now.last == "from" and mention.tie != "priced":
                return "to" if mention.part == "" and not mention.marked else ""
            if self._now.last == "via" and self._now.ends and mention.tie in ("or", "priced"):
                return "to"  # "to A via B 400, or C 300"
            return self._now.last if self._now.last in ("to", "via") else ""
        return mention.part

    def _continues(self, mention: Mention) -> bool:
        """One stop further along a chain; False where nothing is there to continue."""
        if self._loose:
            self._begin(Journey(origin=self._loose[-1], chained=True, last="from"))
        elif not self._now.last:
            return False
        if mention.part == "via":
            self._now.via.append(mention)
            self._now.last = "via"
            return True
        if self._now.ends and self._now.last == "to":
            self._now.via.append(self._now.ends.pop())
        self._now.chained = True
        self._arrive(mention)
        return True

    def _depart(self, mention: Mention) -> None:
        if self._goes_on_from(mention):
            self._now.last = "to"
            return
        if self._now.origin is not None:
            self._begin(Journey())
        elif not self._now.ends and len(self._loose) > 0 and mention.tie in ("priced", "text", "next"):
            self._now.ends = [
                loose for loose in self._loose if loose.part == ""
            ]  # "Vienna 2500, Munich 3000 from Belgrade"
        if mention.tie == "break" and self._now.ends:
            self._now.ends, self._now.headed = [], self._now.ends
        self._now.origin = mention
        self._departed_here = True
        self._now.last = "from"
        self._loose = []

    def _goes_on_from(self, mention: Mention) -> bool:
        """ "From A to B, from B to C": one way, unless a price between them makes two."""
        ends = self._now.ends
        if not ends or self._now.origin is None or mention.tie == "priced" or not _is_or_holds(ends[-1], mention):
            return False
        self._now.via.append(ends.pop())
        self._now.via.append(mention)
        return True

    def _pass_or_arrive(self, mention: Mention, part: str) -> None:
        if mention.tie == "next" and self._loose:
            if self._departed_here and not self._now.ends:
                self._now.via.append(self._loose[-1])  # "from Sofia to the border at Kalotina and on to Belgrade"
            else:
                self._begin(Journey(origin=self._loose[-1], last="from"))  # "Niš do Beča"
        if part == "via":
            self._now.via.append(mention)
            self._now.last = "via"
            return
        now = self._now
        if now.chained and mention.tie in ("break", "priced", "text") and now.passes(mention):
            return  # "A - B - C. To B 300, to C 800": what a part of the way costs
        if mention.tie == "next" and now.last == "to" and now.ends:
            now.via.append(now.ends.pop())  # "to Belgrade to Vienna"
        elif now.ends and now.origin and mention.tie == "text":
            now.via.append(now.ends.pop())  # "from A to B, by boat to C"
        elif now.ends and now.origin and mention.tie in ("break", "priced"):
            self._begin(Journey(origin=now.origin))  # "A-B 2500, to C 3000": the same start, another way
        self._arrive(mention)

    def _arrive(self, mention: Mention) -> None:
        self._now.ends.append(mention)
        self._now.last = "to"
        self._loose = []

    def _begin(self, journey: Journey) -> None:
        self._done.append(self._now)
        self._now = journey
        self._loose = []


def _departs_to(mention: Mention, following: Mention) -> bool:
    """A place without a word of direction, from which an arrow or "to" leads to the next."""
    if mention.part or mention.tie in _CHAIN:
        return False
    if following.tie in ("arrow", "bare"):
        return True
    return mention.tie != "list" and following.tie == "next" and following.part == "to"


def _is_or_holds(one: Mention, other: Mention) -> bool:
    """Whether both are one place, or the first is the country of the other."""
    if one.place.id == other.place.id:
        return True
    return one.place.kind == "country" and one.place.country == other.place.country
