"""Cuts chains of digit groups into the numbers they most likely hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from nlp.phones.atoms import Atom, counted
from nlp.phones.context import Context
from nlp.phones.labels import ending_behind, free_before, free_behind, labelled_before, labelled_behind
from nlp.phones.plan import LONGEST, SHORTEST, Meaning, international, national

_EUROS = "e"
COUNTRY_CODE = "country code"  #: the rule of numbers written with + or 00
MOST_ATOMS = 20  #: digit by digit, with country code
_TRUNKED = 3  # digits from which on a 0 that begins a group begins a number
_LONGEST_COUNT = 2  # digits of what one counts to
_PAIR = 2  # digits: 69 41 23 45 67
_LEAST, _LEAST_LABELLED = 0.5, 0.4  # confidence below which a number is not reported
_SHORTEST_ELSEWHERE = 8  # digits of a number of a country that nothing but the corridor speaks for
_LONG = 9  # digits: where there is no trunk prefix, so long a number needs no other sign
_WORTH_NAMING = 0.6  # a candidate is named when it weighs this much of the first
_MOST_CANDIDATES = 5
_UNREAD_WORD = 0.1  # who dictates a number says nothing but the number
_LONG_TRUNK, _SPOKEN_TRUNK = 2, 1.35  # digits of a trunk prefix that stands for itself
_ENDED = 9  # digits from which on a single letter glued to a number is its case ending: 12345678A is a document
_OR_EUROS = 0.15  # "061 222 333 35e": a number and a price, rather than one with a case ending
_UNGROUPED, _WRONG_GROUPS, _NO_TRUNK, _NO_LABEL = 0.97, 0.8, 0.78, 0.93


@dataclass(slots=True, frozen=True)
class Number:
    """A way to read atoms `first` to `last` of a chain as a number."""

    meaning: Meaning
    confidence: float
    candidates: tuple[str, ...]
    rule: str


def marked_at(chain: list[Atom], first: int) -> tuple[bool, int]:
    """Whether a country code follows at atom `first`, marked by + or 00, and how many digits the mark has."""
    if chain[first].plus is not None:
        return True, 0
    lead = chain[first].digits
    if lead == "0" and chain[first + 1 : first + 2] and len(chain[first + 1].digits) < _TRUNKED:
        lead = "".join(atom.digits for atom in chain[first : first + 3])  # "0 0 49", and no 0 that is said before 064
    return (True, 2) if lead.startswith("00") else (False, 0)


class Cutting:
    """Cuts one chain into numbers, so that the sum of their confidence is greatest."""

    def __init__(self, plain: str, chain: list[Atom], where: Context, budget: int) -> None:
        self._plain, self._chain, self._where, self._budget = plain, chain, where, budget
        self._any_plus = any(atom.plus is not None for atom in chain)
        self._digits = "".join([atom.digits for atom in chain])
        self._ends = [0, *accumulate([len(atom.digits) for atom in chain])]  #: digits before each atom, and of all
        self._boundaries = frozenset(self._ends)
        self._counted_from = _counted_from(chain)
        self._seen_behind: dict[int, bool] = {}
        self._labelled_before: dict[int, bool] = {}
        self._labelled_behind: dict[int, bool] = {}
        self.tried = 0
        self.score = 0.0  #: how much the best way to cut it is worth

    def best(self) -> list[tuple[int, int, Number]]:
        """Numbers with the first and last atom of each."""
        size = len(self._chain)
        scores = [0.0] * (size + 1)
        choice: list[tuple[int, Number] | None] = [None] * (size + 1)
        for first in range(size - 1, -1, -1):  # from the end: what stands first has the better claim
            scores[first] = scores[first + 1] - (_UNREAD_WORD if self._chain[first].words else 0.0)
            if self._ends[size] - self._ends[first] < SHORTEST:
                continue
            for last, number, score in self._readings(first):
                if score + scores[last + 1] > scores[first]:
                    scores[first] = score + scores[last + 1]
                    choice[first] = (last, number)
        self.score = scores[0]
        found, at = [], 0
        while at < size:
            chosen = choice[at]
            if chosen is None:
                at += 1
                continue
            found.append((at, chosen[0], self._with_candidates(at, *chosen)))
            at = chosen[0] + 1
        return found

    def _readings(self, first: int) -> Iterator[tuple[int, Number, float]]:
        marked, skip = marked_at(self._chain, first)
        start = self._chain[first].start
        if (not marked and self._any_plus and self._within_marked(first)) or not free_before(self._plain, start):
            return
        begin, penalty, shorter = self._ends[first], 0.0, False
        for last in range(first, min(first + MOST_ATOMS, len(self._chain))):
            penalty += self._chain[last].gap if last > first else 0.0
            end = self._ends[last + 1]
            length = end - begin - skip
            if length > LONGEST or self.tried >= self._budget:
                return
            if length < SHORTEST or self._counted_from[last] <= first < last or not self._free_behind(last):
                continue
            self.tried += 1
            number = self._number(first, last, self._digits[begin + skip : end], marked)
            if number:
                ending = ending_behind(self._plain, self._chain[last].end)
                if len(ending) == 1 and end - begin < _ENDED:
                    continue
                doubt = _OR_EUROS if ending == _EUROS and shorter else 0.0
                shorter = True
                yield last, number, number.confidence - penalty - doubt + 0.001 * (end - begin)

    def _said_plus(self, first: int) -> bool:
        """Whether a word stands for the +: "más" and "più" have another meaning too."""
        plus = self._chain[first].plus
        return plus is not None and self._plain[plus] != "+"

    def _free_behind(self, last: int) -> bool:
        """Whether nothing stands behind an atom that makes it something else than a phone's end."""
        if last not in self._seen_behind:
            end = self._chain[last].end
            self._seen_behind[last] = free_behind(self._plain, end) and not counted(self._plain, end)
        return self._seen_behind[last]

    def _label(self, first: int, last: int) -> bool:
        """Whether a label stands before or behind."""
        before = self._labelled_before.get(first)
        if before is None:
            before = self._labelled_before[first] = labelled_before(self._plain, self._chain[first].begin)
        if before:
            return True
        behind = self._labelled_behind.get(last)
        if behind is None:
            behind = self._labelled_behind[last] = labelled_behind(self._plain, self._chain[last].end)
        return behind

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

    def _number(self, first: int, last: int, digits: str, marked: bool) -> Number | None:
        if marked:
            meaning = international(digits)
            if meaning or not self._said_plus(first):
                return Number(meaning, 0.99, (), COUNTRY_CODE) if meaning else None
        known_length = len(digits) in self._where.lengths
        best = self._likeliest(first, last, digits, self._where.expected_of(len(digits))) if known_length else None
        abroad = self._abroad(first, last, digits)
        if abroad and (best is None or abroad[1] > best[1]):
            best = abroad
        if best is None and len(digits) >= _SHORTEST_ELSEWHERE and self._label(first, last):
            best = self._likeliest(first, last, digits, self._where.others_of(len(digits)))
        if best is None:
            return None
        label = self._label(first, last)
        confidence = best[1] if label else best[1] * _NO_LABEL
        if confidence < (_LEAST_LABELLED if label else _LEAST):
            return None
        return Number(best[0], min(confidence, 0.99), (), self._rule(first, last, label))

    def _likeliest(
        self, first: int, last: int, digits: str, regions: tuple[tuple[str, float], ...]
    ) -> tuple[Meaning, float] | None:
        """The likeliest of what the digits mean in `regions`, which stand in the order of their weights."""
        best: tuple[Meaning, float] | None = None
        for region, weight in regions:
            if best and weight <= best[1]:
                break
            meaning = national(digits, region)
            fit = weight * self._fit(meaning, first, last) if meaning else 0.0
            if meaning and fit > (best[1] if best else 0.0):
                best = meaning, fit
        return best

    def _abroad(self, first: int, last: int, digits: str) -> tuple[Meaning, float] | None:
        """The number of an expected country that the digits are with a country code that no + marks."""
        codes = self._where.codes
        if digits[:3] not in codes and digits[:2] not in codes and digits[:1] not in codes:
            return None
        meaning = international(digits)
        return (meaning, 0.93 if len(digits) > 10 or self._label(first, last) else 0.75) if meaning else None

    def _with_candidates(self, first: int, last: int, number: Number) -> Number:
        """The number with the others that the same digits may mean in the countries expected."""
        if number.rule == COUNTRY_CODE:
            return number
        digits = self._digits[self._ends[first] : self._ends[last + 1]]
        regions = self._where.expected_of(len(digits))
        found = [(meaning, w * self._fit(meaning, first, last)) for meaning, w in _meanings(digits, regions)]
        if not found or (len(found) == 1 and found[0][0].e164 == number.meaning.e164):
            return number
        least = _WORTH_NAMING * max(weight for _, weight in found)
        others = dict.fromkeys(meaning.e164 for meaning, weight in sorted(found, key=_by_weight) if weight >= least > 0)
        others.pop(number.meaning.e164, None)
        return replace(number, candidates=tuple(others)[:_MOST_CANDIDATES])

    def _fit(self, meaning: Meaning, first: int, last: int) -> float:
        """How well the way it is written goes with what it means."""
        begin, end, area = self._ends[first], self._ends[last + 1], meaning.area_digits
        grouped, single = 0 < area <= end - begin and begin + area in self._boundaries, first == last
        aloud = self._chain[first].words  # digit by digit, in tens and hundreds: that tells nothing of groups
        fit = meaning.kind * (1.0 if grouped or aloud else _UNGROUPED if single else _WRONG_GROUPS)
        if meaning.trunk and len(self._chain[first].digits) == _LONG_TRUNK == meaning.trunk_digits:
            return fit * _SPOKEN_TRUNK  # "06 1 318 40 72": so only Hungary writes
        if meaning.trunk or (meaning.trunkless and (end - begin >= _LONG or self._label(first, last))):
            return fit
        likely = (
            grouped
            or single
            or (aloud and end - begin >= _LONG)
            or self._label(first, last)
            or (meaning.trunkless and self._in_pairs(first, last))
        )
        if not likely or (meaning.kind < 1 and not meaning.trunkless):
            return 0.0
        return fit * _NO_TRUNK

    def _in_pairs(self, first: int, last: int) -> bool:
        return all(len(atom.digits) == _PAIR for atom in self._chain[first : last + 1])

    def _rule(self, first: int, last: int, label: bool) -> str:
        spoken = any(atom.words for atom in self._chain[first : last + 1])
        return "national format" + (", in words" if spoken else "") + (", labelled" if label else "")


def _counted_from(chain: list[Atom]) -> list[int]:
    """Of each atom, from which on one counts up to it in words: "one, two, three, four …" is no number to call."""
    found: list[int] = []
    for at, atom in enumerate(chain):
        goes_on = at and atom.words and chain[at - 1].words and len(atom.digits) <= _LONGEST_COUNT
        found.append(found[-1] if goes_on and int(atom.digits) == int(chain[at - 1].digits) + 1 else at)
    return found


def _by_weight(item: tuple[Meaning, float]) -> float:
    return -item[1]


def _meanings(digits: str, regions: tuple[tuple[str, float], ...]) -> list[tuple[Meaning, float]]:
    return [(meaning, weight) for region, weight in regions if (meaning := national(digits, region))]
