"""Folded phrases by language, `*` at the end for any ending: means, travel, regular, clues, telling, offers.

All but the last are one vocabulary: a text is looked through once for it, and each of its words has the labels of the
phrases it is in.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from nlp.gazetteer.folding import fold
from waymark.errors import ConfigurationError

MEANS = Path(__file__).with_name("means.tsv")
TRAVEL = Path(__file__).with_name("travel.tsv")
REGULAR = Path(__file__).with_name("regular.tsv")
CLUES = Path(__file__).with_name("clues.tsv")
TELLING = Path(__file__).with_name("telling.tsv")
OFFERS = Path(__file__).with_name("offers.tsv")
MODES = ("car", "van", "truck", "bus", "train", "boat", "foot", "plane", "taxi")
#: What clues.tsv tells apart; said at its top.
Clue = Literal[
    "home", "self", "teller", "here", "hither", "wait", "still", "back", "not", "goal", "drop", "gone", "secret"
]
#: What telling.tsv tells apart; said at its top.
Told = Literal[
    "moved", "stayed", "office", "kin", "caught", "news", "asked", "earlier", "meant", "keeps", "now", "lodges"
]
#: What regular.tsv tells apart; said at its top.
Regular = Literal["ticket", "other"]
#: What offers.tsv tells apart; said at its top.
Offer = Literal["only", "those", "too", "wish", "asker", "empty", "more"]
_LONGEST_ENDING = 6
_MOST_KNOWN = 100_000
_Labels = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A line's phrase in folded words; `open_ended` where any ending may follow."""

    words: tuple[str, ...]
    languages: frozenset[str]
    label: str
    open_ended: bool

    def stands_at(self, words: Sequence[str], at: int) -> bool:
        """Whether the words from `at` on are the phrase."""
        *head, last = self.words
        end = at + len(head)
        if end >= len(words) or list(words[at:end]) != head:
            return False
        return words[end].startswith(last) if self.open_ended else words[end] == last


