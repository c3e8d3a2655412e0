"""Words and pictograms that say that a number is a phone: before it, behind it, or glued to it."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from nlp.phones.tables import words
from nlp.reading import fold

_BEFORE, _BEHIND = 28, 14  # characters around a number in which a label is looked for
_PICTOGRAM = re.compile("[📞☎📱📲✆🤙💬📳]")
_WORD = re.compile(r"[^\W\d_]+")
_ENDING = re.compile(r"[^\W\d_]{1,4}(?!\w)")
_GLUED_BEFORE, _GLUED_BEHIND = re.compile(r"[^\W\d_]+\Z"), re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=1)
def _labels() -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    """The labels of one word, and those of two: words as they stand in a reading."""
    split = [tuple(_WORD.findall(fold(label))) for label in words().labels]
    return (
        frozenset(label[0] for label in split if len(label) == 1),
        frozenset((label[0], label[1]) for label in split if len(label) > 1),
    )


@lru_cache(maxsize=1)
def _endings() -> frozenset[str]:
    return frozenset(fold(ending) for ending in words().endings)


def is_label(word: str) -> bool:
    """Whether a word of a reading is one for a phone or its number."""
    return word in _labels()[0]


def labelled_before(plain: str, start: int) -> bool:
    """Whether a label stands before `start`, on the same line."""
    begin = max(0, start - _BEFORE)
    begin = max(begin, plain.rfind("\n", begin, start) + 1)
    while begin and begin < start and plain[begin].isalpha() and plain[begin - 1].isalpha():
        begin += 1  # half a word is none: "hotel" is no "tel"
    return _labelled(plain, begin, start)


def labelled_behind(plain: str, end: int) -> bool:
    """Whether a label stands behind `end`, on the same line."""
    line_ends = plain.find("\n", end, end + _BEHIND)
    return _labelled(plain, end, line_ends if line_ends >= 0 else min(len(plain), end + _BEHIND))


def _labelled(plain: str, start: int, end: int) -> bool:
    found = _WORD.findall(plain, start, end)
    single, double = _labels()
    if not single.isdisjoint(found) or _PICTOGRAM.search(plain, start, end):
        return True
    return len(found) > 1 and not double.isdisjoint(pairwise(found))


def free_before(plain: str, start: int) -> bool:
    """No letters are glued to the number but a label ("tel044123456")."""
    if not start or not plain[start - 1].isalpha():
        return True
    return _is_label(_GLUED_BEFORE.search(plain, max(0, start - _BEFORE), start))


def free_behind(plain: str, end: int) -> bool:
    """No letters are glued to the number but a label ("044123456viber") or a case ending ("0541 000 04 35ten")."""
    return _is_label(_GLUED_BEHIND.match(plain, end, end + _BEHIND)) or bool(ending_behind(plain, end))


def ending_behind(plain: str, end: int) -> str:
    """The case ending that is glued to the figures that end at `end`; empty where there is none."""
    glued = _ENDING.match(plain, end) if plain[end : end + 1].isalpha() else None
    return glued[0] if glued and glued[0] in _endings() else ""


def _is_label(glued: re.Match[str] | None) -> bool:
    if glued is None:
        return True
    return glued[0] in _labels()[0]
