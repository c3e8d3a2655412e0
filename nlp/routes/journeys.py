"""Mentions in, journeys out: who goes from where, by what way, to where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from nlp.routes.mentions import Mention
from nlp.routes.nearness import are_neighbours, lies_between

_CHAIN = ("arrow", "both", "bare", "line", "then")
_LEADING = ("arrow", "both", "bare", "line")
_LISTED = ("list", "and", "or", "priced")
_MOST_LOOSE = 8  # places without a word of direction that may turn out to be destinations
_LEAST_LINES = 2
_ON_THE_WAY = 1.2
_DETOUR = 1.4  # how much longer the way over a place may be for it to lie on the way


@dataclass
class Journey:
    """One journey as it is being read; `ends` are alternative destinations from the same origin."""

    origin: Mention | None = None
    others: list[Mention] = field(default_factory=list)  #: other places to start from
    via: list[Mention] = field(default_factory=list)
    ends: list[Mention] = field(default_factory=list)
    headed: list[Mention] = field(default_factory=list)  #: destinations of a heading; hold where no other is named
    chained: bool = False  #: by arrows or dashes
    either_way: bool = False  #: by an arrow that points both ways
    inherited: bool = False  #: the origin is that of the journey before
    before: int = 0  #: how many of `ends` were named before the origin
    tariff: bool = False  #: destinations with prices, and no place to start from
    last: str = ""  #: the part the last mention played

    def all(self) -> list[Mention]:
        return [*self.origins(), *self.via, *self.ends]

    def origins(self) -> list[Mention]:
        """Where it may begin."""
        return [*([self.origin] if self.origin else []), *self.others]

    def passes(self, mention: Mention) -> bool:
        """Whether the place is a stop between the ends, or the country of one."""
        return any(
            mention.place.id == stop.place.id
            or (mention.place.kind == "country" and mention.place.country == stop.place.country)
            for stop in self.via
        )

    def whole(self) -> bool:
        return bool(self.ends) and len({mention.place.id for mention in self.all()}) > 1


class JourneyReader:
    """Reads the mentions of a text one after the other."""

    def __init__(self, amounts: int, *, evident: bool) -> None:
        """`amounts`: how many prices the text names; `evident`: whether something in it tells of travelling."""
        self._evident = evident
        self._done: list[Journey] = []
        self._now = Journey()
        self._departed_here = False  #: the origin stands in the sentence being read
        self._loose: list[Mention] = []  #: places since the last break that play no part yet
        self._stays: list[Mention] = []  #: where people are, wait or are met: the start, where no other is named
        self._amounts = amounts
        self._parts: list[tuple[Journey, Mention]] = []  #: prices of a part of the way

    def read(self, mentions: Iterable[Mention]) -> list[Journey]:
        """The journeys, in order; what has no destination is none."""
        found = list(mentions)
        _lines_that_are_no_lists(found)
        for number, (mention, following) in enumerate(zip(found, [*found[1:], None], strict=True)):
            self._take(mention, following)
            if mention.part == "from":
                _start_of_each(found, number)
        self._done.append(self._now)
        self._add_parts()
        for journey in self._done:
            journey.ends = journey.ends or (journey.headed if self._evident else [])
        if self._evident:
            self._start_where_people_are()
        for journey in self._done:
            journey.tariff = (
                journey.origin is None
                and len(journey.ends) > 1
                and all(end.part == "to" and not end.unsure for end in journey.ends)
                and journey.ends[-1].tie == "priced"
            )
        return [journey for journey in self._done if journey.ends]

    def _take(self, mention: Mention, following: Mention | None) -> None:
        if mention.tie == "break":
            self._loose = []
            self._now.last = ""
            self._departed_here = False
        if mention.part == "home":
            self._loose = []
            return
        if mention.back and self._now.origin and mention.part in ("from", "to"):
            return  # what the way back costs
        if self._is_from_elsewhere(mention, following):
            self._begin(Journey(ends=[mention], last="to"))
            return
        if mention.part == "gather" or (mention.waits and mention.tie not in _CHAIN):
            self._gather(mention)
            return
        if self._is_another_start(mention, following):
            return
        if mention.tie in _CHAIN and mention.part != "from" and self._continues(mention):
            return
        self._play(mention, "" if following is not None and _departs_to(mention, following) else self._part(mention))

    def _add_parts(self) -> None:
        """ "A - B - C 3000, only to B 800": the way to B is one of its own, where the whole has a price as well."""
        if len(self._parts) >= self._amounts:
            return
        for journey, part in self._parts:
            at = next(number for number, stop in enumerate(journey.via) if stop.place.id == part.place.id)
            self._done.append(Journey(journey.origin, list(journey.others), journey.via[:at], [part], chained=True))

    def _play(self, mention: Mention, part: str) -> None:
        if part == "from":
            self._depart(mention)
        elif part in ("to", "via"):
            self._pass_or_arrive(mention, part)
        else:
            if mention.part == "at":
                self._stays.append(mention)
            self._loose = [*self._loose, mention][-_MOST_LOOSE:]
            self._now.last = ""

    def _is_another_start(self, mention: Mention, following: Mention | None) -> bool:
        """ "From A or B", and "from A to C 400, from B 500": the same way from another place."""
        now = self._now
        if mention.tie in ("or", "and") and now.last == "from" and mention.part in ("", "from"):
            now.others.append(mention)
            return True
        leads_on = (
            following is not None
            and following.part in ("to", "via", "")
            and following.tie not in ("break", "priced", "or")
        )
        new = now.whole() and not any(_is_or_holds(stop, mention) for stop in now.all())
        if mention.part == "from" and mention.tie == "priced" and new and not leads_on:
            self._begin(Journey(origin=mention, ends=list(now.ends), last="from"))
            return True
        return False

    def _is_from_elsewhere(self, mention: Mention, following: Mention | None) -> bool:
        """ "To A from B, to C from D": the goal stands before its start, as it did before."""
        if mention.part != "to" or following is None or following.part != "from" or following.tie == "break":
            return False
        now = self._now
        return bool(now.origin and now.ends and now.before) and not _is_or_holds(mention, following)

    def _gather(self, mention: Mention) -> None:
        """Where people are taken in: on the way, or where it begins if nothing else says so."""
        now = self._now
        if now.origin is None:
            self._stays.append(mention)
        elif now.whole() and self._amounts > 1 and mention.tie in ("priced", "break"):
            # "From A to B 4500, 5000 if I fetch you in C"
            self._begin(Journey(origin=mention, via=[now.origin, *now.via], ends=list(now.ends), last="from"))
        elif not any(mention.place.id == stop.place.id for stop in now.all()):
            now.via.append(mention)
        self._loose = []

    def _start_where_people_are(self) -> None:
        """A journey that nobody says the start of begins where the people are who are to be taken."""
        others = [stay for stay in self._stays if not stay.own] or (self._stays if self._amounts else [])
        if not others:
            return
        start = others[0]
        for stay in others[1:]:
            if _is_or_holds(start, stay):
                start = stay
        if any(journey.origin for journey in self._done if journey.ends):
            return
        for journey in self._done:
            passed_before = bool(journey.via) and journey.via[0].first < start.first
            if journey.ends and not passed_before and not any(_is_or_holds(end, start) for end in journey.ends):
                journey.origin = start
                journey.via = [stop for stop in journey.via if stop.place.id != start.place.id]

    def _part(self, mention: Mention) -> str:
        """A place in a list, or in a list of prices, plays the part of the one before it."""
        listed = mention.tie in _LISTED and (mention.part == "" or (mention.part == "at" and mention.tie != "priced"))
        listed = listed and not mention.own
        if listed and not self._loose:
            if self._now.last == "from" and mention.tie != "priced":
                return "to" if mention.part == "" and not mention.marked else ""
            if self._now.last == "via" and self._now.ends and mention.tie in ("or", "priced"):
                return "to"  # "to A via B 400, or C 300"
            return self._now.last if self._now.last in ("to", "via") else ""
        return mention.part

    def _continues(self, mention: Mention) -> bool:
        """One stop further along a chain; False where nothing is there to continue."""
        if self._loose and self._reached(self._loose[-1]):
            self._loose = []  # "A → B" and, in the next line, "B → C"
            self._now.last = "to"
        if self._loose:
            self._begin(
                Journey(
                    origin=self._loose[-1],
                    others=self._choices(),
                    chained=True,
                    either_way=mention.tie == "both",
                    last="from",
                )
            )
        elif not self._now.last:
            return False
        if mention.part == "via":
            if self._now.ends and self._now.last == "to" and mention.tie == "then":
                self._now.via.append(self._now.ends.pop())  # "to A, then through B to C"
            self._now.via.append(mention)
            self._now.last = "via"
            return True
        if self._now.ends and self._now.last == "to":
            self._now.via.append(self._now.ends.pop())
        self._now.chained = True
        self._arrive(mention)
        return True

    def _reached(self, mention: Mention) -> bool:
        """Whether a chain without a price of its own has come to the place."""
        now = self._now
        ends = now.ends
        return now.chained and len(ends) == 1 and mention.tie != "priced" and ends[0].place.id == mention.place.id

    def _choices(self) -> list[Mention]:
        """Places named with "or" before the one that a chain begins with: "Ankara/Istanbul – Sarajevo"."""
        return self._loose[-2:-1] if len(self._loose) > 1 and self._loose[-1].tie == "or" else []

    def _depart(self, mention: Mention) -> None:
        if self._goes_on_from(mention):
            self._now.last = "to"
            return
        if self._now.inherited and mention.tie != "break":
            self._now.others = []  # "to Italy from Izmir", under journeys from elsewhere
        elif self._now.origin is not None:
            self._begin(Journey())
        elif not self._now.ends and len(self._loose) > 0 and mention.tie in ("priced", "text", "next"):
            self._now.ends = [
                loose for loose in self._loose if loose.part == ""
            ]  # "Vienna 2500, Munich 3000 from Belgrade"
        if mention.tie == "break" and self._now.ends:
            self._now.ends, self._now.headed = [], self._now.ends
        self._now.origin, self._now.inherited = mention, False
        self._now.before = len(self._now.ends)
        self._departed_here = True
        self._now.last = "from"
        self._loose = []

    def _goes_on_from(self, mention: Mention) -> bool:
        """ "From A to B, from B to C": one way, unless a price between them makes two."""
        ends = self._now.ends
        if not ends or self._now.origin is None or self._now.either_way or mention.tie == "priced":
            return False
        if not _is_or_holds(ends[-1], mention):
            return False
        self._now.via.append(ends.pop())
        self._now.via.append(mention)
        return True

    def _pass_or_arrive(self, mention: Mention, part: str) -> None:
        now = self._now
        if mention.tie == "next" and self._loose:
            if self._departed_here and not now.ends:
                now.via.append(self._loose[-1])  # "from Sofia to the border at Kalotina and on to Belgrade"
            else:
                self._begin(Journey(origin=self._loose[-1], last="from"))  # "Niš do Beča"
                now = self._now
        if part == "via":
            now.via.append(mention)
            now.last = "via"
            return
        a_part = self._amounts != 1 and mention.tie in ("break", "priced", "text")
        if a_part and now.origin and now.passes(mention) and (now.chained or mention.tie == "priced"):
            if any(stop.place.id == mention.place.id for stop in now.via):
                self._parts.append((now, mention))
            return  # "A - B - C. To B 300, to C 800": what a part of the way costs
        if now.ends and now.origin is None and all(end.unsure for end in now.ends) and not mention.unsure:
            self._stays.extend(now.ends)  # "in Merdare tomorrow at four. To Niš 300": where they are met
            now.ends = []
        if self._is_on_the_way(mention) or self._is_closer_than_heading(mention):
            return
        further = self._leads_further(mention)
        if not further and now.ends and now.origin and mention.tie in ("break", "priced"):
            # "A-B 2500, to C 3000": another way
            self._begin(Journey(origin=now.origin, others=now.others, inherited=True))
        self._arrive(mention)

    def _leads_further(self, mention: Mention) -> bool:
        """Whether the destination before turns out to be a stop on the way to this one."""
        now = self._now
        if not now.ends:
            return False
        on = mention.tie == "next" and now.last == "to"  # "to Belgrade to Vienna"
        on = on or (now.origin is not None and mention.tie == "text")  # "from A to B, by boat to C"
        on = on or (mention.tie in ("list", "and") and now.last == "to" and self._lies_between(mention))
        on = on or (mention.tie == "priced" and now.origin is not None and self._amounts == 1 and not mention.choice)
        on = on or (mention.tie == "break" and now.chained and self._amounts == 1)
        if on:
            now.via.append(now.ends.pop())
        return on

    def _is_on_the_way(self, mention: Mention) -> bool:
        """ "From A to C for 800, to B on foot", one price: B is passed."""
        now = self._now
        if self._amounts != 1 or mention.tie not in ("priced", "break") or not now.ends or now.origin is None:
            return False
        if not lies_between(now.origin.place, mention.place, now.ends[-1].place, _ON_THE_WAY):
            return False
        now.via.append(mention)
        return True

    def _is_closer_than_heading(self, mention: Mention) -> bool:
        """ "To Iran, from Zaranj to Kerman": the goal named first is told closer, or lies behind this stop."""
        now = self._now
        if now.last != "from" or now.before != 1 or len(now.ends) != 1 or mention.tie in ("or", "priced", "break"):
            return False
        if _is_or_holds(now.ends[0], mention):
            now.ends = []
            return False
        now.via.append(mention)
        return True

    def _lies_between(self, mention: Mention) -> bool:
        """In a list of places, whether the one before lies on the way to this one; where unknown, it does."""
        origin, before = self._now.origin, self._now.ends[-1]
        if origin is None:
            return False
        if (
            mention.tie == "and" and mention.part == "to"
        ):  # "to A and to B": both are offered, unless A is well before B
            rest = lies_between(origin.place, before.place, mention.place, _DETOUR)
            return bool(rest) and not are_neighbours(origin.place, before.place, mention.place)
        if mention.tie == "list":
            return True
        return lies_between(origin.place, before.place, mention.place, _DETOUR) is not False

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
    if following.tie in _LEADING:
        return following.tie != "line" or not following.part
    return mention.tie not in ("list", "and") and following.tie == "next" and following.part == "to"


def _is_or_holds(one: Mention, other: Mention) -> bool:
    """Whether both are one place, or the first is the country of the other."""
    if one.place.id == other.place.id:
        return True
    return one.place.kind == "country" and one.place.country == other.place.country


def _lines_that_are_no_lists(found: list[Mention]) -> None:
    """Two places under each other may be anything; three without a word beside them are a way."""
    lines = sum(mention.tie == "line" and not mention.part for mention in found)
    before = ""
    for mention in found:
        tie = mention.tie
        if tie == "line" and (lines < _LEAST_LINES or mention.part or before in ("arrow", "both", "bare")):
            mention.tie = "break"
        before = tie


def _start_of_each(found: list[Mention], number: int) -> None:
    """ "From A, B and C to D": all are places to start from; "from A: B, C, D" is a way."""
    listed: list[Mention] = []
    for mention in found[number + 1 :]:
        if mention.part in ("to", "via") and mention.tie in ("next", "text") and listed:
            for one in listed:
                one.tie, one.part = "and", "from"
            return
        if mention.part or mention.marked or mention.tie not in ("list", "and", "or"):
            return
        listed.append(mention)
