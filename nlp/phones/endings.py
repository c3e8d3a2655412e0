"""Numbers told by what differs from the one before: "… 54 or 55 at the end", "same but ends in 12", "456/457"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from nlp.phones.atoms import counted
from nlp.phones.plan import Meaning, international
from nlp.phones.tables import alternatives, spoken
from nlp.phrases import words_of
from nlp.reading import fold

_WINDOW = 84  # characters behind a number in which its twin is told
_MOST = 4  # twins of one number
_WORD = r"[^\W\d_]{1,14}"
_FEWEST_ALONE = 3  # digits of "or 457", which no word calls an ending
_EMERGENCY = frozenset({"112", "113", "110", "911", "999", "155", "122", "115", "100"})
_SLASH = re.compile(r" ?/ ?(?P<digits>\d{2,4})(?!\d|[.:/-]\d| ?\d)")


class Twin(NamedTuple):
    """Another number, at the figures [start, end) of the plain reading that replace the last of the first."""

    start: int
    end: int
    meaning: Meaning


@lru_cache(maxsize=1)
def _told() -> re.Pattern[str]:
    """An ending behind a number: with its word behind it or before it."""
    ends, either = alternatives(spoken().endings), alternatives(spoken().or_)
    behind = (
        rf"[ ,;/(]{{1,3}}(?:(?:{either}) (?:{_WORD} ){{0,5}}?)?(?P<behind>\d{{1,4}})[ .,]{{0,2}}(?:{ends})(?![^\W_])"
    )
    before = (
        rf"[ ,;/(.:-]{{1,4}}(?:{_WORD}[ ,']{{1,2}}){{0,9}}?(?<!hafta )(?<!ay )(?<!yil )(?:{ends})[ :='-]{{1,3}}"
        rf"(?P<before>\d{{1,4}})(?= ?(?:[.,;!?)\n(]|\Z|(?:{either})(?![^\W_])))(?![.,]?\d)"
    )
    return re.compile(f"{behind}|{before}")


@lru_cache(maxsize=1)
def _alone() -> re.Pattern[str]:
    return re.compile(
        rf"[ ,]{{1,2}}(?:{alternatives(spoken().or_)}) /?(?P<digits>\d{{3,4}})(?= ?(?:\Z|[.,;!)\n](?!\d)))"
    )


@lru_cache(maxsize=1)
def _ending_words() -> frozenset[str]:
    return frozenset(max(fold(phrase).replace("'", " ").split(), key=len) for phrase in spoken().endings)


def told(plain: str) -> bool:
    """Whether a text may tell of endings at all."""
    return not _ending_words().isdisjoint(words_of(plain))


def twins(plain: str, end: int, number: Meaning, last_group: int, *, in_words: bool) -> list[Twin]:
    """The numbers told behind the one that ends at `end`, whose last group has `last_group` digits."""
    found: list[Twin] = []
    at = end
    while len(found) < _MOST:
        twin = _next(plain, at, number, last_group, in_words=in_words)
        if twin is None:
            break
        found.append(twin)
        at = twin.end
    return found


def _next(plain: str, at: int, number: Meaning, last_group: int, *, in_words: bool) -> Twin | None:
    match = _told().match(plain, at, at + _WINDOW) if in_words else None
    if match:
        name = match.lastgroup or ""
        return _with_ending(plain, *match.span(name), number)
    match = _SLASH.match(plain, at) or _alone().match(plain, at, at + _WINDOW)
    if match is None or len(match["digits"]) != last_group or match["digits"] in _EMERGENCY:
        return None
    if match.re is not _SLASH and last_group < _FEWEST_ALONE:
        return None
    return _with_ending(plain, *match.span("digits"), number)


def _with_ending(plain: str, start: int, end: int, number: Meaning) -> Twin | None:
    if counted(plain, end):
        return None
    digits = number.e164[1:]
    twin = digits[: len(digits) - (end - start)] + plain[start:end]
    meaning = international(twin)
    return Twin(start, end, meaning) if meaning and meaning.e164 != number.e164 else None
