"""Each place of a text with the part its words give it, and how it is tied to the place before."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence
from typing import cast

from nlp.directions import Marking, after, before
from nlp.directions.cases import direction
from nlp.directions.joints import joint, words_for
from nlp.directions.wording import Wording, goes_back, holds_arrow, is_arrow, leads_on
from nlp.routes.amounts import Span
from nlp.routes.endings import UNKNOWN, EndingReader, Said
from nlp.routes.layout import Layout
from nlp.routes.mention import Mention, Part, Tie
from nlp.routes.surroundings import Surroundings, without_own_country
from nlp.routes.tables import MODES, Labels
from waymark.records import Place

_LIST = re.compile(r"[ \u00a0\u200c,،;&+]*")
_OR_SIGN = re.compile(r"\s*(?:/|\\|\|)\s*")
_NEW_LINE = re.compile(r"[^\S\n]*\n[\s•●▪·*–-]*")  # a list of places, one a line
_STEP = re.compile(r"([^\w\n]*)[^\n]*?\w([^\w\n]*)")
_IN_BRACKETS = re.compile(r"\([^()\n]*\)")
_PLUS = re.compile(r"\+\s*\S?$")  # right before an amount, or its first sign
_SENTENCE_END = re.compile(r"(?<![.\s])[.!?؟۔]\s|\n")
_BREAK = re.compile(r"[.!?؟۔](?=\s)|\n")
_GLUED_AND = "و"  # Arabic writes "and" together with the next word
_CLOSING = frozenset(",;:،؛.\n")
_LONGEST_PRICE, _DIGITS_OF_PRICE = 3, 3  # words; digits
_LONGEST_LINK = 8  # words
_LONGEST_MEANS = 4  # words that may stand between two stops of a list: "Bosnia by plane, Italy by road"
_BESIDE, _OF_COUNTRY = 3, 10  # code points: "Wien, Österreich"; "Libya's city Benghazi"
_NEAR_PRICE = 25  # code points between a place and what it costs
_NEAR = 8  # words around a place in which a clue tells of it
_GOING = ("from", "to", "via")
#: By which ties a part that is said behind the last place of a list reaches back to those before it.
_SHARED = {"via": ("list", "and"), "from": ("or", "and")}


class MentionReader:
    """Reads the places of one text."""

    def __init__(self, wording: Wording, language: str, labels: Labels, layout: Layout, endings: EndingReader) -> None:
        self._wording, self._keys, self._language = wording, wording.keys, language
        self._labels, self._layout, self._endings = labels, layout, endings
        self._or = words_for("or", language)

    def read(self, places: Sequence[Place], amounts: Sequence[Span]) -> list[Mention]:
        """All places in order of the text; a city beside its country counts once; `amounts`: see amounts.py."""
        priced, paid = [start for start, _ in amounts], sorted(end for _, end in amounts)
        spans = [(self._wording.at_offset(place.start), self._wording.at_offset(place.end)) for place in places]
        found: list[Mention] = []
        for number, (place, (first, last)) in enumerate(zip(places, spans, strict=True)):
            barrier = max(found[-1].after if found else 0, self._behind_price(paid, place))
            following = spans[number + 1][0] if number + 1 < len(spans) else None
            previous = places[number - 1] if number else None
            mention = self._mention(place, (first, last), previous, barrier, following)
            if previous and priced and bisect(priced, place.start) > bisect(priced, previous.end):
                mention.tie = mention.tie if mention.tie == "then" else self._tie_behind_price(paid, place)
            mention.more = self._on_top(priced, place, places[number + 1] if following is not None else None)
            mention.charged = self._charged(priced, place, places[number + 1] if following is not None else None)
            found.append(mention)
            if not mention.marked:
                _share_part(found)
        Surroundings(self._labels, self._layout, len(self._keys)).add(found)
        return without_own_country(found)

    def _mention(
        self, place: Place, span: tuple[int, int], previous: Place | None, barrier: int, following: int | None
    ) -> Mention:
        first, last = span
        left = before(self._keys, first, self._language, barrier=self._line_start(barrier, first))
        right = after(self._keys, last, self._language, barrier=following) if self._open(last) else None
        then = (left is not None and left.meaning == "then") or self._after_then(barrier, first)
        if left is not None and left.meaning == "then":
            left = before(self._keys, left.start, self._language, barrier=self._line_start(barrier, left.start))
        ending = self._endings.read(self._keys[first:last], place.id, self._language)
        part, why = _part(left, right, ending, self._language)
        tie = self._tie(previous, place, barrier, first) if previous else "break"
        if tie == "bare" and ending.written.startswith(_GLUED_AND):
            tie = "and"
        end = right.end if right and right.meaning in ("from", "to", "via", "at", "gather") else last
        marked = left is not None and not then
        choice = tie == "or" or not self._or.isdisjoint(self._keys[max(barrier, first - _LONGEST_LINK) : first])
        sentence = self._layout.sentence_of(first)
        found = Mention(place, first, end, part, "then" if then else tie, marked, sentence, why, choice=choice)
        found.stroke = tie == "or" and first <= barrier
        return found

    def _tie_behind_price(self, paid: Sequence[int], place: Place) -> Tie:
        """ "Nouakchott 700 € → Tenerife": the arrow leads on from what stands before the price."""
        gap = self._wording.text[paid[bisect(paid, place.start) - 1] : place.start]
        return "arrow" if leads_on(gap) else "priced"

    def _charged(self, priced: Sequence[int], place: Place, following: Place | None) -> bool:
        """Whether an amount stands behind the place, in its line and before the next place."""
        number = bisect(priced, place.start)
        if number == len(priced) or (following is not None and priced[number] > following.start):
            return False
        between = self._wording.text[place.end : priced[number]]
        return len(between) <= _NEAR_PRICE and not _SENTENCE_END.search(between)

    def _on_top(self, priced: Sequence[int], place: Place, following: Place | None) -> bool:
        """Whether the amount behind the place stands with a plus: "to Prague +800"."""
        number = bisect(priced, place.start)
        if number == len(priced) or (following is not None and priced[number] > following.start):
            return False
        between = self._wording.text[place.end : priced[number] + 1]
        return len(between) <= 2 * _NEAR_PRICE and "\n" not in between and _PLUS.search(between) is not None

    def _behind_price(self, paid: Sequence[int], place: Place) -> int:
        """The first word behind the last price before the place: in "60 KM od Bihaća" KM is no distance."""
        before_place = bisect(paid, place.start)
        return self._wording.at_offset(paid[before_place - 1]) if before_place else 0

    def _open(self, last: int) -> bool:
        """Whether nothing parts word `last` from the one before: a comma ends what is said of a place."""
        return 0 < last < len(self._keys) and _CLOSING.isdisjoint(self._wording.gap(last - 1, last))

    def _line_start(self, barrier: int, first: int) -> int:
        """Markers stand in the same line as their place."""
        for at in range(min(first, len(self._keys) - 1), max(barrier, first - 6), -1):
            if at and "\n" in self._wording.gap(at - 1, at):
                return max(barrier, at)
        return barrier

    def _after_then(self, barrier: int, first: int) -> bool:
        """Whether "then" or "from there" stands between two places of a sentence: the journey goes on."""
        if not 0 < barrier < first <= barrier + _LONGEST_LINK:
            return False
        between = self._wording.text[self._wording.spans[barrier - 1][1] : self._offset(first)]
        if _BREAK.search(between):
            return False
        return any(
            (link := before(self._keys, at, self._language, barrier=barrier)) is not None and link.meaning == "then"
            for at in range(barrier + 1, first)
        )

    def _offset(self, word: int) -> int:
        return self._wording.spans[word][0] if word < len(self._keys) else len(self._wording.text)

    def _tie(self, one: Place, other: Place, after_one: int, first: int) -> Tie:
        """How two neighbours are joined: by what stands between them."""
        start = max(one.end, self._wording.spans[after_one - 1][1]) if after_one else one.end
        gap = self._wording.text[start : other.start]
        if first <= after_one:
            return _tie_of_signs(gap)
        between = self._keys[after_one:first]
        if _is_arrow_beside_words(gap, between):
            return "arrow"
        if not _BREAK.search(gap) and any(
            key.isdigit() and len(key) >= _DIGITS_OF_PRICE for key in between[:_LONGEST_PRICE]
        ):
            return "priced"  # "1500 or 1900 to Munich": only one of them is followed by its currency
        if _BREAK.search(gap):
            return "break"
        if "or" in (joint(between[0], self._language), joint(between[-1], self._language)):
            return "or"
        if len(between) == 1 and joint(between[0], self._language) == "and":
            return "and"
        marking = before(self._keys, first, self._language, barrier=after_one)
        if marking and marking.start - after_one <= 1 and marking.meaning != "then":
            signs = self._wording.text[start : self._offset(marking.start)]
            return "list" if marking.start > after_one or (_LIST.fullmatch(signs) and signs.strip()) else "next"
        if not marking and len(between) <= _LONGEST_MEANS and self._labels.any_of(MODES, after_one, first):
            return "list"
        return "text"


def _is_arrow_beside_words(gap: str, between: Sequence[str]) -> bool:
    """ "A (by car) → B", "A ⬇ on foot" above "B", "A – border – B"."""
    if "(" in gap and is_arrow(_IN_BRACKETS.sub(" ", gap)):
        return True
    if "\n" in gap and leads_on(gap):
        return True
    if len(between) <= _LONGEST_PRICE and holds_arrow(gap) and not _BREAK.search(gap):
        return True  # "Bezdan left bank -> Batina right bank"
    return len(between) <= _LONGEST_PRICE and _is_in_chain(gap)


def _is_in_chain(gap: str) -> bool:
    """Whether some other word stands as a stop of its own: "Grodno – border – Bialystok"."""
    found = _STEP.fullmatch(gap)
    return found is not None and is_arrow(found[1]) and is_arrow(found[2])


def _tie_of_signs(gap: str) -> Tie:
    if not gap.strip(" \ufe0f\u200d\u00a0"):
        return "bare"
    if _NEW_LINE.fullmatch(gap):
        return "line"
    if is_arrow(gap):
        return "both" if goes_back(gap) else "arrow"
    if _OR_SIGN.fullmatch(gap):
        return "or"
    return "list" if _LIST.fullmatch(gap) else "break" if _BREAK.search(gap) else "text"


def _part(left: Marking | None, right: Marking | None, ending: Said, language: str) -> tuple[Part, str]:
    """A word of direction says more than a case ending; one after the place more than one before it."""
    markings = [marking for marking in (right, left) if marking is not None]
    for marking in markings:
        if marking.meaning == "home":
            return "home", _why(marking)
    for marking in markings:
        if marking.meaning in _GOING:
            return cast("Part", marking.meaning), _why(marking)
    for marking in markings:
        if marking.meaning == "gather":
            return "gather", _why(marking)
    said = {"from": "from", "to": "to", "in": "at"}.get(ending.meaning, "")
    for marking in markings:
        if marking.meaning == "into":
            by_case = None if ending is UNKNOWN else direction(language, ending.written, ending.instead)
            return by_case or "into", f"{_why(marking)} {ending.written and '-' + ending.written}".strip()
        if marking.meaning == "at":
            return ("to" if said == "to" else "at"), _why(marking)
    return cast("Part", said), f"-{ending.written}" if said else ""


def _why(marking: Marking) -> str:
    return " ".join(marking.marker.words)


def _share_part(found: list[Mention]) -> None:
    """What stands behind the last place of a list holds for all: "Bulgaristan, Sırbistan üzerinden", "A veya B'den"."""
    part, why = found[-1].part, found[-1].why
    if part not in _SHARED:
        return
    for at in range(len(found) - 1, 0, -1):
        if found[at].tie not in _SHARED[part] or found[at - 1].part not in ("", "at") or found[at - 1].marked:
            return
        if found[at - 1].place.id == found[at].place.id:  # "from there to B, and from B …"
            return
        found[at - 1].part, found[at - 1].why = part, why
