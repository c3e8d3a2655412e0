"""Phrases in folded words, each with a label, and where they stand in the words of a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

_LONGEST_ENDING = 6
_MOST_KNOWN = 100_000
_Labels = tuple[str, ...]
_Several = tuple["_FromSecond", ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A line's phrase in folded words; `open_ended` where any ending may follow."""

    words: tuple[str, ...]
    languages: frozenset[str]
    label: str
    open_ended: bool


class Found(NamedTuple):
    """A phrase as it stands in a text: its words are [first, after); `name` is its label."""

    first: int
    after: int
    name: str


class _FromSecond(NamedTuple):
    """A phrase of several words, without the first."""

    between: tuple[str, ...]  #: the words between the first and the last
    last: str
    open_ended: bool
    many: int  #: its words, the first with them
    label: str

    def stands_behind(self, words: Sequence[str], at: int) -> bool:
        """Whether the words after word `at` are these."""
        end = at + self.many - 1
        if end >= len(words) or tuple(words[at + 1 : end]) != self.between:
            return False
        return words[end].startswith(self.last) if self.open_ended else words[end] == self.last


class _Word(NamedTuple):
    """What a word may be: a phrase of its own, and the beginning of longer ones."""

    labels: _Labels
    several: _Several  #: longest first
    seconds: frozenset[str]  #: with which second words the longer ones go on,
    begun: tuple[str, ...]  #: or with which beginnings of one


class Vocabulary:
    """The phrases that hold in one language, found at the words of a text."""

    def __init__(self) -> None:
        self.single: dict[str, _Labels] = {}
        self._beginning: dict[str, _Labels] = {}
        self._several: dict[str, _Several] = {}  #: by their first word
        self._known: dict[str, _Word | None] = {}  #: words met before; None where no phrase begins with one: most

    def add(self, phrase: Phrase) -> None:
        """Before the first text is read."""
        first, *between = phrase.words
        if between:
            last = between.pop()
            new = _FromSecond(tuple(between), last, phrase.open_ended, len(phrase.words), phrase.label)
            several = sorted((*self._several.get(first, ()), new), key=lambda one: -one.many)
            self._several[first] = tuple(several)
        else:
            known = self._beginning if phrase.open_ended else self.single
            known[first] = (*known.get(first, ()), phrase.label)

    def find(self, words: Sequence[str]) -> list[Found]:
        """The phrases in order; the words of a longer phrase are not read."""
        found: list[Found] = []
        free, last, known = 0, len(words) - 1, self._known
        for at, word in enumerate(words):
            try:
                meant = known[word]
            except KeyError:
                meant = self._met(word)
            if meant is None or at < free:
                continue
            if meant.several and at < last:
                second = words[at + 1]
                if second in meant.seconds or second.startswith(meant.begun):
                    for phrase in meant.several:
                        if phrase.stands_behind(words, at):
                            after = at + phrase.many
                            free = max(free, after)
                            found.append(Found(at, after, phrase.label))
            if at >= free and meant.labels:
                found += [Found(at, at + 1, label) for label in meant.labels]
        return found

    def _met(self, word: str) -> _Word | None:
        """What `word` may be, kept for the next time."""
        labels, several = self._labels_of(word), self._several.get(word, ())
        meant = _word(labels, several) if labels or several else None
        if len(self._known) < _MOST_KNOWN:
            self._known[word] = meant
        return meant

    def _labels_of(self, word: str) -> _Labels:
        found = list(self.single.get(word, ()))
        for end in range(len(word), max(2, len(word) - _LONGEST_ENDING - 1), -1):
            found.extend(self._beginning.get(word[:end], ()))
        return tuple(dict.fromkeys(found))


def _word(labels: _Labels, several: _Several) -> _Word:
    seconds = frozenset(one.between[0] if one.between else one.last for one in several)
    begun = tuple({one.last for one in several if one.open_ended and not one.between})
    return _Word(labels, several, seconds, begun)
