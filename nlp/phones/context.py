"""Which countries' national formats to expect in a text, and how strongly."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import phonenumbers

from nlp.phones.plan import written_lengths
from nlp.phones.tables import regions

_HINT, _BY_LANGUAGE, _BY_PLACE, _BY_NUMBER = 0.97, 0.95, 0.8, 0.8
_STEP, _LEAST = 0.1, 0.5  # each further country of a language is less likely
_AGREEMENT = 0.06  # for each further source that names the same country
_CORRIDOR = 0.42


@dataclass(frozen=True, slots=True)
class Context:
    """Countries with their weights, the likeliest first; beyond them the corridor, at a low weight."""

    expected: tuple[tuple[str, float], ...]
    others: tuple[tuple[str, float], ...]
    codes: frozenset[str]  #: country codes of those expected
    lengths: frozenset[int]  #: how many digits their national numbers have as written


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
