"""The tables of number words, one file a language (sh: Serbian, Croatian and Bosnian, in both scripts)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from nlp import yml
from nlp.language.tables import SOUTH_SLAVIC, to_cyrillic
from nlp.numerals.letters import in_latin
from nlp.reading import fold
from waymark.errors import ConfigurationError

HERE = Path(__file__).with_name("tables")
_LONGEST_COMPOUND = 60  # letters; "zweitausendfünfhundertfünfzig" has 30
_LONGEST_WORD = 80  # letters, with what a compound begins and ends with; a longer word is no number, and not kept
_SHORTEST_PART = 2
_SHORTEST_FOREIGN = 3  # letters; shorter number words of another language are too often something else
_SHORTEST_STEM = 4  # letters before an ending
_THOUSAND = 1000
_KILO = ("k", "к")
_AND = "و"
_REMEMBERED = 4_000  # words of texts whose reading is kept, a language


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    values: dict[float, list[str]]
    multipliers: dict[float, list[str]]
    also: dict[float, list[str]] = {}  #: other spellings of values, of dialects and in other letters
    also_multipliers: dict[float, list[str]] = {}  #: that are other words in other languages: Serbian "some"
    halves: list[str]
    halves_joined: bool = False  #: whether "and" stands before a half behind a number: "180 half load" is 180
    joiners: list[str]
    teens_behind: list[float] = []  #: tens that take ten to nineteen: soixante-quinze, quatre-vingt-dix
    endings: list[str] = []  #: of case and tense, that number words of the language take: "százötvenet"


@dataclass(frozen=True, slots=True)
class Numeral:
    """What a number word is: a value, a multiplier (hundred, thousand …), a half, or a joiner ("and")."""

    kind: str
    value: float = 0.0
    takes_teens: bool = False


class Numerals:
    """The number words of one language, and of the others what can be told from beside a number.

    Texts mix languages, and are written in other letters than their language's own ("12 iljadi denari", "25 lakh"):
    a multiplier of any language counts behind a number, and a value of any language before such a multiplier.
    """

    def __init__(
        self, code: str, words: Mapping[str, Numeral], others: Mapping[str, Numeral], endings: tuple[str, ...] = ()
    ) -> None:
        self.code = code  #: of its table, "" where it has none
        self._words, self._others, self._endings = words, others, endings
        self._heads = frozenset(word.split()[0] for word in words if " " in word)
        self._seconds = frozenset(word.split()[1] for word in words if " " in word)
        self._in_pairs = self._heads | self._seconds
        self._thousands = frozenset(
            word
            for word, numeral in (*others.items(), *words.items())
            if numeral.kind == "multiplier" and numeral.value >= _THOUSAND
        )
        self._starts = {word[:3] for word in words} | {word for word in words if len(word) < 3}
        self.read = lru_cache(maxsize=_REMEMBERED)(self._read)

    def _read(self, word: str) -> tuple[Numeral, ...]:
        """The numerals that `word` (folded) consists of: one, several in a compound, or none."""
        parts = self._plainly(word)
        if parts:
            return parts
        if word.startswith(_AND):  # Arabic writes "and" and "for" together with the next word
            parts = self._plainly(word[1:]) or self._plainly(word[2:] if word[1:2] == "ب" else "")
            return (Numeral("joiner"), *parts) if parts else ()
        if word.startswith("ب"):
            return self._plainly(word[1:])
        stems = (word[: -len(ending)] for ending in self._endings if word.endswith(ending))
        return next((found for stem in stems if len(stem) >= _SHORTEST_STEM and (found := self._plainly(stem))), ())

    def _plainly(self, word: str) -> tuple[Numeral, ...]:
        known = self._words.get(word)
        if known:
            return (known,)
        return tuple([numeral for _, _, numeral in self.cut(word)])

    def cut(self, word: str) -> tuple[tuple[int, int, Numeral], ...]:
        """The number words that a compound consists of, with where each begins and ends in it; none in other words."""
        if len(word) <= _LONGEST_COMPOUND and (word[:3] in self._starts or word[:2] in self._starts):
            return self._compound(word)
        return ()

    @cached_property
    def digits(self) -> frozenset[str]:
        """The words for single figures."""
        return frozenset(
            word for word, numeral in self._words.items() if numeral.kind == "value" and numeral.value in range(10)
        )

    def other(self, word: str) -> Numeral | None:
        """The value or multiplier that `word` is in another language."""
        return self._others.get(word)

    def thousand(self, word: str) -> bool:
        """Whether `word` multiplies by a thousand or more, in any language."""
        return word in self._thousands

    def known(self, words: frozenset[str]) -> frozenset[str]:
        """Those of a text's `words` that may be part of numbers; none where they make no number above one."""
        read = self.read
        own = {word: found for word in words if len(word) <= _LONGEST_WORD and (found := read(word))}
        thousands = words & self._thousands
        heads = frozenset() if words.isdisjoint(self._seconds) else words & self._in_pairs
        if not thousands and not heads and not any(_says_much(found) for found in own.values()):
            return frozenset()
        others = words & self._others.keys() if thousands else frozenset()
        return thousands.union(own, heads, others)

    def pair(self, first: str, second: str) -> tuple[Numeral, ...]:
        """The numeral that two words make together ("ساڑھے تین"), with the "and" that Arabic writes before it."""
        if first in self._heads:
            pair = self._words.get(f"{first} {second}")
            return (pair,) if pair else ()
        if first[:1] == _AND and first[1:] in self._heads:
            pair = self._words.get(f"{first[1:]} {second}")
            return (Numeral("joiner"), pair) if pair else ()
        return ()

    def _compound(self, word: str) -> tuple[tuple[int, int, Numeral], ...]:
        """Cuts `word` into number words, longest first (zweitausendfünfhundert, kétezerötszáz, ikibin)."""
        ends: dict[int, tuple[tuple[int, int, Numeral], ...]] = {len(word): ()}
        for start in range(len(word) - _SHORTEST_PART, -1, -1):
            for end in range(len(word), start, -1):
                if end not in ends:
                    continue
                numeral = self._words.get(word[start:end])
                if numeral and (end - start >= _SHORTEST_PART or (numeral.kind == "joiner" and start and ends[end])):
                    ends[start] = ((start, end, numeral), *ends[end])
                    break
        parts = ends.get(0, ())
        return parts if any(part.kind != "joiner" for _, _, part in parts) else ()


