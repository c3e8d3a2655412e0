"""Cuts chains of digit groups into the numbers they most likely hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from nlp.phones.atoms import Atom, counted
from nlp.phones.context import Context
from nlp.phones.labels import free_before, free_behind, labelled_before, labelled_behind
from nlp.phones.plan import LONGEST, SHORTEST, Meaning, international, national

MOST_ATOMS = 20  #: digit by digit, with country code
_PAIR = 2  # digits: 69 41 23 45 67
_LEAST = 0.5  # confidence below which a number is not reported
_WORTH_NAMING = 0.6  # a candidate is named when it weighs this much of the first
_MOST_CANDIDATES = 5
_UNGROUPED, _WRONG_GROUPS, _NO_TRUNK, _NO_LABEL = 0.97, 0.8, 0.78, 0.93


@dataclass(frozen=True, slots=True)
class Number:
    """A way to read atoms `first` to `last` of a chain as a number."""

    meaning: Meaning
    confidence: float
    candidates: tuple[str, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class _Behind:
    """What stands behind an atom: nothing that makes it something else than a phone, and a label or none."""

    free: bool
    label: bool


def marked_at(chain: list[Atom], first: int) -> tuple[bool, int]:
    """Whether a country code follows at atom `first`, marked by + or 00, and how many digits the mark has."""
    if chain[first].plus is not None:
        return True, 0
    lead = "".join(atom.digits for atom in chain[first : first + 3])
    return (True, 2) if lead.startswith("00") else (False, 0)


class Cutting:
    """Cuts one chain into numbers, so that the sum of their confidence is greatest."""

    def __init__(self, plain: str, chain: list[Atom], where: Context, budget: int) -> None:
        self._plain, self._chain, self._where, self._budget = plain, chain, where, budget
        self._any_plus = any(atom.plus is not None for atom in chain)
        self._seen_behind: dict[int, _Behind] = {}
        self.tried = 0

    def best(self) -> list[tuple[int, int, Number]]:
        """Numbers with the first and last atom of each."""
        size = len(self._chain)
        scores = [0.0] * (size + 1)
        choice: list[tuple[int, Number] | None] = [None] * (size + 1)
        for first in range(size - 1, -1, -1):  # from the end: what stands first has the better claim
            scores[first] = scores[first + 1]
            for last, number, score in self._readings(first):
                if score + scores[last + 1] > scores[first]:
                    scores[first] = score + scores[last + 1]
                    choice[first] = (last, number)
        found, at = [], 0
        while at < size:
            chosen = choice[at]
            if chosen is None:
                at += 1
                continue
            found.append((at, chosen[0], chosen[1]))
            at = chosen[0] + 1
        return found

    def _readings(self, first: int) -> Iterator[tuple[int, Number, float]]:
        marked, skip = marked_at(self._chain, first)
        start = self._chain[first].start
        if (not marked and self._any_plus and self._within_marked(first)) or not free_before(self._plain, start):
            return
        label = labelled_before(self._plain, start)
        digits, penalty = "", 0.0
        for last in range(first, min(first + MOST_ATOMS, len(self._chain))):
            atom = self._chain[last]
            digits += atom.digits
            penalty += atom.gap if last > first else 0.0
            if len(digits) - skip > LONGEST or self.tried >= self._budget:
                return
            if len(digits) - skip < SHORTEST or not self._behind(last).free:
                continue
            self.tried += 1
            number = self._number(first, last, digits[skip:], marked, label or self._behind(last).label)
            if number:
                yield last, number, number.confidence - penalty + 0.001 * len(digits)

    def _behind(self, last: int) -> _Behind:
        if last not in self._seen_behind:
            end = self._chain[last].end
            free = free_behind(self._plain, end) and not counted(self._plain, end)
            self._seen_behind[last] = _Behind(free, labelled_behind(self._plain, end))
        return self._seen_behind[last]

    def _within_marked(self, first: int) -> bool:
        """Whether the atom goes on a number begun with +: if the whole is no number, its tail is none either."""
        digits = 0
        for before in range(first - 1, -1, -1):
            digits += len(self._chain[before].digits)
            if self._chain[before + 1].gap or digits > LONGEST:
                return False
            if self._chain[before].plus is not None:
                return True
        return False

    def _number(self, first: int, last: int, digits: str, marked: bool, label: bool) -> Number | None:
        if marked:
            meaning = international(digits)
            return Number(meaning, 0.99, (), "country code") if meaning else None
        ranked = self._ranked(self._where.expected, first, last, digits, label)
        abroad = international(digits) if not digits.startswith("0") else None
        if abroad and abroad.country in dict(self._where.expected):
            ranked.append((abroad, 0.93 if label or len(digits) > 10 else 0.75))
        if not ranked and label:
            ranked = self._ranked(self._where.others, first, last, digits, label)
        if not ranked:
            return None
        ranked.sort(key=lambda item: -item[1])
        meaning, confidence = ranked[0]
        if not label:
            confidence *= _NO_LABEL
        if confidence < _LEAST * 0.8 or (not label and confidence < _LEAST):
            return None
        others = dict.fromkeys(m.e164 for m, weight in ranked[1:] if weight >= _WORTH_NAMING * ranked[0][1])
        others.pop(meaning.e164, None)
        return Number(meaning, min(confidence, 0.99), tuple(others)[:_MOST_CANDIDATES], self._rule(first, last, label))

    def _ranked(
        self, regions: tuple[tuple[str, float], ...], first: int, last: int, digits: str, label: bool
    ) -> list[tuple[Meaning, float]]:
        meanings = ((national(digits, region), weight) for region, weight in regions)
        fits = [(meaning, weight * self._fit(meaning, first, last, label)) for meaning, weight in meanings if meaning]
        return [item for item in fits if item[1] > 0]

    def _fit(self, meaning: Meaning, first: int, last: int, label: bool) -> float:
        """How well the way it is written goes with what it means."""
        sizes = [len(atom.digits) for atom in self._chain[first : last + 1]]
        grouped, single = meaning.area_digits in accumulate(sizes), len(sizes) == 1
        fit = meaning.kind * (1.0 if grouped else _UNGROUPED if single else _WRONG_GROUPS)
        if meaning.trunk or (meaning.trunkless and label):
            return fit
        likely = label or grouped or single or (meaning.trunkless and set(sizes) == {_PAIR})
        if not likely or (meaning.kind < 1 and not meaning.trunkless):
            return 0.0
        return fit * _NO_TRUNK

    def _rule(self, first: int, last: int, label: bool) -> str:
        spoken = any(atom.words for atom in self._chain[first : last + 1])
        return "national format" + (", in words" if spoken else "") + (", labelled" if label else "")
