"""Which countries' national formats to expect in a text, and how strongly."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import phonenumbers

from nlp.phones.plan import written_lengths
from nlp.phones.tables import regions

_HINT, _BY_LANGUAGE, _BY_PLACE, _BY_NUMBER = 0.97, 0.95, 0.8, 0.8
_STEP, _LEAST = 0.1, 0.5  # each further country of a language is less likely
_AGREEMENT = 0.06  # for each further source that names the same country
_CORRIDOR = 0.42


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


@lru_cache(maxsize=1_000)
def context(hint: str | None, language: str, places: tuple[str, ...], numbers: tuple[str, ...] = ()) -> Context:
    """Weighs where it was published, the text's language, its places' countries, and its international numbers."""
    reasons: dict[str, list[float]] = {}
    if hint:
        reasons.setdefault(hint, []).append(_HINT)
    for rank, country in enumerate(regions().languages.get(language, ())):
        reasons.setdefault(country, []).append(max(_BY_LANGUAGE - _STEP * rank, _LEAST))
    for rank, country in enumerate(places):
        reasons.setdefault(country, []).append(max(_BY_PLACE - _STEP * rank, _LEAST))
    for country in numbers:
        reasons.setdefault(country, []).append(_BY_NUMBER)
    weights = {country: max(found) + _AGREEMENT * (len(found) - 1) for country, found in reasons.items()}
    expected = tuple(sorted(weights.items(), key=lambda item: -item[1]))
    others = tuple((country, _CORRIDOR - 0.002 * rank) for rank, country in enumerate(regions().corridor))
    codes = frozenset(str(phonenumbers.country_code_for_region(country)) for country in weights)
    return Context(
        expected, tuple(item for item in others if item[0] not in weights), codes, written_lengths(tuple(weights))
    )
