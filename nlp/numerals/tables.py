"""The tables of number words, one file a language (sh: Serbian, Croatian and Bosnian, in both scripts)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from nlp.language.tables import SOUTH_SLAVIC, to_cyrillic
from nlp.reading import fold
from waymark.errors import ConfigurationError

HERE = Path(__file__).with_name("tables")
_LONGEST_COMPOUND = 60  # letters; "zweitausendfünfhundertfünfzig" has 30
_SHORTEST_PART = 2


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    values: dict[float, list[str]]
    multipliers: dict[float, list[str]]
    halves: list[str]
    joiners: list[str]


@dataclass(frozen=True, slots=True)
class Numeral:
    """What a number word is: a value, a multiplier (hundred, thousand …), a half, or a joiner ("and")."""

    kind: str
    value: float = 0.0


class Numerals:
    """The number words of one language."""

    def __init__(self, table: _Table, *, both_scripts: bool = False) -> None:
        self._words: dict[str, Numeral] = {}
        for kind, entries in (("value", table.values), ("multiplier", table.multipliers)):
            for value, words in entries.items():
                for word in words:
                    self._words[fold(word)] = Numeral(kind, float(value))
                    if both_scripts:
                        self._words[fold(to_cyrillic(word))] = Numeral(kind, float(value))
        for kind, words in (("half", table.halves), ("joiner", table.joiners)):
            for word in words:
                self._words.setdefault(fold(word), Numeral(kind, 0.5))
                if both_scripts:
                    self._words.setdefault(fold(to_cyrillic(word)), Numeral(kind, 0.5))
        self._heads = {word.split()[0] for word in self._words if " " in word}
        self._starts = {word[:3] for word in self._words} | {word for word in self._words if len(word) < 3}

    def read(self, word: str) -> tuple[Numeral, ...]:
        """The numerals that `word` (folded) consists of: one, several in a compound, or none."""
        known = self._words.get(word)
        if known:
            return (known,)
        if len(word) > _LONGEST_COMPOUND or (word[:3] not in self._starts and word[:2] not in self._starts):
            return ()
        return self._compound(word)

    def pair(self, first: str, second: str) -> Numeral | None:
        """The numeral that two words make together ("ساڑھے تین")."""
        return self._words.get(f"{first} {second}") if first in self._heads else None

    def _compound(self, word: str) -> tuple[Numeral, ...]:
        """Cuts `word` into number words, longest first (zweitausendfünfhundert, kétezerötszáz, ikibin)."""
        ends: dict[int, tuple[Numeral, ...]] = {len(word): ()}
        for start in range(len(word) - _SHORTEST_PART, -1, -1):
            for end in range(len(word), start + _SHORTEST_PART - 1, -1):
                numeral = self._words.get(word[start:end])
                if numeral and end in ends:
                    ends[start] = (numeral, *ends[end])
                    break
        parts = ends.get(0, ())
        return parts if any(part.kind != "joiner" for part in parts) else ()


@lru_cache(maxsize=1)
def _all() -> dict[str, Numerals]:
    numerals = {}
    for path in sorted(HERE.glob("*.yml")):
        try:
            table = _Table.model_validate(yaml.load(path.read_text("utf-8"), yaml.BaseLoader))
        except (yaml.YAMLError, ValidationError) as error:
            raise ConfigurationError(f"{path.name}: {' '.join(str(error).split())[:300]}") from error
        numerals[path.stem] = Numerals(table, both_scripts=path.stem == "sh")
    return numerals


def numerals_of(language: str) -> Numerals | None:
    """The number words of a language (ISO code), or None where there is no table."""
    return _all().get("sh" if language in SOUTH_SLAVIC else language)


def load() -> None:
    """Reads all tables. Raises ConfigurationError where one does not fit its schema."""
    _all()
