"""Each place of a text with the part its words give it, and how it is tied to the place before."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast

from nlp.directions import Marking, after, before
from nlp.directions.wording import Wording, is_arrow
from nlp.gazetteer import Gazetteer
from nlp.gazetteer.endings import stems
from waymark.records import Place, Price

Part = Literal["from", "to", "via", "at", "home", ""]
Tie = Literal["arrow", "bare", "then", "list", "and", "or", "priced", "next", "text", "break"]


def _words(line: str) -> list[str]:
    return line.split()


_LIST = re.compile(r"[ \u00a0\u200c,،;&+]*")
_BREAK = re.compile(r"[.!?؟۔](?=\s)|\n")
_AND = frozenset(_words("and und i a dhe e ve es kai si et y و او اور ve u ja و"))
_OR = frozenset(_words("or oder ili ose apo veya ya vagy sau ou o یا یان an"))
_GREEK_OR = "i"  # ή as folded; и and i mean "and" elsewhere
_LONGEST_PRICE = 5  # words
_LONGEST_LINK = 8  # words


@dataclass(frozen=True, slots=True)
class Mention:
    """A place as it stands in a text."""

    place: Place
    first: int  #: its words are [first, after)
    after: int  #: markers behind it included
    part: Part
    tie: Tie  #: to the mention before
    marked: bool  #: a word of direction stands before it


def mentions(
    wording: Wording, places: Sequence[Place], prices: Sequence[Price], language: str, gazetteer: Gazetteer
) -> list[Mention]:
    """All places in order of the text; a city beside its country counts once."""
    priced, paid = sorted(price.start for price in prices), sorted(price.end for price in prices)
    spans = [(wording.at_offset(place.start), wording.at_offset(place.end)) for place in places]
    found: list[Mention] = []
    for number, (place, (first, last)) in enumerate(zip(places, spans, strict=True)):
        barrier = max(found[-1].after if found else 0, _behind_price(wording, paid, place))
        following = spans[number + 1][0] if number + 1 < len(spans) else None
        left = before(wording.keys, first, language, barrier=_line_start(wording, barrier, first))
        right = after(wording.keys, last, language, barrier=following) if _open(wording, last) else None
        then = (left is not None and left.meaning == "then") or _after_then(wording, barrier, first, language)
        if left is not None and left.meaning == "then":
            left = before(wording.keys, left.start, language, barrier=_line_start(wording, barrier, left.start))
        part = _part(left, right, _ending(wording, place, (first, last), language, gazetteer))
        tie = _tie(wording, places[number - 1], place, barrier, first, language) if number else "break"
        if number and bisect(priced, place.start) > bisect(priced, places[number - 1].end):
            tie = "priced"
        end = right.end if right and right.meaning in ("from", "to", "via", "at") else last
        found.append(Mention(place, first, end, part, "then" if then else tie, left is not None and not then))
        if part == "via" and right is not None and right.meaning == "via":
            _pass_by_all_of(found)
    return _without_own_country(found)


def _pass_by_all_of(found: list[Mention]) -> None:
    """A via behind the last place of a list holds for the whole list: "Bulgaristan, Sırbistan üzerinden"."""
    for at in range(len(found) - 1, 0, -1):
        if found[at].tie not in ("list", "and") or found[at - 1].part not in ("", "at") or found[at - 1].marked:
            return
        found[at - 1] = replace(found[at - 1], part="via")


def _after_then(wording: Wording, barrier: int, first: int, language: str) -> bool:
    """Whether "then" or "from there" stands between two places of a sentence: the journey goes on."""
    if not 0 < barrier < first <= barrier + _LONGEST_LINK or _BREAK.search(_between(wording, barrier, first)):
        return False
    return any(
        (link := before(wording.keys, at, language, barrier=barrier)) is not None and link.meaning == "then"
        for at in range(barrier + 1, first)
    )


def _between(wording: Wording, barrier: int, first: int) -> str:
    return wording.text[wording.spans[barrier - 1][1] : wording.spans[first][0]] if first < len(wording.spans) else ""


def _behind_price(wording: Wording, paid: Sequence[int], place: Place) -> int:
    """The first word behind the last price before the place: in "60 KM od Bihaća" KM is no distance."""
    before_place = bisect(paid, place.start)
    return wording.at_offset(paid[before_place - 1]) if before_place else 0


def _part(left: Marking | None, right: Marking | None, ending: str) -> Part:
    """A word of direction says more than a case ending; one after the place more than one before it."""
    meanings = [marking.meaning for marking in (right, left) if marking is not None]
    if "home" in meanings:
        return "home"
    for meaning in meanings:
        if meaning in ("from", "to", "via"):
            return cast("Part", meaning)
    if "at" in meanings:
        return "to" if ending == "to" else "at"
    return cast("Part", {"from": "from", "to": "to", "in": "at"}.get(ending, ""))


def _open(wording: Wording, last: int) -> bool:
    """Whether nothing parts word `last` from the one before: a comma ends what is said of a place."""
    return 0 < last < len(wording.keys) and not any(sign in wording.gap(last - 1, last) for sign in ",;:،؛.\n")


def _line_start(wording: Wording, barrier: int, first: int) -> int:
    """Markers stand in the same line as their place."""
    for at in range(first, max(barrier, first - 6), -1):
        if at and "\n" in wording.gap(at - 1, at) if at < len(wording.spans) else False:
            return max(barrier, at)
    return barrier


def _ending(wording: Wording, place: Place, span: tuple[int, int], language: str, gazetteer: Gazetteer) -> str:
    """What the case ending of the place's last word says: from, to, in, or nothing."""
    first, last = span
    if last <= first:
        return ""
    word = wording.keys[last - 1]
    spellings = frozenset(gazetteer.spellings(place.id))
    whole = " ".join(wording.keys[first:last])
    if whole in spellings:
        return ""
    if last - first > 1 and " ".join(wording.keys[first : last - 1]) in spellings:
        return next((stem.ending.meaning for stem in stems("xxxx" + word, language) if stem.ending.written == word), "")
    head = " ".join(wording.keys[first : last - 1])
    for stem in stems(word, language):
        if f"{head} {stem.key}".strip() in spellings and stem.ending.language in ("tr", "hu", "sh", "ckb", "ar"):
            return stem.ending.meaning
    return ""


