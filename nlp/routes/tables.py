"""Folded phrases by language, `*` at the end for any ending: means, travel, regular, clues, telling, offers.

All but the last are one vocabulary: a text is looked through once for it, and each of its words has the labels of the
phrases it is in.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from nlp.gazetteer.folding import fold
from nlp.lines import numbered
from nlp.routes.vocabulary import Phrase, Vocabulary
from waymark.errors import ConfigurationError

MEANS = Path(__file__).with_name("means.tsv")
TRAVEL = Path(__file__).with_name("travel.tsv")
REGULAR = Path(__file__).with_name("regular.tsv")
CLUES = Path(__file__).with_name("clues.tsv")
TELLING = Path(__file__).with_name("telling.tsv")
OFFERS = Path(__file__).with_name("offers.tsv")
MODES = ("car", "van", "truck", "bus", "train", "boat", "foot", "plane", "taxi")
#: What clues.tsv tells apart; said at its top.
Clue = Literal["home", "self", "teller", "here", "wait", "still", "back", "not", "goal", "drop", "gone", "secret"]
#: What telling.tsv tells apart; said at its top.
Told = Literal[
    "moved", "stayed", "office", "kin", "caught", "news", "asked", "earlier", "meant", "keeps", "now", "lodges"
]
#: What regular.tsv tells apart; said at its top.
Regular = Literal["ticket", "other"]
#: What offers.tsv tells apart; said at its top.
Offer = Literal["only", "those", "too", "wish", "asker", "empty", "more"]


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
        for one in known.find(words):
            if one.first not in named:
                found.setdefault(one.name, []).append(one.first)
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
    for number, line in numbered(table):
        parts = line.split("\t")
        if len(parts) != fields or not all(parts):
            raise ConfigurationError(f"{table.name}, line {number}: {fields} fields expected (tabs between them)")
        lines.append((number, parts))
    return lines
