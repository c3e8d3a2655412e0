"""Mentions in, journeys out: who goes from where, by what way, to where."""

from __future__ import annotations

from collections.abc import Iterable

from nlp.routes.journey import Journey, is_or_holds
from nlp.routes.lists import part_lines, share_start
from nlp.routes.mentions import Mention
from nlp.routes.onward import is_closer_than_heading, is_on_the_way, leads_further
from nlp.routes.starts import Stays

_CHAIN = ("arrow", "both", "bare", "line", "then")
_LEADING = ("arrow", "both", "bare", "line")
_LISTED = ("list", "and", "or", "priced")
_MOST_LOOSE = 8  # places without a word of direction that may turn out to be destinations


class JourneyReader:
    """Reads the mentions of a text one after the other."""

    def __init__(self, amounts: int, *, evident: bool) -> None:
        """`amounts`: how many prices the text names; `evident`: whether something in it tells of travelling."""
        self._evident = evident
        self._done: list[Journey] = []
        self._now = Journey()
        self._departed_here = False  #: the origin stands in the sentence being read
        self._loose: list[Mention] = []  #: places since the last break that play no part yet
        self._stays = Stays()  #: where people are, wait or are met: the start, where no other is named
        self._before: Mention | None = None
        self._amounts = amounts
        self._parts: list[tuple[Journey, Mention]] = []  #: prices of a part of the way

    def read(self, mentions: Iterable[Mention]) -> list[Journey]:
        """The journeys, in order; what has no destination is none."""
        found = list(mentions)
        part_lines(found)
        for number, (mention, following) in enumerate(zip(found, [*found[1:], None], strict=True)):
            self._take(mention, following)
            self._before = mention
            if mention.part == "from":
                share_start(found, number)
        self._done.append(self._now)
        self._add_parts()
        for journey in self._done:
            journey.ends = journey.ends or (journey.headed if self._evident else [])
        if self._evident:
            self._stays.begin(self._done, own=bool(self._amounts))
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
        waits = mention.waits and mention.tie not in _CHAIN and (mention.part != "from" or self._now.whole())
        if mention.part == "gather" or waits:
            self._gather(mention)
            return
        if self._stays.is_choice(mention, self._before):
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
                self._stays.add(mention)
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
        new = now.whole() and not any(is_or_holds(stop, mention) for stop in now.all())
        if mention.part == "from" and mention.tie == "priced" and new and not leads_on:
            self._begin(Journey(origin=mention, ends=list(now.ends), last="from"))
            return True
        return False

    def _is_from_elsewhere(self, mention: Mention, following: Mention | None) -> bool:
        """ "To A from B, to C from D": the goal stands before its start, as it did before."""
        if mention.part != "to" or following is None or following.part != "from" or following.tie == "break":
            return False
        now = self._now
        return bool(now.origin and now.ends and now.before) and not is_or_holds(mention, following)

    def _gather(self, mention: Mention) -> None:
        """Where people are taken in: on the way, or where it begins if nothing else says so."""
        now = self._now
        if now.origin is None:
            self._stays.add(mention)
        elif now.whole() and self._amounts > 1 and mention.tie in ("priced", "break"):
            # "From A to B 4500, 5000 if I fetch you in C"
            self._begin(Journey(origin=mention, via=[now.origin, *now.via], ends=list(now.ends), last="from"))
        elif now.whole() and mention.part == "from" and mention.tie == "break":
            self._begin(Journey(origin=mention, ends=list(now.ends), last="from"))  # "We also take people from C"
        elif not any(mention.place.id == stop.place.id for stop in now.all()):
            now.via.append(mention)
        self._loose = []

    def _part(self, mention: Mention) -> str:
        """A place in a list, or in a list of prices, plays the part of the one before it."""
        listed = mention.tie in _LISTED and (mention.part == "" or (mention.part == "at" and mention.tie != "priced"))
        same = self._before is not None and self._before.sentence == mention.sentence
        listed = listed and not mention.own and (same or mention.tie != "priced")
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
        if self._now.last == "via" and not mention.part and (self._now.ends or self._now.headed):
            self._now.via.append(mention)  # "to Graz from Kladuša, through Karlovac, then Brežice"
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
        if not is_or_holds(ends[-1], mention):
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
            self._stays.add(*now.ends)  # "in Merdare tomorrow at four. To Niš 300": where they are met
            now.ends = []
        if is_on_the_way(self._now, mention, self._amounts) or is_closer_than_heading(self._now, mention):
            return
        further = leads_further(self._now, mention, self._amounts)
        if not further and now.ends and now.origin and mention.tie in ("break", "priced"):
            # "A-B 2500, to C 3000": another way
            self._begin(Journey(origin=now.origin, others=now.others, inherited=True))
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
    if following.tie in _LEADING:
        return following.tie != "line" or not following.part
    return mention.tie not in ("list", "and") and following.tie == "next" and following.part == "to"
