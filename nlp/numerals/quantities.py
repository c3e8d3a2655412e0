"""Finds quantities: figures with separators ("2.500", "2k5"), figures with words ("4 bin"), and number words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from nlp.numerals.tables import Numeral, Numerals

_LITERAL = (
    r"\d{1,3}(?:(?P<sep>[ .,'])\d{3})(?:(?P=sep)\d{3})*(?!\d)(?:(?!(?P=sep))[.,]\d{1,2}(?!\d))?"
    r"|\d{1,15}(?:[.,]\d{1,2}(?!\d))?"
)
_TOKEN = re.compile(rf"(?P<literal>{_LITERAL})(?:(?P<k>[kк])(?P<tail>\d{{1,3}})?(?![^\W_]))?|(?P<word>[^\W\d_]+)")
_GAP = re.compile(r"[ \-]{0,2}")
_MOST_PARTS = 24  # "twelve hundred thirty-four thousand five hundred sixty-seven" has ten
_ONE_LETTER_MULTIPLIES_BELOW = 1000


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in the plain reading; `multiplier` is the last one said (1000 in "3 mijë"), 1 without."""

    start: int
    end: int
    value: float
    multiplier: float
    figures: bool  #: written with figures, at least in part
    grouped: bool  #: has a thousands separator


@dataclass(frozen=True, slots=True)
class _Part:
    start: int
    end: int
    numerals: tuple[Numeral, ...]
    figures: bool
    grouped: bool = False
    closed: bool = False  #: takes nothing behind it and is no addend: "2k5", "044"


@lru_cache(maxsize=2)  # phones and prices of one text ask one after the other
def find_quantities(plain: str, numerals: Numerals | None) -> tuple[Quantity, ...]:
    """The quantities in `plain`, in order; number words only of the language given."""
    found: list[Quantity] = []
    run: list[_Part] = []
    for part in _parts(plain, numerals):
        if run and not _GAP.fullmatch(plain, run[-1].end, part.start):
            found.extend(_quantities(run))
            run = []
        run.append(part)
    found.extend(_quantities(run))
    return tuple(found)


def value_of(literal: str) -> float:
    """The number that figures with separators stand for: three digits after a separator are thousands.

    >>> [value_of(text) for text in ("2.500", "2,5", "1.200,50", "2 500", "1,234,567.8")]
    [2500.0, 2.5, 1200.5, 2500.0, 1234567.8]
    """
    groups = re.split(r"[ .,']", literal)
    if len(groups) == 1:
        return float(literal)
    if len(groups[-1]) == 3 and groups[0] != "0":
        return float("".join(groups))
    return float("".join(groups[:-1]) + "." + groups[-1])


def _parts(plain: str, numerals: Numerals | None) -> Iterator[_Part]:
    tokens = list(_TOKEN.finditer(plain))
    taken = 0  # tokens before this one are part of a pair already
    for number, token in enumerate(tokens):
        if number < taken:
            continue
        if token["literal"]:
            yield _of_literal(token)
        elif numerals is not None:
            after = tokens[number + 1] if number + 1 < len(tokens) else None
            pair = numerals.pair(token["word"], after["word"]) if after and after["word"] else None
            if pair and after:
                yield _Part(token.start(), after.end(), (pair,), figures=False)
                taken = number + 2
            elif found := _numerals(token["word"], numerals):
                yield _Part(token.start(), token.end(), found, figures=False)


def _of_literal(token: re.Match[str]) -> _Part:
    value = Numeral("value", value_of(token["literal"]))
    numerals: tuple[Numeral, ...] = (value,)
    if token["k"]:
        tail = float(f"0.{token['tail']}") if token["tail"] else 0.0
        numerals = (Numeral("value", value.value + tail), Numeral("multiplier", 1000.0))
    code = token["literal"].startswith("0") and token["literal"].isdigit() and len(token["literal"]) > 1
    return _Part(
        token.start(), token.end(), numerals, figures=True, grouped=bool(token["sep"]), closed=bool(token["k"]) or code
    )


def _numerals(word: str, numerals: Numerals) -> tuple[Numeral, ...]:
    found = numerals.read(word)
    if not found and word.startswith("و"):  # Arabic writes "and" together with the next word
        found = numerals.read(word[1:])
        return (Numeral("joiner"), *found) if found else ()
    return found


