"""Cuts a text into groups of digits, as figures or in words, and gathers neighbours into chains.

A chain is what may hold phones: groups with nothing but signs between them. Letters that stand for digits (o, l, i, |)
and numbers in words are read as digits here; whether they are any is decided by the numbering plans.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, islice
from typing import NamedTuple

from nlp.digits import MOST_RUNS, runs_of
from nlp.numerals.quantities import find_apart, find_quantities
from nlp.numerals.tables import Numerals
from nlp.phones.plan import SHORTEST
from nlp.phones.spoken import Said, rows_behind, with_repeats
from nlp.phones.tables import alternatives, spoken, words
from nlp.phones.traps import trap_ends, traps
from nlp.phrases import words_of
from nlp.reading import fold

_O = "oоο"  # Latin, Cyrillic, Greek
_LEET = {"s": "5", "b": "8", "z": "2", "з": "3", "б": "6"}  # between figures only: there they are figures too
_AS_DIGIT = str.maketrans({**dict.fromkeys(_O, "0"), **dict.fromkeys("il|", "1"), **_LEET})
_GROUP = re.compile(
    rf"(?:(?<![^\W\d])[{_O}il|]{{1,3}})?\d"
    rf"(?:(?:[\d{_O}il|]|[{''.join(_LEET)}](?=\d))*(?:[{_O}il|](?!\w)|\d(?!\d))|)"
    rf"|(?<![^\W_])[{_O}l|]{{1,4}}(?=[ ./-]{{1,2}}[\d{_O}])|(?<=[\d{_O}][ ./-])[{_O}]{{1,4}}(?![^\W_])"
    rf"|(?<=[\d{_O}][ ./-])[il](?=[ ./-][\d{_O}](?!\d))"  # alone it is a figure only where figures stand alone
)
_GAP = re.compile(r"[^\w+\n]{1,6}|[^\w+]{0,2}\n[^\w+]{0,2}|[ ]?_[ ]?|")
_LONGEST_PLUS = 32  # characters of a word for + with what stands behind it
_LONGEST_GAP = 24  # characters: no word of the table with its signs is longer
_NEAR = 16  # characters of such words around a number word among them
_LONGEST_TURN = 56  # characters: "and the second half of the number is:"
_MONEY = frozenset("€$£₺₹؋₽₴")
_LETTERS = frozenset(_O + "il|" + "".join(_LEET))
_SIGNS = frozenset(" ./-")
_LETTERS_OF_A_MARK = 1  # "e5" is no number word and a figure; "zero5" is
_FEWEST_DIGITS = 4  #: in figures, in a text that holds a phone: the others may be letters
_MOST_SINGLE = 300
_BETWEEN_WORDS = 0.01
_BEFORE_ENDING = 0.3  # "ends with 12": of this number, or of another that is else the same
_JOIN_PENALTY = {",": 0.4, ";": 0.4, "\n": 0.4, "/ ": 0.2, " /": 0.2, " -": 0.04, "- ": 0.04}


class Atom(NamedTuple):
    """A group of digits in the plain reading."""

    start: int
    end: int
    digits: str
    words: bool = False  #: written in words
    plus: int | None = None  #: where a + that begins it stands
    gap: float = 0.0  #: how unlikely the signs before it are within one number

    @property
    def begin(self) -> int:
        """Where it begins, a + included."""
        return self.start if self.plus is None else self.plus


@lru_cache(maxsize=1)
def _separator_words() -> re.Pattern[str]:
    return re.compile(rf"[ (.,*]*(?:{alternatives(words().separators)})[ ).,*]*")


@lru_cache(maxsize=1)
def _then() -> re.Pattern[str]:
    return re.compile(rf"[ (.,:–-]*(?:{alternatives(spoken().then)})[ ).,:–-]*")


@lru_cache(maxsize=1)
def _turn() -> re.Pattern[str]:
    """What leads from the first part of a number to the second, with a word or two around it."""
    beside = r"[^\W\d_]{1,9}"
    return re.compile(
        rf"[^\w+]{{1,4}}(?:{beside}[ ,]{{1,2}}){{0,2}}و?(?:{alternatives(spoken().parts + spoken().endings)})"
        rf"(?:[ ,]{{1,2}}{beside}){{0,3}}[^\w+]{{1,4}}"
    )


@lru_cache(maxsize=1)
def _part() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])و?(?:{alternatives(spoken().parts)})(?![^\W_])")


@lru_cache(maxsize=1)
def _either() -> frozenset[str]:
    return frozenset(fold(phrase) for phrase in spoken().or_)


@lru_cache(maxsize=4_000)
def _turned(between: str) -> float | None:
    """How unlikely it is that a number told in parts goes on behind `between`; None where it cannot."""
    if _turn().fullmatch(between):
        return _BETWEEN_WORDS if _part().search(between) else _BEFORE_ENDING
    then = _then().fullmatch(between) is not None and between.strip(" (.,:)–-") not in _either()
    return _BETWEEN_WORDS if then else None


@lru_cache(maxsize=1)
def _turning_words() -> frozenset[str]:
    longest = {max(fold(phrase).replace("'", " ").split(), key=len) for phrase in spoken().parts + spoken().endings}
    return frozenset(form for word in longest for form in (word, f"و{word}"))


@lru_cache(maxsize=1)
def _units() -> re.Pattern[str]:
    return re.compile(rf" ?(?:{alternatives(words().units)})(?![^\W_])")


def chains(plain: str, numerals: Numerals) -> Iterator[list[Atom]]:
    """The chains of `plain` that have enough digits for a number, in order."""
    atoms = _atoms(plain, numerals)
    sizes = [len(atom.digits) for atom in atoms]
    if sum(sizes) < SHORTEST:
        return
    blocked = _Blocked(_no_phones(plain, atoms))
    turns = _turns(plain)
    marked = "+" in plain or not _plus_words().isdisjoint(words_of(plain))
    chain: list[Atom] = []
    size = 0
    for atom in atoms:
        free = blocked.free(atom)
        gap = None
        if chain and free:
            between = plain[chain[-1].end : atom.start]
            aloud = atom.words or chain[-1].words
            gap = 0.0 if between == " " else _gap(between, aloud) if len(between) <= _LONGEST_GAP else None
            if gap is None and turns and len(between) <= _LONGEST_TURN:
                gap = _turned(between)
        if gap is None:
            if _holds_numbers(chain, size):
                yield chain
            chain, size = [], 0
        if free:
            if gap and (atom.words or chain[-1].words):
                gap = min(gap, _BETWEEN_WORDS)  # one takes breath where a number is said
            plus = _plus(plain, atom.start) if marked else None
            alone = plus is None and not gap
            chain.append(atom if alone else atom._replace(plus=plus, gap=gap or 0.0))
            size += len(atom.digits)
    if _holds_numbers(chain, size):
        yield chain


def _no_phones(plain: str, atoms: Sequence[Atom]) -> Sequence[tuple[int, int]]:
    """The stretches of `plain` in which no phone is looked for, in figures and in words."""
    said = [Said(atom.start, atom.end, atom.digits) for atom in atoms if atom.words]
    if not said:
        return traps(plain)
    ends = trap_ends(plain, {item.start for item in said})
    return sorted((*traps(plain), *rows_behind(ends, plain, said)))


def _holds_numbers(chain: list[Atom], size: int) -> bool:
    """Whether a chain of `size` digits may hold a number: some hundred single digits are a table."""
    return size >= SHORTEST and (len(chain) <= _MOST_SINGLE or size >= 2 * len(chain))


def counted(plain: str, end: int) -> bool:
    """Whether what ends at `end` is followed by a unit or a sign of money, so that it is an amount."""
    behind = plain[end : end + 2]
    if not _MONEY.isdisjoint(behind):
        return True
    return (behind[:1].isalpha() or behind[1:].isalpha()) and _units().match(plain, end) is not None


class _Blocked:
    """Stretches of a text, in order of their starts, in which no phone is looked for."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._starts = [start for start, _ in spans]
        self._ends = list(accumulate([end for _, end in spans], max))  #: how far those up to each reach

    def free(self, atom: Atom) -> bool:
        """Whether an atom lies in none of them, not even in part."""
        if not self._starts:
            return True
        at = bisect_right(self._starts, atom.end - 1) - 1
        return at < 0 or self._ends[at] <= atom.start


