"""The places that invented journeys begin in, pass and end in: real ones of the gazetteer, few of them often."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from nlp.gazetteer import Entry, Gazetteer, load
from search_mappings.templates import latin_letters

#: How often a journey begins in, passes, ends in a country.
_COUNTRIES: Mapping[str, Mapping[str, int]] = {
    "a": {"AF": 14, "SY": 12, "TR": 12, "XK": 10, "PK": 8, "IQ": 8, "AL": 6, "RS": 8, "EG": 4, "MA": 4, "BD": 3,
          "IR": 4, "BA": 3, "GR": 4},
    "v": {"RS": 16, "BA": 10, "HU": 12, "BG": 12, "TR": 8, "GR": 8, "MK": 8, "HR": 8, "SI": 6, "RO": 6, "ME": 3,
          "AL": 3},
    "b": {"DE": 24, "AT": 20, "IT": 14, "FR": 10, "GB": 8, "SI": 4, "HR": 4, "NL": 4, "BE": 4, "CH": 4, "SE": 2,
          "ES": 2},
}  # fmt: skip
_MOST = 400  # places of one country
_STEEPNESS = 1.05  # of Zipf's law: the second place half as often as the first
_ALONE = 0.06  # that only the country is named
_OWN_NAME = 0.6


@dataclass(frozen=True)
class Named:
    """A place as a text names it."""

    entry: Entry
    name: str


class Places:
    """Draws places for a role in a journey."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._countries = gazetteer.countries()
        wanted = {code for role in _COUNTRIES.values() for code in role}
        found: dict[str, dict[str, Entry]] = {code: {} for code in wanted}
        for key in gazetteer.keys():  # noqa: SIM118 - no dict
            for entry in gazetteer.keyed(key):
                if entry.country in wanted and entry.kind in ("city", "village"):
                    found[entry.country][entry.id] = entry
        self._pools = {code: self._largest(list(entries.values())) for code, entries in found.items()}
        self._weights = {
            code: list(itertools.accumulate(1 / rank**_STEEPNESS for rank in range(1, len(pool) + 1)))
            for code, pool in self._pools.items()
        }
        self._roles = {
            role: (list(given), list(itertools.accumulate(given.values()))) for role, given in _COUNTRIES.items()
        }

    @staticmethod
    def _largest(entries: Sequence[Entry]) -> list[Entry]:
        return sorted(entries, key=lambda entry: (-entry.population, entry.id))[:_MOST]

    def draw(self, random: Random, role: str, script: str) -> Named:
        """A place for `role` (a, v, b), named in `script`."""
        codes, weights = self._roles[role]
        (code,) = random.choices(codes, cum_weights=weights)
        if random.random() < _ALONE:
            entry = self._countries[code]
        else:
            (entry,) = random.choices(self._pools[code], cum_weights=self._weights[code])
        return Named(entry, self._spelled(random, entry, script))

    def _spelled(self, random: Random, entry: Entry, script: str) -> str:
        if script == "Cyrl":
            return _in_cyrillic(entry.name)
        if script == "Latn" and random.random() < _OWN_NAME:
            return entry.name
        known = _spellings(self._gazetteer, entry.id).get(script)
        return random.choice(known).title() if known else entry.name


@lru_cache(maxsize=20_000)
def _spellings(gazetteer: Gazetteer, identity: str) -> Mapping[str, tuple[str, ...]]:
    """The spellings of a place by script, the commonest first."""
    every = [spelling for spelling in gazetteer.spellings(identity) if len(spelling) > 2]
    arabic = tuple(one for one in every if "\u0600" <= one[0] <= "\u06ff")
    latin = tuple(one for one in every if one[0].isascii())
    return {"Arab": arabic[:4], "Latn": latin[:4]}


@lru_cache(maxsize=20_000)
def _in_cyrillic(name: str) -> str:
    for latin, letter in _cyrillic():
        name = name.replace(latin, letter)
    return name


@lru_cache(maxsize=1)
def _cyrillic() -> list[tuple[str, str]]:
    """Latin letters and the Serbian ones for them, pairs of letters first."""
    table = {latin: chr(letter) for letter, latin in latin_letters().items() if chr(letter).lower() in _SERBIAN}
    return sorted(table.items(), key=lambda pair: -len(pair[0]))


_SERBIAN = "абвгдђежзијклљмнњопрстћуфхцчџш"


@lru_cache(maxsize=1)
def places() -> Places:
    """The places, read once a process."""
    return Places(load())
