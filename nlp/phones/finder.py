"""Finds phones: in links, and in chains of digit groups cut into the numbers they most likely hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlp.phones.atoms import Atom, counted
from nlp.phones.context import Context
from nlp.phones.plan import LONGEST, SHORTEST, Meaning, international, national
from nlp.phones.tables import alternatives, words
from nlp.reading import Reading
from waymark.records import Phone

_LINK = re.compile(
    r"(?:wa\.me/|(?:api\.|web\.)?whatsapp\.com/send/?\?phone=|whatsapp://send/?\?phone=|viber://(?:chat|add|contact)/?\?number="
    r"|signal\.me/#p/|t\.me/|callto:|tel:|sms:)(?:%2b|\+|00)?(?P<digits>[1-9]\d(?:[ ().-]?\d){5,13})(?!\d)"
)
_PICTOGRAMS = "📞☎📱📲✆🤙💬📳"
_MOST_ATOMS = 20  # digit by digit, with country code
_BEFORE, _BEHIND = 28, 14  # characters around a number in which a label is looked for
_LEAST = 0.5  # confidence below which a number is not reported
_WORTH_NAMING = 0.6  # a candidate is named when it weighs this much of the first
_MOST_CANDIDATES = 5
_BUDGET, _PER_CHARACTERS = 2_000, 8  # readings tried: no text costs more than its length allows
_UNGROUPED, _WRONG_GROUPS, _NO_TRUNK, _NO_LABEL = 0.97, 0.8, 0.78, 0.93


@dataclass(frozen=True, slots=True)
class _Number:
    """A way to read atoms `first` to `last` of a chain as a number."""

    meaning: Meaning
    confidence: float
    candidates: tuple[str, ...]
    rule: str


@lru_cache(maxsize=1)
def _label() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{alternatives(words().labels)})(?![^\W_])|[{_PICTOGRAMS}]")


def links(reading: Reading) -> Iterator[Phone]:
    """Numbers in wa.me, viber://, tel: and the like: always international."""
    for match in _LINK.finditer(reading.plain):
        meaning = international(re.sub(r"\D", "", match["digits"]))
        if meaning:
            yield _phone(reading, *match.span("digits"), _Number(meaning, 0.99, (), "link"))


def with_country_code(reading: Reading, found_chains: Sequence[list[Atom]]) -> set[str]:
    """Countries of the numbers in the text that are written with + or 00."""
    found = set()
    for chain in found_chains:
        for first in range(len(chain)):
            marked, skip = _marked(reading.plain, chain, first)
            if not marked:
                continue
            digits = "".join(atom.digits for atom in chain[first : first + _MOST_ATOMS])[skip:]
            for length in range(LONGEST, SHORTEST, -1):
                meaning = international(digits[:length])
                if meaning and meaning.country:
                    found.add(meaning.country)
                    break
    return found


def find_phones(reading: Reading, found_chains: Sequence[list[Atom]], where: Context) -> Iterator[Phone]:
    """The phones in the chains of `reading`; `where` says whose national formats to expect."""
    linked = list(links(reading))
    taken = {phone.start for phone in linked}
    yield from linked
    budget = _BUDGET + len(reading.plain) // _PER_CHARACTERS
    for chain in found_chains:
        if sum(len(atom.digits) for atom in chain) < SHORTEST:
            continue
        cutting = _Cutting(reading.plain, chain, where, budget)
        for first, last, number in cutting.best():
            start = _with_plus(reading.plain, chain[first].start)
            phone = _phone(reading, start, chain[last].end, number)
            if phone.start not in taken:
                yield phone
        budget -= cutting.tried
        if budget <= 0:
            return


def _phone(reading: Reading, start: int, end: int, number: _Number) -> Phone:
    first, last = reading.span(start, end)
    return Phone(
        text=reading.given[first:last], start=first, end=last, rule=number.rule, e164=number.meaning.e164,
        country=number.meaning.country, confidence=round(number.confidence, 2), candidates=number.candidates,
    )  # fmt: skip


_GLUED_BEFORE, _GLUED_BEHIND = re.compile(r"[^\W\d_]+\Z"), re.compile(r"[^\W\d_]+")
_PLUS = re.compile(r"\+[ (]{0,2}$")


def _with_plus(plain: str, start: int) -> int:
    found = _PLUS.search(plain, max(0, start - 3), start)
    return found.start() if found else start


