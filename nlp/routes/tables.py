"""means.tsv, travel.tsv and regular.tsv: folded phrases by language, `*` at the end standing for any ending."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from nlp.gazetteer.folding import fold
from waymark.errors import ConfigurationError

MEANS = Path(__file__).with_name("means.tsv")
TRAVEL = Path(__file__).with_name("travel.tsv")
REGULAR = Path(__file__).with_name("regular.tsv")
MODES = ("car", "van", "truck", "bus", "train", "boat", "foot", "plane", "taxi")
_LONGEST_ENDING = 6
_MOST_KNOWN = 50_000
_Meaning = tuple[frozenset[str], str]  # languages, label


@dataclass
class Phrases:
    """Phrases with their label, found at a word of a text."""

    whole: dict[tuple[str, ...], list[_Meaning]] = field(default_factory=dict)
    beginning: dict[str, list[_Meaning]] = field(default_factory=dict)
    longest: int = 1
    openings: set[str] = field(default_factory=set)  #: first words of phrases of several words
    known: dict[tuple[str, str], str | None] = field(default_factory=dict)  #: labels of single words met before

    def add(self, phrase: str, languages: frozenset[str], label: str) -> None:
        words = tuple(fold(phrase).split())
        if not words:
            raise ValueError(f"{phrase!r}: no letters")
        if phrase.endswith("*"):
            self.beginning.setdefault(" ".join(words), []).append((languages, label))
            return
        self.whole.setdefault(words, []).append((languages, label))
        self.longest = max(self.longest, len(words))
        if len(words) > 1:
            self.openings.add(words[0])

    def label_at(self, words: Sequence[str], at: int, language: str) -> str | None:
        """The label of the longest phrase that begins at word `at`; in a text of unsure language, of any."""
        word = words[at]
        if word in self.openings:
            for length in range(min(self.longest, len(words) - at), 1, -1):
                if label := _label(self.whole.get(tuple(words[at : at + length])), language):
                    return label
        try:
            return self.known[word, language]
        except KeyError:
            label = self._label_of(word, language)
            if len(self.known) < _MOST_KNOWN:
                self.known[word, language] = label
            return label

    def _label_of(self, word: str, language: str) -> str | None:
        if label := _label(self.whole.get((word,)), language):
            return label
        for end in range(len(word), max(2, len(word) - _LONGEST_ENDING - 1), -1):
            if label := _label(self.beginning.get(word[:end]), language):
                return label
        return None


def _label(meanings: list[_Meaning] | None, language: str) -> str | None:
    for languages, label in meanings or ():
        if language in languages or language not in _languages():
            return label
    return None


@lru_cache(maxsize=1)
def means() -> Phrases:
    """Means of travel, labelled with their mode."""
    phrases = Phrases()
    for number, (mode, languages, words) in _lines(MEANS, 3):
        if mode not in MODES:
            raise ConfigurationError(f"{MEANS.name}, line {number}: {mode!r} is none of {', '.join(MODES)}")
        for phrase in words.split("|"):
            phrases.add(phrase, frozenset(languages.split(",")), mode)
    return phrases


@lru_cache(maxsize=1)
def travel() -> Phrases:
    """Words of travelling."""
    phrases = Phrases()
    for _, (languages, words) in _lines(TRAVEL, 2):
        for phrase in words.split("|"):
            phrases.add(phrase, frozenset(languages.split(",")), "travel")
    return phrases


@lru_cache(maxsize=1)
def regular() -> Phrases:
    """Words of regular lines, tickets and lifts: the way is open to anybody."""
    phrases = Phrases()
    for _, (languages, words) in _lines(REGULAR, 2):
        for phrase in words.split("|"):
            phrases.add(phrase, frozenset(languages.split(",")), "regular")
    return phrases


@lru_cache(maxsize=1)
def _languages() -> frozenset[str]:
    return frozenset(language for _, (languages, _) in _lines(TRAVEL, 2) for language in languages.split(","))


def _lines(table: Path, fields: int) -> list[tuple[int, list[str]]]:
    """Fields of each line. ConfigurationError names the line and what is wrong in it."""
    lines = []
    for number, line in enumerate(table.read_text("utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            parts = line.split("\t")
            if len(parts) != fields or not all(parts):
                raise ConfigurationError(f"{table.name}, line {number}: {fields} fields expected (tabs between them)")
            lines.append((number, parts))
    return lines