def _tie(wording: Wording, one: Place, other: Place, after_one: int, first: int, language: str) -> Tie:
    """How two neighbours are joined: by what stands between them."""
    start = max(one.end, wording.spans[after_one - 1][1]) if after_one else one.end
    gap = wording.text[start : other.start]
    if first <= after_one:
        if not gap.strip(" \ufe0f\u200d\u00a0"):
            return "bare"
        if is_arrow(gap):
            return "arrow"
        return "list" if _LIST.fullmatch(gap) else "break" if _BREAK.search(gap) else "text"
    between = wording.keys[after_one:first]
    if len(between) <= _LONGEST_PRICE and any(any(sign.isdigit() for sign in key) for key in between):
        return "priced"
    if _BREAK.search(gap):
        return "break"
    if between[0] in _OR or between[-1] in _OR or (language == "el" and _GREEK_OR in (between[0], between[-1])):
        return "or"
    if len(between) == 1 and between[0] in _AND:
        return "and"
    marking = before(wording.keys, first, language, barrier=after_one)
    if marking and marking.start - after_one <= 1 and marking.meaning != "then":
        joint = wording.text[start : wording.spans[marking.start][0]]
        return "list" if marking.start > after_one or (_LIST.fullmatch(joint) and joint.strip()) else "next"
    return "text"


def _without_own_country(found: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in found:
        last = kept[-1] if kept else None
        if last and mention.tie in ("list", "bare", "text") and last.place.country == mention.place.country:
            kinds = (last.place.kind == "country", mention.place.kind == "country")
            near = mention.place.start - last.place.end <= 3
            if near and kinds == (False, True):
                continue
            if near and kinds == (True, False):
                kept[-1] = Mention(mention.place, mention.first, mention.after, last.part, last.tie, last.marked)
                continue
        kept.append(mention)
    return kept
