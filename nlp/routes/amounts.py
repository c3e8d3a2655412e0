"""What is to be paid, where it stands: the prices of a text, and bare numbers behind the places of a price list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from nlp.directions.wording import Wording
from waymark.records import Place, Price

Span = tuple[int, int]
#: Between a place and its number: "Wien: 2000", "Wien ..... 2000", "Szeged tak 1200".
_LEAD = re.compile(r"[^\S\n]*[:.…=|*–—-]*[^\S\n]*(?:[^\W\d_]{2,9}[^\S\n]+)?")
_GROUP = 3  # digits of a group of thousands
_LEAST, _MOST = 100, 10_000_000  # what a journey may cost, in whatever currency
_LEAST_BARE = 2  # one bare number may be anything


def amounts(wording: Wording, places: Sequence[Place], prices: Iterable[Price]) -> list[Span]:
    """Spans in order: all prices; where the currency is said once for a whole list, its bare numbers as well."""
    told = [(price.start, price.end) for price in prices]
    bare = [span for place in places if (span := _bare(wording, place)) and not _overlaps(span, told)]
    return sorted(told + (bare if len(bare) >= _LEAST_BARE else []))


def _overlaps(span: Span, told: Sequence[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in told)


def _bare(wording: Wording, place: Place) -> Span | None:
    """The number that stands right behind the place, if nothing but a sign parts them and it is no telephone's."""
    at = wording.at_offset(place.end)
    if at < len(wording.keys) - 1 and not wording.keys[at].isdecimal():
        at += 1
    if at >= len(wording.keys) or not wording.keys[at].isdecimal():
        return None
    start, end = wording.spans[at]
    if not _LEAD.fullmatch(wording.text[place.end : start]):
        return None
    digits = wording.keys[at]
    for following in range(at + 1, len(wording.keys)):
        key, gap = wording.keys[following], wording.text[end : wording.spans[following][0]]
        if not key.isdecimal() or "\n" in gap:
            break
        if len(key) != _GROUP or len(digits) > _GROUP:
            return None
        digits, end = digits + key, wording.spans[following][1]
    return (start, end) if _LEAST <= int(digits) < _MOST and not digits.startswith("0") else None