def _marked(plain: str, chain: list[Atom], first: int) -> tuple[bool, int]:
    """Whether a country code follows at atom `first`, marked by + or 00, and how many digits the mark has."""
    if _with_plus(plain, chain[first].start) < chain[first].start:
        return True, 0
    lead = "".join(atom.digits for atom in chain[first : first + 3])
    return (True, 2) if lead.startswith("00") else (False, 0)


class _Cutting:
    """Cuts one chain into numbers, so that the sum of their confidence is greatest."""

    def __init__(self, plain: str, chain: list[Atom], where: Context, budget: int) -> None:
        self._plain, self._chain, self._where, self._budget = plain, chain, where, budget
        self.tried = 0

    def best(self) -> list[tuple[int, int, _Number]]:
        """Numbers with the first and last atom of each."""
        size = len(self._chain)
        scores = [0.0] * (size + 1)
        choice: list[tuple[int, _Number] | None] = [None] * (size + 1)
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

    def _readings(self, first: int) -> Iterator[tuple[int, _Number, float]]:
        marked, skip = _marked(self._plain, self._chain, first)
        if not marked and self._within_marked(first):
            return
        digits, penalty = "", 0.0
        for last in range(first, min(first + _MOST_ATOMS, len(self._chain))):
            atom = self._chain[last]
            digits += atom.digits
            penalty += atom.gap if last > first else 0.0
            if len(digits) - skip > LONGEST or self.tried >= self._budget:
                return
            if len(digits) - skip < SHORTEST or counted(self._plain, atom.end):
                continue
            if not self._stands_alone(first, last):
                continue
            self.tried += 1
            number = self._number(first, last, digits[skip:] if marked else digits, marked)
            if number:
                yield last, number, number.confidence - penalty + 0.001 * len(digits)

    def _within_marked(self, first: int) -> bool:
        """Whether the atom goes on a number begun with +: if the whole is no number, its tail is none either."""
        digits = 0
        for before in range(first - 1, -1, -1):
            digits += len(self._chain[before].digits)
            if self._chain[before + 1].gap or digits > LONGEST:
                return False
            if _with_plus(self._plain, self._chain[before].start) < self._chain[before].start:
                return True
        return False

    def _stands_alone(self, first: int, last: int) -> bool:
        """No letters are glued to it but a label ("tel044123456", "044123456viber")."""
        start, end = self._chain[first].start, self._chain[last].end
        before = _GLUED_BEFORE.search(self._plain, max(0, start - _BEFORE), start)
        behind = _GLUED_BEHIND.match(self._plain, end, end + _BEHIND)
        return all(glued is None or _label().fullmatch(glued[0]) for glued in (before, behind))

    def _number(self, first: int, last: int, digits: str, marked: bool) -> _Number | None:
        if marked:
            meaning = international(digits)
            return _Number(meaning, 0.99, (), "country code") if meaning else None
        label = self._labelled(first, last)
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
        return _Number(meaning, min(confidence, 0.99), tuple(others)[:_MOST_CANDIDATES], self._rule(first, last, label))

    def _ranked(
        self, regions: tuple[tuple[str, float], ...], first: int, last: int, digits: str, label: bool
    ) -> list[tuple[Meaning, float]]:
        meanings = ((national(digits, region), weight) for region, weight in regions)
        fits = [(meaning, weight * self._fit(meaning, first, last, label)) for meaning, weight in meanings if meaning]
        return [item for item in fits if item[1] > 0]

    def _labelled(self, first: int, last: int) -> bool:
        start, end = self._chain[first].start, self._chain[last].end
        before = self._plain[max(0, start - _BEFORE) : start].rpartition("\n")[2]
        behind = self._plain[end : end + _BEHIND].partition("\n")[0]
        return bool(_label().search(before) or _label().search(behind))

    def _fit(self, meaning: Meaning, first: int, last: int, label: bool) -> float:
        """How well the way it is written goes with what it means."""
        lead = [len(atom.digits) for atom in self._chain[first : last + 1]]
        ends = {sum(lead[: count + 1]) for count in range(len(lead))}
        grouped = meaning.area_digits in ends
        single = len(lead) == 1
        fit = meaning.kind * (1.0 if grouped else _UNGROUPED if single else _WRONG_GROUPS)
        if meaning.trunk and (self._chain[first].digits.startswith("0") or label):
            return fit
        if not label and not (grouped or single):
            return 0.0
        return fit * _NO_TRUNK

    def _rule(self, first: int, last: int, label: bool) -> str:
        spoken = any(atom.words for atom in self._chain[first : last + 1])
        return "national format" + (", in words" if spoken else "") + (", labelled" if label else "")
