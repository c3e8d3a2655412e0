"""Each place of a text with the part its words give it, and how it is tied to the place before."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast

from nlp.directions import Marking, after, before
from nlp.directions.cases import direction
from nlp.directions.wording import Wording, goes_back, is_arrow
from nlp.routes.endings import UNKNOWN, EndingReader, Said
from nlp.routes.layout import Layout
from nlp.routes.tables import MODES, Labels
from waymark.records import Place, Price

Part = Literal["from", "to", "via", "at", "into", "gather", "home", ""]
Tie = Literal["arrow", "both", "bare", "then", "list", "and", "or", "priced", "next", "text", "line", "break"]


def _words(line: str) -> list[str]:
    return line.split()


_LIST = re.compile(r"[ \u00a0\u200c,،;&+]*")
_OR_SIGN = re.compile(r"\s*(?:/|\\|\|)\s*")
_NEW_LINE = re.compile(r"[^\S\n]*\n[\s•●▪·*–-]*")  # a list of places, one a line
_STEP = re.compile(r"([^\w\n]*)[^\n]*?\w([^\w\n]*)")
_BREAK = re.compile(r"[.!?؟۔](?=\s)|\n")
_AND = frozenset(_words("and und i a dhe e ve es kai si et y و او اور ve u ja و in ter te aur aw"))
_OR = frozenset(_words("or oder ili ose apo veya ya vagy sau ou o یا یان an yan ali"))
_GLUED_AND = "و"  # Arabic writes "and" together with the next word
_CLOSING = frozenset(",;:،؛.\n")
_GREEK_OR = "i"  # ή as folded; и and i mean "and" elsewhere
_LONGEST_PRICE, _DIGITS_OF_PRICE = 3, 3  # words; digits
_LONGEST_LINK = 8  # words
_LONGEST_MEANS = 4  # words that may stand between two stops of a list: "Bosnia by plane, Italy by road"
_BESIDE, _OF_COUNTRY = 3, 10  # code points: "Wien, Österreich"; "Libya's city Benghazi"
_NEAR = 8  # words around a place in which a clue tells of it
_GOING = ("from", "to", "via")
#: By which ties a part that is said behind the last place of a list reaches back to those before it.
_SHARED = {"via": ("list", "and"), "from": ("or", "and")}


@dataclass(slots=True, eq=False)  # filled in step by step while a text is read; two are never the same
class Mention:
    """A place as it stands in a text."""

    place: Place
    first: int  #: its words are [first, after)
    after: int  #: markers behind it included
    part: Part
    tie: Tie  #: to the mention before
    marked: bool  #: a word of direction stands before it
    sentence: int = 0
    why: str = ""  #: the words that gave it its part
    waits: bool = False  #: people are met, or a car stands there
    own: bool = False  #: the writer lives, works or is there
    back: bool = False  #: on the way back
    choice: bool = False  #: "or" stands before it
    unsure: bool = False  #: gone to, or only where something is: the preposition says both


class MentionReader:
    """Reads the places of one text."""

    def __init__(self, wording: Wording, language: str, labels: Labels, layout: Layout, endings: EndingReader) -> None:
        self._wording, self._keys, self._language = wording, wording.keys, language
        self._labels, self._layout, self._endings = labels, layout, endings

    def read(self, places: Sequence[Place], prices: Sequence[Price]) -> list[Mention]:
        """All places in order of the text; a city beside its country counts once."""
        priced, paid = sorted(price.start for price in prices), sorted(price.end for price in prices)
        spans = [(self._wording.at_offset(place.start), self._wording.at_offset(place.end)) for place in places]
        found: list[Mention] = []
        for number, (place, (first, last)) in enumerate(zip(places, spans, strict=True)):
            barrier = max(found[-1].after if found else 0, self._behind_price(paid, place))
            following = spans[number + 1][0] if number + 1 < len(spans) else None
            previous = places[number - 1] if number else None
            mention = self._mention(place, (first, last), previous, barrier, following)
            if previous and priced and bisect(priced, place.start) > bisect(priced, previous.end):
                mention.tie = "then" if mention.tie == "then" else "priced"
            found.append(mention)
            if not mention.marked:
                _share_part(found)
        self._add_clues(found)
        return _without_own_country(found)

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
        choice = tie == "or" or not _OR.isdisjoint(self._keys[max(barrier, first - _LONGEST_LINK) : first])
        sentence = self._layout.sentence_of(first)
        return Mention(place, first, end, part, "then" if then else tie, marked, sentence, why, choice=choice)

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
        if len(between) <= _LONGEST_PRICE and _is_in_chain(gap):
            return "arrow"
        if not _BREAK.search(gap) and any(
            key.isdigit() and len(key) >= _DIGITS_OF_PRICE for key in between[:_LONGEST_PRICE]
        ):
            return "priced"  # "1500 or 1900 to Munich": only one of them is followed by its currency
        if _BREAK.search(gap):
            return "break"
        if (
            between[0] in _OR
            or between[-1] in _OR
            or (self._language == "el" and _GREEK_OR in (between[0], between[-1]))
        ):
            return "or"
        if len(between) == 1 and between[0] in _AND:
            return "and"
        marking = before(self._keys, first, self._language, barrier=after_one)
        if marking and marking.start - after_one <= 1 and marking.meaning != "then":
            joint = self._wording.text[start : self._offset(marking.start)]
            return "list" if marking.start > after_one or (_LIST.fullmatch(joint) and joint.strip()) else "next"
        if not marking and len(between) <= _LONGEST_MEANS and self._any(MODES, after_one, first):
            return "list"
        return "text"

    def _any(self, labels: Sequence[str], start: int, end: int) -> bool:
        return any(self._labels.any(label, start, end) for label in labels)

    def _add_clues(self, found: list[Mention]) -> None:
        """What the words around each place tell of it; known only when the parts of its neighbours are."""
        for number, mention in enumerate(found):
            lowest = found[number - 1].after if number else 0
            highest = found[number + 1].first if number + 1 < len(found) else len(self._keys)
            start, end = self._layout.clause(min(mention.first, len(self._keys) - 1))
            near = (max(start, lowest, mention.first - _NEAR), min(end, highest, mention.after + _NEAR))
            mention.back = self._labels.any("back", *near)
            if mention.part != "home" and not (mention.part == "from" and self._leads_on(found, number)):
                self._add_clue(mention, *near)

    def _add_clue(self, mention: Mention, start: int, end: int) -> None:
        own = self._labels.any("self", start, end)
        if mention.part == "into":
            mention.unsure = not self._any(("home", "self", "wait", "still"), start, end)
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

    def _leads_on(self, found: list[Mention], number: int) -> bool:
        """Whether another place of the sentence is gone to: who comes from here goes on, and does not live here."""
        here = found[number]
        return any(
            other.sentence == here.sentence and other.part in ("to", "via", "into")
            for other in found[max(0, number - 2) : number + 3]
            if other is not here
        )


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
        found[at - 1].part, found[at - 1].why = part, why


def _without_own_country(found: list[Mention]) -> list[Mention]:
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