def _atoms(plain: str, numerals: Numerals) -> list[Atom]:
    runs = runs_of(plain)
    lengths = [end - start for start, end in runs]
    said = _said(plain, numerals)
    if said and _turns(plain):
        said = [item for item in said if not _counts(plain, item)]
    if sum(lengths) < _FEWEST_DIGITS and sum(lengths) + sum(len(item.digits) for item in said) < SHORTEST:
        return []
    written = _written(plain, runs)
    if not said:
        return written
    return _with_units(sorted(written + [Atom(*item, words=True) for item in said], key=lambda atom: atom.start))


def _with_units(atoms: list[Atom]) -> list[Atom]:
    """Figures glued to the word for their tens or hundreds become one with it: "trente4" is 34, "tristo45" 345."""
    found: list[Atom] = []
    for atom in atoms:
        before = found[-1] if found else None
        if before and atom.start < before.end:  # an o is a figure by its form, and a word in English
            found[-1] = before if atom.words else atom
            continue
        if before and before.words and not atom.words and before.end == atom.start and atom.digits[0] != "0":
            size = len(atom.digits)
            if before.digits.endswith("0" * size) and len(before.digits) > size:
                found[-1] = before._replace(end=atom.end, digits=before.digits[:-size] + atom.digits)
                continue
        found.append(atom)
    return found


