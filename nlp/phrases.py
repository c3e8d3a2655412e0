"""Looks for phrases of a table in a stretch of text, word by word: some hundred phrases cost what one does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(r"\w+|[^\w\s]")
_AND = "و"  # Arabic writes "and" together with the next word
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=2)  # the components of one pipeline ask for the same text one after the other
def words_of(plain: str) -> frozenset[str]:
    """The words of a text: what tells in one look that a text cannot hold any word of a table."""
    return frozenset(_WORD.findall(plain))


class Mention(NamedTuple):
    """A phrase found at [start, end), and the kind it is of."""

    start: int
    end: int
    kind: str


class PhraseTable:
    """Phrases (as read) by kind; the longest that fits wins."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        self._kinds: dict[tuple[str, ...], str] = {}
        for phrase, kind in phrases:
            self._kinds.setdefault(tuple(_TOKEN.findall(phrase)), kind)
        lengths: dict[str, set[int]] = {}
        for tokens in self._kinds:
            lengths.setdefault(tokens[0], set()).add(len(tokens))
        self._lengths = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}
        self._words = frozenset(first for first in self._lengths if first.isalpha())

    def absent(self, plain: str) -> bool:
        """Whether the whole text surely holds no phrase that begins with a word."""
        words = words_of(plain)
        return self._words.isdisjoint(words) and not any(word[1:] in self._words for word in words if word[0] == _AND)

    def find(self, plain: str, start: int, end: int) -> Iterator[Mention]:
        """The mentions within [start, end), from left to right, none within another."""
        words = _TOKEN.findall(plain, start, end)
        known = self._lengths
        begins = [at for at, word in enumerate(words) if word in known or word[0] == _AND]
        if not begins:
            return
        tokens = list(_TOKEN.finditer(plain, start, end))
        until = 0
        for at in begins:
            if at < until:
                continue
            word = words[at]
            if word not in known:
                word = word[1:]
            for length in known.get(word, ()):
                kind = self._kinds.get((word, *words[at + 1 : at + length]))
                if kind is not None and at + length <= len(words):
                    until = at + length
                    yield Mention(tokens[at].start(), tokens[until - 1].end(), kind)
                    break
