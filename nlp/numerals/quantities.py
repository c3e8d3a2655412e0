"""Finds quantities: figures with separators ("2.500", "2k5"), figures with words ("4 bin"), and number words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import chain, islice, pairwise
from typing import NamedTuple

from nlp.numerals.sums import HUNDRED, KILO, Sum
from nlp.numerals.tables import Numeral, Numerals
from nlp.phrases import words_of

_O = "oоο"  # Latin, Cyrillic, Greek: written for 0
#: Its first figure stands before all alternatives, so that the search leaps from figure to figure; the rest of a row
#: that is too long for a number is none.
_LITERAL = (
    r"\d(?<!\d\d)(?:\d{0,2}(?:(?P<sep>[ .,'])\d{3})(?:(?P=sep)\d{3})*(?!\d)(?:(?!(?P=sep))[.,]\d{1,2}(?!\d))?"
    r"|(?<!\d \d)(?: \d){3,4}(?! ?[\d.,])"
    rf"|\d{{0,3}}[{_O}]{{1,4}}\d{{0,3}}(?![^\W_])"
    r"|\d{0,14}(?:[.,]\d{1,2}(?!\d))?)"
)
_FIGURES = rf"(?P<literal>{_LITERAL})(?:(?P<k>[kк])(?P<tail>\d{{1,3}})?(?![^\W_]))?"
_FIGURE = re.compile(_FIGURES)
_TOKEN = re.compile(rf"{_FIGURES}|(?P<word>[^\W\d_]+)")
_ZEROS = str.maketrans(dict.fromkeys(_O, "0"))
_SEPARATOR = re.compile(r"[ .,']")
_SPREAD = re.compile(r"\d(?: \d){3,4}")
_GAP = re.compile(r"[ \-]{0,2}")
_CLOSE = ("", " ", "-", ". ")  # what may stand between a figure and a multiplier of another language
_LEAST_OTHER = 1000  # hundreds of another language are too often something else (50 cent)
_MOST_PARTS = 24  # "twelve hundred thirty-four thousand five hundred sixty-seven" has ten
_MOST, _MOST_OF_WORDS = 50_000, 100_000  # quantities of one text, and their parts: more would only fill the memory
_ONE_LETTER_MULTIPLIES_BELOW = 1000


class Quantity(NamedTuple):
    """A number in the plain reading; `multiplier` is the last one said (1000 in "3 mijë"), 1 without."""

    start: int
    end: int
    value: float
    multiplier: float
    figures: bool  #: written with figures, at least in part
    grouped: bool  #: has a thousands separator


class _Part(NamedTuple):
    start: int
    end: int
    numerals: tuple[Numeral, ...]
    figures: bool
    grouped: bool = False
    closed: bool = False  #: takes nothing behind it and is no addend: "2k5", "044"


@lru_cache(maxsize=2)  # phones and prices of one text ask one after the other
def find_quantities(plain: str, numerals: Numerals) -> tuple[Quantity, ...]:
    """The quantities in `plain`, in order; number words of the language given, and what any language shares."""
    return _find(plain, numerals, apart=False)


def find_apart(plain: str, numerals: Numerals) -> tuple[Quantity, ...]:
    """The same, but words are added up only where "and" says so: "five hundred sixty" is 500 and 60."""
    return _find(plain, numerals, apart=True)


def _find(plain: str, numerals: Numerals, *, apart: bool) -> tuple[Quantity, ...]:
    known = numerals.known(words_of(plain))
    if not known:
        return tuple([_of_figure(token) for token in islice(_FIGURE.finditer(plain), _MOST)])
    found: list[Quantity] = []
    run: list[_Part] = []
    for part in islice(_parts(plain, numerals, known), _MOST_OF_WORDS):
        if run and not _GAP.fullmatch(plain, run[-1].end, part.start):
            found.extend(_quantities(run, apart=apart))
            run = []
        run.append(part)
    found.extend(_quantities(run, apart=apart))
    return tuple(found[:_MOST])


def value_of(literal: str) -> float:
    """The number that figures with separators stand for: three digits after a separator are thousands.

    >>> [value_of(text) for text in ("2.500", "2,5", "1.200,50", "2 500", "1,234,567.8", "25oo", "2 5 0 0")]
    [2500.0, 2.5, 1200.5, 2500.0, 1234567.8, 2500.0, 2500.0]
    """
    if literal.isdigit():
        return float(literal)
    if "o" in literal or not literal.isascii():
        literal = literal.translate(_ZEROS)
    groups = _SEPARATOR.split(literal)
    if len(groups) == 1:
        return float(literal)
    if (len(groups[-1]) == 3 and groups[0] != "0") or _SPREAD.fullmatch(literal):
        return float("".join(groups))
    return float("".join(groups[:-1]) + "." + groups[-1])


def _parts(plain: str, numerals: Numerals, known: frozenset[str]) -> Iterator[_Part]:
    tokens = (token for token in _TOKEN.finditer(plain) if token[0] in known or token["literal"])
    end = -1  # of the last part
    for token, after in pairwise(chain(tokens, (None,))):
        if token is None:
            return
        if token.start() < end:
            continue  # part of a pair already
        part = _of_literal(token) if token["literal"] else _of_word(plain, token, after, numerals, end)
        if part:
            end = part.end
            if len(part.numerals) > 1 and not part.figures and (groups := _glued(token[0], numerals)):
                yield from (
                    group._replace(start=part.start + group.start, end=part.start + group.end) for group in groups
                )
            else:
                yield part


def _of_word(
    plain: str, token: re.Match[str], after: re.Match[str] | None, numerals: Numerals, end: int
) -> _Part | None:
    """The part that a number word is; `end` is where the part before it ends."""
    word = token["word"]
    beside = after["word"] if after and after["word"] and after.start() <= token.end() + 1 else None
    pair = numerals.pair(word, beside) if beside else ()
    if pair and after:
        return _Part(token.start(), after.end(), pair, figures=False)
    found = numerals.read(word)
    other = numerals.other(word)
    if other and (not found or found[0].kind == "joiner"):
        multiplies = other.kind == "multiplier" and plain[end : token.start()] in _CLOSE and end >= 0
        if (multiplies and other.value >= _LEAST_OTHER) or (
            beside and other.kind == "value" and numerals.thousand(beside)
        ):
            found = (other,)
    return _Part(token.start(), token.end(), found, figures=False) if found else None


@lru_cache(maxsize=4_000)
def _glued(word: str, numerals: Numerals) -> tuple[_Part, ...]:
    """The numbers that are written together in `word`, at their places in it: "sıfırbeşyüz"; none where it is one."""
    groups: list[_Part] = []
    total, joiner = Sum(), False
    for start, end, numeral in numerals.cut(word):
        if not groups or not total.add(numeral, figures=False):
            total = Sum()
            if numeral.kind != "value" or not total.add(numeral, figures=False):
                return ()
            groups.append(_Part(start, end, (numeral,), figures=False))
        elif numeral.kind != "joiner":
            last = groups[-1]
            between = (Numeral("joiner"),) if joiner else ()
            groups[-1] = last._replace(end=end, numerals=(*last.numerals, *between, numeral))
        joiner = numeral.kind == "joiner"
    return tuple(groups) if len(groups) > 1 else ()


def _of_figure(token: re.Match[str]) -> Quantity:
    """A figure with no number words about: it stands alone."""
    literal, kilo, tail, separator = token.group("literal", "k", "tail", "sep")
    value = value_of(literal)
    if kilo:
        value = (value + (float(f"0.{tail}") if tail else 0.0)) * KILO
    return Quantity(*token.span(), value, KILO if kilo else 1.0, True, separator is not None)


def _of_literal(token: re.Match[str]) -> _Part:
    literal = token["literal"]
    value = value_of(literal)
    numerals: tuple[Numeral, ...] = (Numeral("value", value),)
    if token["k"]:
        tail = float(f"0.{token['tail']}") if token["tail"] else 0.0
        numerals = (Numeral("value", value + tail), Numeral("multiplier", KILO))
    code = literal[0] == "0" and len(literal) > 1 and literal.isdigit()
    return _Part(
        token.start(), token.end(), numerals, figures=True, grouped=bool(token["sep"]), closed=bool(token["k"]) or code
    )


def _quantities(run: list[_Part], *, apart: bool) -> Iterator[Quantity]:
    at = 0
    while at < len(run):
        quantity, used = _first_quantity(run[at : at + _MOST_PARTS], apart=apart)
        if quantity:
            yield quantity
        at += max(used, 1)


def _first_quantity(parts: list[_Part], *, apart: bool) -> tuple[Quantity | None, int]:
    first = parts[0]
    if len(first.numerals) > 1 and first.numerals[0].kind == "joiner":  # "وخمسة" begins a number too
        first = first._replace(numerals=first.numerals[1:])
        parts = [first, *parts[1:]]
    if len(first.numerals) == 1 and (len(parts) == 1 or (first.figures and parts[1].figures)):  # nearly all numbers
        return _alone(first, first.numerals[0]), 1
    total, used, figures, grouped = Sum(), 0, False, False
    value, multiplier = 0.0, 1.0
    for number, part in enumerate(parts):
        if _is_no_multiplier(part, total) or (number and part.closed) or (total.group and _has_hundreds(part)):
            break
        if apart and total.started and not total.joined and part.numerals[0].kind == "value":
            break
        trial = total if len(part.numerals) == 1 else replace(total)  # what is refused changes nothing
        if not all(trial.add(numeral, figures=part.figures) for numeral in part.numerals):
            break
        total = trial
        if part.numerals[-1].kind != "joiner":
            value, multiplier, used = total.said, total.multiplier, number + 1
            figures, grouped = figures or part.figures, grouped or part.grouped
        if part.closed:
            break
    if not used:
        return None, used
    return Quantity(parts[0].start, parts[used - 1].end, value, multiplier, figures, grouped), used


def _has_hundreds(part: _Part) -> bool:
    """Whether a compound says hundreds of its own: "harminc kétszáztíz" is 30 210."""
    return len(part.numerals) > 1 and any(
        numeral.kind == "multiplier" and numeral.value == HUNDRED for numeral in part.numerals
    )


def _alone(part: _Part, numeral: Numeral) -> Quantity | None:
    if numeral.kind not in ("value", "multiplier") or _is_no_multiplier(part, Sum()):
        return None
    multiplier = numeral.value if numeral.kind == "multiplier" and numeral.value > 100 else 1.0
    return Quantity(part.start, part.end, numeral.value, multiplier, part.figures, part.grouped)


def _is_no_multiplier(part: _Part, total: Sum) -> bool:
    """ "2500 e" is no number of millions: one letter multiplies small figures only."""
    one_letter = part.end - part.start == 1 and part.numerals[0].kind == "multiplier"
    return one_letter and not 0 < total.group < _ONE_LETTER_MULTIPLIES_BELOW
