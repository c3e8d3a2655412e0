"""Bare figures: whether one counts something, or is part of something else, before it may be money."""

from __future__ import annotations

import re

from nlp.numerals.quantities import Quantity
from nlp.phones.atoms import counted
from nlp.prices.cues import Cues

_SMALLEST_IN_WORDS = 100
_GLUED = re.compile(r"[-'][^\W\d]|%|[.,:/-]?\d|°|[^\W\d_]")  # the 95s, 20%, 15:30: no sums
_SUFFIX = re.compile(r"[-'](?:[aeoö]?t|ert|bol|b[ao]l|r[ae]|b[ae]|tol|ig|[ydntl]?[aeiu]|[dt][ae]n?)(?![^\W\d_])")
_SIDE = re.compile(r"\d{2}[xх]\Z")
_DIGIT_BEFORE, _DIGIT_BEHIND = re.compile(r"[\d+][ ./-]?\Z"), re.compile(r"[ ./-]?\d")
_YEARS = range(1950, 2100)


def is_free(plain: str, quantity: Quantity, cues: Cues) -> bool:
    """Whether a number counts nothing, and is no part of something else."""
    start, end = quantity.start, quantity.end
    if not quantity.figures and (quantity.value < _SMALLEST_IN_WORDS or quantity.value == quantity.multiplier):
        return cues.asks(plain, start, end) and quantity.value >= _SMALLEST_IN_WORDS
    if counted(plain, end):
        return False
    before = plain[start - 1 : start]
    if (
        before.isalpha()
        and quantity.figures
        and (before not in "xхبو" or _SIDE.search(plain, max(0, start - 3), start))
    ):
        return False
    if before in ("#", "/") or (_GLUED.match(plain, end) and not _SUFFIX.match(plain, end)):
        return False
    return not cues.counts(plain, end)


def is_year(quantity: Quantity) -> bool:
    return quantity.value in _YEARS and quantity.figures and not quantity.grouped and quantity.value % 50 != 0


def in_a_number(plain: str, quantity: Quantity) -> bool:
    """Whether other figures stand right beside it: a phone that could not be read as one."""
    before = plain[max(0, quantity.start - 2) : quantity.start]
    return bool(_DIGIT_BEFORE.search(before)) or goes_on(plain, quantity.end)


def goes_on(plain: str, end: int) -> bool:
    """Whether more figures stand right behind those that end at `end`."""
    return _DIGIT_BEHIND.match(plain, end) is not None
