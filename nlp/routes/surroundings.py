"""What the words around a place tell of it, beyond the part it plays; and a place told twice: a city, its country."""

from __future__ import annotations

from typing import get_args

from nlp.routes.layout import Layout
from nlp.routes.mention import Mention
from nlp.routes.tables import Labels, Offer

_NEAR = 8  # words around a place in which a clue tells of it
_BESIDE, _OF_COUNTRY = 3, 10  # code points: "Wien, Österreich"; "Libya's city Benghazi"


class Surroundings:
    """Of one text."""

    def __init__(self, labels: Labels, layout: Layout, words: int) -> None:
        self._labels, self._layout, self._words = labels, layout, words
        self._offers = any(labels.count(kind) for kind in get_args(Offer))
        self._back = labels.count("back") > 0

    def add(self, found: list[Mention]) -> None:
        """What the words around each place tell of it; known only when the parts of its neighbours are."""
        for number, mention in enumerate(found):
            lowest = found[number - 1].after if number else 0
            highest = found[number + 1].first if number + 1 < len(found) else self._words
            start, end = self._layout.clause(min(mention.first, self._words - 1))
            near = (max(start, lowest, mention.first - _NEAR), min(end, highest, mention.after + _NEAR))
            mention.back = self._back and self._labels.any("back", *near) and not self._labels.any("empty", *near)
            if self._offers:
                self._add_offer(mention, lowest, highest)
            if mention.part != "home" and not (mention.part == "from" and self._leads_on(found, number)):
                self._add_clue(mention, *near)

    def _add_clue(self, mention: Mention, start: int, end: int) -> None:
        own = self._labels.any("self", start, end)
        if mention.part == "into":
            mention.unsure = not self._labels.any_of(("home", "self", "wait", "still", "asker"), start, end)
            mention.part = "to" if mention.unsure else "at"
        elif mention.part == "at" and not own and self._labels.any("drop", start, end):
            mention.part = "to"
        if mention.part not in ("from", "at", ""):
            return
        if own:
            mention.own, mention.part = True, mention.part or "at"
        elif mention.tie not in ("arrow", "bare", "line") and self._labels.any("home", start, end):
            mention.part, mention.why = "home", "somebody's own place"
            return
        mention.waits = self._labels.any("wait", start, end)

    def _add_offer(self, mention: Mention, lowest: int, highest: int) -> None:
        """What offers.tsv tells: before the place in its sentence, behind it in its clause."""
        at = min(mention.first, self._words - 1)
        start = max(self._layout.sentence(at)[0], lowest, mention.first - _NEAR)
        end = min(self._layout.clause(at)[1], highest, mention.after + _NEAR)
        mention.only = self._labels.any("only", start, end)
        kinds = ("those", "too") if mention.part in ("from", "gather") else ("those",)
        mention.also = self._labels.any_of(kinds, start, end)
        mention.wish = not mention.charged and self._labels.any("wish", start, end)
        mention.more = mention.more or self._labels.any(
            "more", mention.first, min(self._layout.sentence(at)[1], highest, mention.after + _NEAR)
        )
        mention.asker = self._labels.any("asker", start, end)

    def _leads_on(self, found: list[Mention], number: int) -> bool:
        """Whether another place of the sentence is gone to: who comes from here goes on, and does not live here."""
        here = found[number]
        return any(
            other.sentence == here.sentence and other.part in ("to", "via", "into")
            for other in found[max(0, number - 2) : number + 3]
            if other is not here
        )


def without_own_country(found: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in found:
        last = kept[-1] if kept else None
        if last and mention.tie in ("list", "bare", "text") and last.place.country == mention.place.country:
            kinds = (last.place.kind == "country", mention.place.kind == "country")
            gap = mention.place.start - last.place.end
            near = gap <= _BESIDE
            if (near or (gap <= _OF_COUNTRY and not last.part)) and kinds == (True, False):
                mention.part, mention.tie, mention.marked = last.part or mention.part, last.tie, last.marked
                kept[-1] = mention
                continue
            if near and kinds == (False, True):
                continue
        kept.append(mention)
    return kept
