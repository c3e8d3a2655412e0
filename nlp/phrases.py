"""Looks for phrases of a table in a stretch of text, word by word: some hundred phrases cost what one does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_TOKEN = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Mention:
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
