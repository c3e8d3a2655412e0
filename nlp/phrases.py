"""Looks for phrases of a table in a stretch of text, word by word: some hundred phrases cost what one does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(r"\w+|[^\w\s]")
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
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for phrase, kind in phrases:
            tokens = tuple(_TOKEN.findall(phrase))
            self._by_first.setdefault(tokens[0], []).append((tokens, kind))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: (-len(entry[0]), entry))
        self._words = frozenset(first for first in self._by_first if first.isalpha())

    def absent(self, plain: str) -> bool:
        """Whether the whole text surely holds no phrase that begins with a word."""
        words = words_of(plain)
        return self._words.isdisjoint(words) and not any(
            word[1:] in self._words for word in words if word.startswith("و")
        )

    def find(self, plain: str, start: int, end: int) -> Iterator[Mention]:
        """The mentions within [start, end), from left to right, none within another."""
        tokens = list(_TOKEN.finditer(plain, start, end))
        at = 0
        while at < len(tokens):
            mention, used = self._at(tokens, at)
            if mention:
                yield mention
            at += used

    def _at(self, tokens: list[re.Match[str]], at: int) -> tuple[Mention | None, int]:
        first = tokens[at][0]
        entries = self._by_first.get(first)
        if entries is None and first.startswith("و"):  # Arabic writes "and" together with the next word
            entries, first = self._by_first.get(first[1:]), first[1:]
        for words, kind in entries or ():
            rest = tokens[at + 1 : at + len(words)]
            if len(rest) == len(words) - 1 and all(
                token[0] == word for token, word in zip(rest, words[1:], strict=True)
            ):
                return Mention(tokens[at].start(), tokens[at + len(words) - 1].end(), kind), len(words)
        return None, 1
