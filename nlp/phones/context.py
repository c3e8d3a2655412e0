"""Which countries' national formats to expect in a text, and how strongly."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

import phonenumbers

from nlp.nations import nation_of
from nlp.phones.labels import is_label
from nlp.phones.plan import written_lengths
from nlp.phones.tables import regions

_NAMED = 1.3  # "his Turkish number": said of this very number
_HINT, _BY_LANGUAGE, _BY_PLACE, _BY_NUMBER = 0.97, 0.95, 0.8, 0.8
_STEP, _LEAST = 0.1, 0.5  # each further country of a language is less likely
_AGREEMENT = 0.06  # for each further source that names the same country
_SPOKEN_THERE = 0.06  # a place in a country that speaks the text's language: Bosnian in Zenica is no Serbian number
_CORRIDOR = 0.42
_FAR, _FEW = 160, 3  # characters before it in which "a Serbian number" is looked for, and the words between the two
_BEFORE, _BEHIND = 36, 30  # characters around a number in which a word for a nation is looked for
_WORD = re.compile(r"[^\W\d_]+")
_OTHER_NUMBER = re.compile(r"\d{3}")


Weighed = tuple[tuple[str, float], ...]  #: countries with their weights, the likeliest first


@dataclass(frozen=True, slots=True)
class Context:
    """Countries with their weights; beyond them the corridor, at a low weight."""

    expected: Weighed
    others: Weighed
    codes: frozenset[str]  #: country codes of those expected
    lengths: frozenset[int]  #: how many digits their national numbers have as written
    _expected_of: dict[int, Weighed] = field(default_factory=dict, repr=False, compare=False)
    _others_of: dict[int, Weighed] = field(default_factory=dict, repr=False, compare=False)

    def expected_of(self, length: int) -> Weighed:
        """Those of the expected whose national numbers have so many digits as written."""
        found = self._expected_of.get(length)
        if found is None:
            found = self._expected_of[length] = _of_length(self.expected, length)
        return found

    def others_of(self, length: int) -> Weighed:
        """The same of the others."""
        found = self._others_of.get(length)
        if found is None:
            found = self._others_of[length] = _of_length(self.others, length)
        return found


def _of_length(countries: Weighed, length: int) -> Weighed:
    return tuple(item for item in countries if length in written_lengths((item[0],)))


def nation_beside(plain: str, start: int, end: int, places: frozenset[str]) -> str | None:
    """The country that a word for its people or things names beside a number: "celular paraguayo", "(srpski)".

    The words of `places` name where one goes, not whose the number is: "për Gjermani 044 123 456".
    """
    before = plain[max(0, start - _BEFORE) : start]
    if len(before) == _BEFORE:
        before = before.partition(" ")[2]  # half a word is none
    before = before[max(before.rfind(sign) for sign in (". ", "! ", "? ", "\n", ")")) + 1 :]
    behind = plain[end + 2 : plain.find(")", end, end + _BEHIND) + 1] if plain.startswith(" (", end) else ""
    words = (*reversed(_WORD.findall(before)), *_WORD.findall(behind))
    nearest = next(
        (nation for word in words if len(word) > 2 and word not in places and (nation := nation_of(word))), None
    )
    return nearest or _nation_of_number(plain, start, places)


def _nation_of_number(plain: str, start: int, places: frozenset[str]) -> str | None:
    """The country of a "Serbian number" that is told of before the figures, however many words stand between."""
    before = plain[max(0, start - _FAR) : start]
    for other in _OTHER_NUMBER.finditer(before):  # what is said before another number is said of that
        before = before[other.end() :] if other.end() < len(before) else ""
        break
    words = _WORD.findall(before)
    for at in range(len(words) - 1, -1, -1):
        if is_label(words[at]):
            beside = words[max(0, at - _FEW) : at + _FEW]
            found = next(
                (nation for word in beside if len(word) > 2 and word not in places and (nation := nation_of(word))),
                None,
            )
            if found:
                return found
    return None


@lru_cache(maxsize=1_000)
def context(
    hint: str | None,
    language: str,
    places: tuple[str, ...],
    numbers: tuple[str, ...] = (),
    named: str | None = None,
) -> Context:
    """Weighs where it was published, the text's language, its places' countries, and its international numbers.

    `named` is the country that is said beside the very number.
    """
    reasons: dict[str, list[float]] = {}
    if named:
        reasons.setdefault(named, []).append(_NAMED)
    if hint:
        reasons.setdefault(hint, []).append(_HINT)
    speakers = regions().languages.get(language, ())
    for rank, country in enumerate(speakers):
        reasons.setdefault(country, []).append(max(_BY_LANGUAGE - _STEP * rank, _LEAST))
    for rank, country in enumerate(places):
        reasons.setdefault(country, []).append(max(_BY_PLACE - _STEP * rank, _LEAST))
    for country in numbers:
        reasons.setdefault(country, []).append(_BY_NUMBER)
    weights = {country: max(found) + _AGREEMENT * (len(found) - 1) for country, found in reasons.items()}
    for country in {*places}.intersection(speakers):
        weights[country] += _SPOKEN_THERE
    expected = tuple(sorted(weights.items(), key=lambda item: -item[1]))
    others = tuple((country, _CORRIDOR - 0.002 * rank) for rank, country in enumerate(regions().corridor))
    codes = frozenset(str(phonenumbers.country_code_for_region(country)) for country in weights)
    return Context(
        expected, tuple(item for item in others if item[0] not in weights), codes, written_lengths(tuple(weights))
    )
