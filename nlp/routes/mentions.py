"""Each place of a text with the part its words give it, and how it is tied to the place before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from nlp.directions import after, before
from nlp.directions.wording import Wording, is_arrow
from nlp.gazetteer import Gazetteer
from nlp.gazetteer.endings import stems
from waymark.records import Place

Part = Literal["from", "to", "via", "at", "home", ""]
Tie = Literal["arrow", "bare", "list", "or", "text", "break"]

_LIST = re.compile(r"[\s,،;&+]*")
_BREAK = re.compile(r"[.!?؟۔](?=\s)|\n")
_AND = frozenset("and und i a dhe e ve es kai si et y و او اور ve u ja و".split())
_OR = frozenset("or oder ili ose apo veya ya vagy i sau ou o یا او یان an".split())
#: A place before these is a border's name, not a journey: Serbia-Hungary border.
_WEAK_ENDINGS = frozenset({"of", "-"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A place as it stands in a text."""

    place: Place
    first: int  #: its words are [first, after)
    after: int
    part: Part
    tie: Tie  #: to the mention before
    marked: bool  #: a word of direction stands at it, not only an ending


def mentions(wording: Wording, places: Sequence[Place], language: str, gazetteer: Gazetteer) -> list[Mention]:
    """All places in order of the text; a city beside its country counts once."""
    spans = [(wording.at_offset(place.start), wording.at_offset(place.end)) for place in places]
    found: list[Mention] = []
    for number, (place, (first, last)) in enumerate(zip(places, spans, strict=True)):
        barrier = spans[number - 1][1] if number else 0
        following = spans[number + 1][0] if number + 1 < len(spans) else None
        part, marked = _part(wording, place, (first, last), (barrier, following), language, gazetteer)
        tie = _tie(wording, places[number - 1], place, barrier, first) if number else "break"
        if tie == "text" and number and _only_marker_between(wording, barrier, first, language):
            tie = "list" if part == found[-1].part else "text"
        found.append(Mention(place, first, last, part, tie, marked))
    return _without_own_country(found)


def _part(
    wording: Wording,
    place: Place,
    span: tuple[int, int],
    barriers: tuple[int, int | None],
    language: str,
    gazetteer: Gazetteer,
) -> tuple[Part, bool]:
    first, last = span
    left = before(wording.keys, first, language, barrier=_line_start(wording, barriers[0], first))
    right = after(wording.keys, last, language, barrier=barriers[1])
    if left and left.meaning == "home":
        return "home", True
    if right and right.meaning == "home":
        return "home", True
    ending = _ending(wording, place, span, language, gazetteer)
    if right and right.meaning in ("from", "to", "via"):
        return right.meaning, True  # type: ignore[return-value]
    if left and left.meaning in ("from", "to", "via"):
        return left.meaning, True  # type: ignore[return-value]
    if left and left.meaning == "at":
        return ("to" if ending == "to" else "at"), True
    if ending in ("from", "to"):
        return ending, False  # type: ignore[return-value]
    return ("at" if ending == "in" else ""), False


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


def _tie(wording: Wording, one: Place, other: Place, after_one: int, first: int) -> Tie:
    gap = wording.text[one.end : other.start]
    if first == after_one:
        if not gap.strip(" \ufe0f\u200d\u00a0"):
            return "bare"
        if is_arrow(gap):
            return "arrow"
        return "list" if _LIST.fullmatch(gap.replace("\n", "x")) else "break" if _BREAK.search(gap) else "text"
    between = wording.keys[after_one:first]
    if len(between) == 1 and not _BREAK.search(gap):
        if between[0] in _AND:
            return "list"
        if between[0] in _OR:
            return "or"
    return "break" if _BREAK.search(gap) else "text"


def _only_marker_between(wording: Wording, start: int, end: int, language: str) -> bool:
    marking = before(wording.keys, end, language, barrier=start)
    return marking is not None and marking.start - start <= 1


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
