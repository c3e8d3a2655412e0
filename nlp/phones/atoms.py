"""Cuts a text into groups of digits, as figures or in words, and gathers neighbours into chains.

A chain is what may hold phones: groups with nothing but signs between them. Letters that stand for digits (o, l, i, |)
and numbers in words are read as digits here; whether they are any is decided by the numbering plans.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from nlp.numerals.quantities import find_quantities
from nlp.numerals.tables import Numerals
from nlp.phones.tables import alternatives, words
from nlp.phones.traps import traps

_AS_DIGIT = str.maketrans({"o": "0", "о": "0", "ο": "0", "i": "1", "l": "1", "|": "1"})
_O = "oоο"  # Latin, Cyrillic, Greek
_GROUP = re.compile(
    rf"(?:(?<![^\W\d])[{_O}]{{1,2}})?\d(?:[\d{_O}il|]*[\d{_O}il|](?![^\W\d])|\d*)"
    rf"|(?<![^\W_])[{_O}l|](?=[ ./-]\d)|(?<=[\d{_O}][ ./-])[{_O}]{{2,4}}(?![^\W_])"
)
_GAP = re.compile(r"[^\w+\n]{1,6}|[^\w+]{0,2}\n[^\w+]{0,2}|[ ]?_[ ]?|")
_PLUS = re.compile(r"\+[ (]{0,2}\Z")
_MONEY = re.compile(r"[€$£₺₹؋₽₴]")
_FEWEST_WORDS = 4  # number words next to each other before they are thought to be a phone
_JOIN_PENALTY = {",": 0.4, ";": 0.4, "\n": 0.4, "/ ": 0.2, " /": 0.2, " -": 0.04, "- ": 0.04}


@dataclass(frozen=True, slots=True)
class Atom:
    """A group of digits in the plain reading."""

    start: int
    end: int
    digits: str
    words: bool = False  #: written in words
    plus: int | None = None  #: where a + that begins it stands

    @property
    def begin(self) -> int:
        """Where it begins, a + included."""
        return self.start if self.plus is None else self.plus

    gap: float = 0.0  #: how unlikely the signs before it are within one number


@lru_cache(maxsize=1)
def _separator_words() -> re.Pattern[str]:
    return re.compile(rf"[ (.,*]*(?:{alternatives(words().separators)})[ ).,*]*")


@lru_cache(maxsize=1)
def _units() -> re.Pattern[str]:
    return re.compile(rf" ?(?:{alternatives(words().units)})(?![^\W_])")


def chains(plain: str, numerals: Numerals | None) -> Iterator[list[Atom]]:
    """The chains of `plain`, in order."""
    blocked = traps(plain)
    starts = [start for start, _ in blocked]
    longest = _running_end(blocked)
    chain: list[Atom] = []
    for atom in _atoms(plain, numerals):
        at = bisect_right(starts, atom.end - 1) - 1
        free = at < 0 or longest[at] <= atom.start
        gap = _gap(plain, chain[-1].end, atom.start) if chain else None
        if chain and (gap is None or not free):
            yield chain
            chain = []
        if free:
            penalty = _penalty(gap) if chain and gap is not None else 0.0
            chain.append(replace(atom, gap=penalty, plus=_plus(plain, atom.start)))
    if chain:
        yield chain


def counted(plain: str, end: int) -> bool:
    """Whether what ends at `end` is followed by a unit or a sign of money, so that it is an amount."""
    return bool(_units().match(plain, end) or _MONEY.match(plain, end) or _MONEY.match(plain, end + 1))


def _running_end(spans: Sequence[tuple[int, int]]) -> list[int]:
    ends, last = [], 0
    for _, end in spans:
        last = max(last, end)
        ends.append(last)
    return ends


def _atoms(plain: str, numerals: Numerals | None) -> Iterator[Atom]:
    found = [
        Atom(match.start(), match.end(), match[0].translate(_AS_DIGIT)) for match in _GROUP.finditer(plain) if match[0]
    ]
    if numerals is not None:
        spoken = [
            Atom(quantity.start, quantity.end, str(int(quantity.value)), words=True)
            for quantity in find_quantities(plain, numerals)
            if not quantity.figures and quantity.multiplier == 1
        ]
        if len(spoken) >= _FEWEST_WORDS or found:
            found = sorted(found + spoken, key=lambda atom: atom.start)
    yield from found


def _gap(plain: str, start: int, end: int) -> str | None:
    """What stands between two groups, if a number can go on behind it."""
    if end - start > 24:  # longer than any word of the table with its signs
        return None
    between = plain[start:end]
    if _GAP.fullmatch(between) and not _MONEY.search(between):
        return between
    return between if _separator_words().fullmatch(between) else None


def _plus(plain: str, start: int) -> int | None:
    found = _PLUS.search(plain, max(0, start - 3), start)
    return found.start() if found else None


def _penalty(gap: str) -> float:
    return max((weight for sign, weight in _JOIN_PENALTY.items() if sign in gap), default=0.0)