@dataclass(slots=True)
class _Sum:
    """Adds up numerals from left to right, as long as they make one number."""

    total: float = 0.0
    group: float = 0.0
    floor: float = float("inf")  #: the next value must be smaller: after hundreds come tens, then units
    multiplier: float = 1.0
    started: bool = False
    joined: bool = False

    def add(self, numeral: Numeral, *, figures: bool) -> bool:
        """Whether `numeral` belongs to this number; then it is part of it."""
        kind = numeral.kind
        taken = (
            self._value(numeral.value, figures)
            if kind == "value"
            else self._multiplied(numeral.value)
            if kind == "multiplier"
            else self._half()
            if kind == "half"
            else self.started
        )
        if taken:
            self.joined = kind == "joiner"
            self.started = True
        return taken

    def _value(self, value: float, figures: bool) -> bool:
        if (figures and self.started and not self.total) or (value == 0 and self.started):
            return False
        reversed_ten = self.joined and 0 < self.group < 10 and value in range(20, 100, 10)  # fünf-und-zwanzig
        if value >= self.floor and not reversed_ten:
            return False
        self.group += value
        self.floor = _floor_after(value, figures)
        return True

    def _multiplied(self, by: float) -> bool:
        if by == 100:
            if self.group >= by or (self.group == 0 and self.floor < by):
                return False
            self.group = (self.group or 1) * by
            self.floor = by
            return True
        if (self.total and by >= self.multiplier) or (self.total and not self.group):
            return False
        self.total += (self.group or 1) * by
        self.group, self.floor, self.multiplier = 0.0, by, by
        return True

    def _half(self) -> bool:
        if self.total and not self.group:
            self.total += self.multiplier / 2
            self.floor = 1
            return True
        if self.group and not self.total:
            self.group += 0.5
            return True
        return False


def _floor_after(value: float, figures: bool) -> float:
    """What a value to be added next must stay below: 100 after "two hundred", 10 after "twenty", nothing after zero."""
    if value == 0:
        return 0
    if figures or value != int(value):
        return 1
    return next(
        (step for step in (1000, 100) if value >= step and value % step == 0), 10 if value in range(20, 100, 10) else 1
    )


def _quantities(run: list[_Part]) -> Iterator[Quantity]:
    at = 0
    while at < len(run):
        quantity, used = _first_quantity(run[at : at + _MOST_PARTS])
        if quantity:
            yield quantity
        at += max(used, 1)


def _first_quantity(parts: list[_Part]) -> tuple[Quantity | None, int]:
    first = parts[0]
    if len(first.numerals) == 1 and (len(parts) == 1 or (first.figures and parts[1].figures)):  # nearly all numbers
        return _alone(first, first.numerals[0]), 1
    total, used, figures, grouped = _Sum(), 0, False, False
    done = total
    for number, part in enumerate(parts):
        total = replace(total)
        if _is_no_multiplier(part, total) or (number and part.closed):
            break
        if not all(total.add(numeral, figures=part.figures) for numeral in part.numerals):
            break
        if part.numerals[-1].kind != "joiner":
            done, used = total, number + 1
            figures, grouped = figures or part.figures, grouped or part.grouped
        if part.closed:
            break
    if not used:
        return None, used
    end = parts[used - 1].end
    return Quantity(parts[0].start, end, done.total + done.group, done.multiplier, figures, grouped), used


def _alone(part: _Part, numeral: Numeral) -> Quantity | None:
    if numeral.kind not in ("value", "multiplier") or _is_no_multiplier(part, _Sum()):
        return None
    multiplier = numeral.value if numeral.kind == "multiplier" and numeral.value > 100 else 1.0
    return Quantity(part.start, part.end, numeral.value, multiplier, part.figures, part.grouped)


def _is_no_multiplier(part: _Part, total: _Sum) -> bool:
    """ "2500 e" is no number of millions: one letter multiplies small figures only."""
    one_letter = part.end - part.start == 1 and part.numerals[0].kind == "multiplier"
    return one_letter and not 0 < total.group < _ONE_LETTER_MULTIPLIES_BELOW