@dataclass
class Vocabulary:
    """The phrases that hold in one language, found at the words of a text."""

    single: dict[str, _Labels] = field(default_factory=dict)
    beginning: dict[str, _Labels] = field(default_factory=dict)
    several: dict[str, list[Phrase]] = field(default_factory=dict)  #: by their first word, longest first
    _known: dict[str, _Labels] = field(default_factory=dict)
    _silent: set[str] = field(default_factory=set)  #: words met before that no phrase begins with: most

    def add(self, phrase: Phrase) -> None:
        first = phrase.words[0]
        if len(phrase.words) > 1:
            self.several.setdefault(first, []).append(phrase)
            self.several[first].sort(key=lambda entry: -len(entry.words))
        elif phrase.open_ended:
            self.beginning[first] = (*self.beginning.get(first, ()), phrase.label)
        else:
            self.single[first] = (*self.single.get(first, ()), phrase.label)

    def find(self, words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        """First word, the one after the last, and label of each phrase; the words of a longer phrase are not read."""
        free, silent = 0, self._silent
        for at, word in enumerate(words):
            if word in silent or at < free:
                continue
            if word in self.several:
                for phrase in self.several[word]:
                    if phrase.stands_at(words, at):
                        free = max(free, at + len(phrase.words))
                        yield at, at + len(phrase.words), phrase.label
            if at >= free:
                for label in self._labels(word):
                    yield at, at + 1, label

    def _labels(self, word: str) -> _Labels:
        known = self._known.get(word)
        if known is None:
            known = self._labels_of(word)
            if len(self._known) + len(self._silent) < _MOST_KNOWN:
                if known or word in self.several:
                    self._known[word] = known
                else:
                    self._silent.add(word)
        return known

    def _labels_of(self, word: str) -> _Labels:
        found = list(self.single.get(word, ()))
        for end in range(len(word), max(2, len(word) - _LONGEST_ENDING - 1), -1):
            found.extend(self.beginning.get(word[:end], ()))
        return tuple(dict.fromkeys(found))


@dataclass
class Labels:
    """Where in a text the phrases of the vocabulary stand, by label: first words, in order."""

    at: dict[str, list[int]]

    def any(self, label: str, start: int, end: int) -> bool:
        """Whether a phrase so labelled begins within words [start, end)."""
        found = self.at.get(label)
        if not found:
            return False
        place = bisect_left(found, start)
        return place < len(found) and found[place] < end

    def any_of(self, labels: Sequence[str], start: int, end: int) -> bool:
        """Whether a phrase with one of the labels begins within words [start, end)."""
        return any(self.any(label, start, end) for label in labels)

    def count(self, label: str) -> int:
        return len(self.at.get(label, ()))

    def modes(self) -> list[tuple[int, str]]:
        """Each means of travel with its word, in order of the text."""
        return sorted((at, mode) for mode in MODES for at in self.at.get(mode, ()))


def labels(words: Sequence[str], language: str, named: frozenset[int] = frozenset()) -> Labels:
    """Looks through a text once; in a text of unsure language the phrases of all hold.

    The words `named` are names of places: Van, the city, is no means of travel.
    """
    found: dict[str, list[int]] = {}
    for known in (vocabulary(language), offering(language)):
        for at, _, label in known.find(words):
            if at not in named:
                found.setdefault(label, []).append(at)
    return Labels(found)


@lru_cache(maxsize=64)
def vocabulary(language: str) -> Vocabulary:
    """What holds in `language`. ConfigurationError names a faulty line of a table."""
    return _chosen(everything(), language)


@lru_cache(maxsize=64)
def offering(language: str) -> Vocabulary:
    """What of offers.tsv holds in `language`: apart from the others, whose words its phrases hold as well."""
    return _chosen(offers(), language)


def _chosen(phrases: Sequence[Phrase], language: str) -> Vocabulary:
    known = {code for phrase in phrases for code in phrase.languages}
    chosen = Vocabulary()
    for phrase in phrases:
        if language in phrase.languages or language not in known:
            chosen.add(phrase)
    return chosen


@lru_cache(maxsize=1)
def everything() -> tuple[Phrase, ...]:
    """All phrases of the five tables that are one vocabulary."""
    return (*means(), *_labelled(TRAVEL, "travel"), *regular(), *clues(), *telling())


def means() -> tuple[Phrase, ...]:
    """Means of travel, labelled with their mode."""
    return _with_label(MEANS, MODES)


def regular() -> tuple[Phrase, ...]:
    """What is nobody's smuggling."""
    return _with_label(REGULAR, get_args(Regular))


def clues() -> tuple[Phrase, ...]:
    """What tells of a place that it is, or is not, on the way."""
    return _with_label(CLUES, get_args(Clue))


def telling() -> tuple[Phrase, ...]:
    """What tells in a text of many sentences where people passed."""
    return _with_label(TELLING, get_args(Told))


def offers() -> tuple[Phrase, ...]:
    """What is offered, or wished for, beside the whole way."""
    return _with_label(OFFERS, get_args(Offer))


def _with_label(table: Path, known: Sequence[str]) -> tuple[Phrase, ...]:
    found: list[Phrase] = []
    for number, (label, languages, words) in _lines(table, 3):
        if label not in known:
            raise ConfigurationError(f"{table.name}, line {number}: {label!r} is none of {', '.join(known)}")
        found.extend(_phrases(words, languages, label))
    return tuple(found)


def _labelled(table: Path, label: str) -> tuple[Phrase, ...]:
    return tuple(phrase for _, (languages, words) in _lines(table, 2) for phrase in _phrases(words, languages, label))


def _phrases(words: str, languages: str, label: str) -> Iterator[Phrase]:
    for phrase in words.split("|"):
        if folded := tuple(fold(phrase).split()):
            yield Phrase(folded, frozenset(languages.split(",")), label, phrase.endswith("*"))


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