def _turns(plain: str) -> bool:
    """Whether the text may speak of parts of a number."""
    return not _turning_words().isdisjoint(words_of(plain))


def _counts(plain: str, item: Said) -> bool:
    """Whether a word is part of what is said of a part of a number: in Romanian "a doua parte" no two is said."""
    near = _part().finditer(plain, max(0, item.start - _NEAR), item.end + _NEAR)
    return any(part.start() <= item.start < part.end() for part in near)


def _said(plain: str, numerals: Numerals, *, apart: bool = False) -> list[Said]:
    """The digits that are said in words."""
    said = [
        Said(quantity.start, quantity.end, str(int(quantity.value)))
        for quantity in (find_apart if apart else find_quantities)(plain, numerals)
        if not quantity.figures
        and quantity.multiplier == 1
        and (quantity.end - quantity.start > _LETTERS_OF_A_MARK or not plain[quantity.end : quantity.end + 1].isdigit())
    ]
    return with_repeats(plain, said) if said else said


def said_apart(plain: str, numerals: Numerals) -> list[Said]:
    """The digits that are said in words, of which none are added up but by a word that says so."""
    return _said(plain, numerals, apart=True)


def _written(plain: str, runs: Sequence[tuple[int, int]]) -> list[Atom]:
    for start, end in runs:
        if _touches_letters(plain, start, end):
            return [
                Atom(*match.span(), match[0].translate(_AS_DIGIT))
                for match in islice(_GROUP.finditer(plain), MOST_RUNS)
            ]
    return [Atom(start, end, plain[start:end]) for start, end in runs]


def _touches_letters(plain: str, start: int, end: int) -> bool:
    """Whether a letter that may stand for a digit is next to a run of figures, or only a sign between them."""
    before, behind = plain[max(0, start - 2) : start], plain[end : end + 2]
    return (
        before[-1:] in _LETTERS
        or behind[:1] in _LETTERS
        or (before[:1] in _LETTERS and before[1:] in _SIGNS)
        or (behind[1:] in _LETTERS and behind[:1] in _SIGNS)
    )


@lru_cache(maxsize=1)
def _plus_words() -> frozenset[str]:
    return frozenset(fold(phrase).split()[0] for phrase in spoken().plus)


@lru_cache(maxsize=1)
def _plus_sign() -> re.Pattern[str]:
    return re.compile(rf"(?:\+|(?<![^\W_])(?:{alternatives(spoken().plus)}))[ (:]{{0,2}}\Z")


@lru_cache(maxsize=4_000)
def _gap(between: str, aloud: bool) -> float | None:
    """How unlikely it is that a number goes on behind what stands between two groups; None where it cannot."""
    if aloud and _then().fullmatch(between):
        return _BETWEEN_WORDS
    if (_GAP.fullmatch(between) and _MONEY.isdisjoint(between)) or _separator_words().fullmatch(between):
        return max((weight for sign, weight in _JOIN_PENALTY.items() if sign in between), default=0.0)
    return None


def _plus(plain: str, start: int) -> int | None:
    found = _plus_sign().search(plain, max(0, start - _LONGEST_PLUS), start)
    return found.start() if found else None
