"""What a text says around its places, as the route reader sees it: mentions, senses of words, prices, sentences."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from nlp.directions.wording import Wording, word
from nlp.routes.amounts import Span, amounts
from nlp.routes.endings import EndingReader
from nlp.routes.hither import RULE, pointed
from nlp.routes.innocence import is_innocent
from nlp.routes.layout import Layout, layout
from nlp.routes.mention import Mention
from nlp.routes.mentions import MentionReader
from nlp.routes.narrative import is_news, is_told
from nlp.routes.nearness import distance
from nlp.routes.senses import Sense, senses
from nlp.routes.tables import Labels, labels
from waymark.records import Place, Price

REACH, NEXT_TO = 10, 3  # words on either side of a place; those of them whose own form is looked at
STEM = 5  # letters of a word that stay when it is inflected


@dataclass(frozen=True)
class Vicinity:
    """What stands around a mention, up to its neighbours; numbers of words."""

    first: int  #: its name is words [first, after)
    after: int
    lowest: int  #: where the name before ends
    highest: int  #: where the mention behind begins
    left: Sequence[Sense]  #: in reach and whole before it
    right: Sequence[Sense]


@dataclass(frozen=True)
class Scene:
    """One text; `numbers` says of each mention which place it is: the same place has the same number."""

    wording: Wording
    language: str
    labels: Labels
    layout: Layout
    mentions: tuple[Mention, ...]
    numbers: tuple[int, ...]
    prices: tuple[Price, ...]
    amounts: tuple[Span, ...]
    senses: tuple[Sense, ...]  #: in order of their first word

    @property
    def text(self) -> str:
        return self.wording.text

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The place of each number: its first mention."""
        first: dict[int, Place] = {}
        for mention, number in zip(self.mentions, self.numbers, strict=True):
            first.setdefault(number, mention.place)
        return tuple(first.values())

    @cached_property
    def _starts(self) -> list[int]:
        return [sense.first for sense in self.senses]

    @cached_property
    def _priced(self) -> list[int]:
        return [start for start, _ in self.amounts]

    @cached_property
    def is_news(self) -> bool:
        return is_news(self.labels)

    @cached_property
    def is_told(self) -> bool:
        return is_told(len(self.text), self.labels, self.layout, self.prices)

    @cached_property
    def is_innocent(self) -> bool:
        return is_innocent(len(self.text), self.labels, self.prices)

    @cached_property
    def vicinities(self) -> tuple[Vicinity, ...]:
        """Of each mention."""
        return tuple(self._vicinity(at) for at in range(len(self.mentions)))

    def _vicinity(self, at: int) -> Vicinity:
        mention, wording = self.mentions[at], self.wording
        first, after = mention.first, wording.at_offset(mention.place.end)
        lowest = wording.at_offset(self.mentions[at - 1].place.end) if at else 0
        highest = self.mentions[at + 1].first if at + 1 < len(self.mentions) else len(wording.keys)
        left = [sense for sense in self.senses_in(max(lowest, first - REACH), first) if sense.after <= first]
        return Vicinity(first, after, lowest, highest, left, self.senses_in(after, min(highest, after + REACH)))

    @cached_property
    def _apart(self) -> dict[tuple[int, int], float | None]:
        return {}

    def apart(self, one: int, other: int) -> float | None:
        """Kilometres between the places of two numbers; None where one has no point."""
        known, key = self._apart, (one, other) if one < other else (other, one)
        try:
            return known[key]
        except KeyError:
            found = known[key] = distance(self.places[one], self.places[other])
            return found

    def senses_in(self, first: int, after: int) -> Sequence[Sense]:
        """The senses of phrases that begin within words [first, after)."""
        return self.senses[bisect_left(self._starts, first) : bisect_left(self._starts, after)]

    def is_priced(self, start: int, end: int) -> bool:
        """Whether an amount begins within the code points [start, end)."""
        at = bisect_left(self._priced, start)
        return at < len(self._priced) and self._priced[at] < end


def scene(text: str, language: str, places: Sequence[Place], prices: Iterable[Price], endings: EndingReader) -> Scene:
    """Reads `text`, in which `places` and `prices` were found, in time linear in its length."""
    prices = tuple(prices)
    wording = word(text)
    named = frozenset(wording.at_offset(place.start) for place in places)
    found, cut = labels(wording.keys, language, named), layout(wording)
    paid = amounts(wording, places, prices)
    mentions = _mentions(MentionReader(wording, language, found, cut, endings), wording, language, places, paid)
    by_name: dict[str, int] = {}  # a town and its district are one stop
    numbers = tuple(by_name.setdefault(mention.place.name, len(by_name)) for mention in mentions)
    said = senses(wording.keys, language, named)
    return Scene(wording, language, found, cut, tuple(mentions), numbers, prices, tuple(paid), said)


def _mentions(
    reader: MentionReader, wording: Wording, language: str, places: Sequence[Place], paid: Sequence[Span]
) -> list[Mention]:
    """The places as they stand in the text, and where a word stands for the writer's own."""
    named = reader.read(places, paid)
    told = pointed(wording, language, named)
    if not told:
        return named
    every = sorted((*places, *(place for place, _ in told.values())), key=lambda place: place.start)
    mentions = reader.read(every, paid)
    last = {place.id: start for start, (place, _) in told.items()}
    for mention in mentions:
        start = mention.place.start
        if start in told and mention.place.rule == RULE:
            mention.hither, mention.part = True, told[start][1]
        else:
            mention.later = start < last.get(mention.place.id, -1)
    return mentions