def _says_much(numerals: tuple[Numeral, ...]) -> bool:
    """Whether a word says more than "one" and "and", which stand in any text."""
    return any(numeral.kind != "joiner" and numeral.value != 1 for numeral in numerals)


def _words_of(table: _Table, *, both_scripts: bool) -> dict[str, Numeral]:
    found: dict[str, Numeral] = {}
    _take(found, table, table.values, table.multipliers, both_scripts=both_scripts)
    _add(found, table.halves, Numeral("joined half" if table.halves_joined else "half", 0.5), both_scripts=both_scripts)
    _add(found, table.joiners, Numeral("joiner"), both_scripts=both_scripts)
    return found


def _spellings_of(table: _Table, known: dict[str, Numeral], *, both_scripts: bool) -> dict[str, Numeral]:
    """`known` with what counts in texts of this language only: other spellings, and those in Latin letters."""
    found = dict(known)
    _take(found, table, table.also, table.also_multipliers, both_scripts=both_scripts)
    for word, numeral in list(found.items()):
        for form in in_latin(word):
            found.setdefault(form, numeral)
    return found


def _take(
    found: dict[str, Numeral],
    table: _Table,
    values: Mapping[float, list[str]],
    multipliers: Mapping[float, list[str]],
    *,
    both_scripts: bool,
) -> None:
    """Adds words of values, then of multipliers, to those `found`, which stay what they are."""
    for value, words in values.items():
        numeral = Numeral("value", float(value), takes_teens=value in table.teens_behind)
        _add(found, words, numeral, both_scripts=both_scripts)
    for value, words in multipliers.items():
        _add(found, words, Numeral("multiplier", float(value)), both_scripts=both_scripts)


def _add(found: dict[str, Numeral], words: Iterable[str], numeral: Numeral, *, both_scripts: bool) -> None:
    for word in words:
        for form in (word, to_cyrillic(word)) if both_scripts else (word,):
            found.setdefault(fold(form), numeral)


def _tables() -> dict[str, tuple[dict[str, Numeral], dict[str, Numeral], tuple[str, ...]]]:
    """Of each language: the words that others borrow, all its words, and its endings."""
    tables = {}
    for path in sorted(HERE.glob("*.yml")):
        try:
            table = _Table.model_validate(yml.read(path))
        except (yaml.YAMLError, ValidationError) as error:
            raise ConfigurationError(f"{path.name}: {' '.join(str(error).split())[:300]}") from error
        endings = tuple(sorted({fold(ending) for ending in table.endings}, key=lambda ending: (-len(ending), ending)))
        both = path.stem == "sh"
        words = _words_of(table, both_scripts=both)
        tables[path.stem] = words, _spellings_of(table, words, both_scripts=both), endings
    return tables


@lru_cache(maxsize=1)
def _all() -> dict[str, Numerals]:
    tables = _tables()
    every: dict[str, Numeral] = {}
    for shared, _, _ in tables.values():
        for word, numeral in shared.items():
            if numeral.kind in ("value", "multiplier") and len(word) >= _SHORTEST_FOREIGN:
                every.setdefault(word, numeral)
    every.update(dict.fromkeys(_KILO, Numeral("multiplier", 1000.0)))
    numerals = {language: Numerals(language, words, every, endings) for language, (_, words, endings) in tables.items()}
    numerals[""] = Numerals("", {}, every)
    return numerals


def numerals_of(language: str) -> Numerals:
    """The number words of a language (ISO code); where it has no table, only what counts in any language."""
    return _all().get("sh" if language in SOUTH_SLAVIC else language) or _all()[""]


@lru_cache(maxsize=1)
def languages_of_digits() -> dict[str, frozenset[str]]:
    """Of each word for a single figure, the tables that have it."""
    found: dict[str, set[str]] = {}
    for code, numerals in _all().items():
        for word in numerals.digits:
            found.setdefault(word, set()).add(code)
    return {word: frozenset(codes) for word, codes in found.items()}


def load() -> None:
    """Reads all tables. Raises ConfigurationError where one does not fit its schema."""
    languages_of_digits()
