"""Numbers said aloud: figures that are repeated ("double five", "deux fois le sept", "три нули"), and what is no phone.

Number words alone are quantities (`nlp.numerals`); what people say around them when they dictate is read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from nlp.phones.tables import Spoken, spoken
from nlp.phrases import words_of
from nlp.reading import fold

_WORD = re.compile(r"[^\W\d_]+")
_CLOSE = re.compile(r"[ \-]{0,2}")  # between a count and what it counts
_LONGEST_REPEATED = 2  # digits: "twice twelve" is said, "twice five hundred" is not
_COUNTS = ("2", "3", "4", "5", "6")


class Said(NamedTuple):
    """Digits said at [start, end) of the plain reading."""

    start: int
    end: int
    digits: str


class _Repeats(NamedTuple):
    """The words of the table as read."""

    doubles: dict[str, int]
    times: frozenset[str]
    articles: frozenset[str]
    names: dict[str, str]
    pairs: dict[str, str]
    telling: frozenset[str]  #: a text without any of them repeats nothing


@lru_cache(maxsize=1)
def _repeats() -> _Repeats:
    table: Spoken = spoken()
    doubles = {fold(word): count for count, words in table.doubles.items() for word in words if " " not in word}
    times, articles = frozenset(map(fold, table.times)), frozenset(map(fold, table.articles))
    names = {fold(word): digit for digit, words in table.names.items() for word in words}
    pairs = {fold(word): digits for digits, words in table.pairs.items() for word in words}
    return _Repeats(doubles, times, articles, names, pairs, times.union(doubles, names, pairs))


def with_repeats(plain: str, said: Sequence[Said]) -> list[Said]:
    """`said` with figures repeated as the words around them say; the words become part of what is said."""
    repeats = _repeats()
    if repeats.telling.isdisjoint(words_of(plain)):
        return list(said)
    by_start = {item.start: item for item in said}
    words = list(_WORD.finditer(plain))
    found: list[Said] = []
    until = glued = 0
    for at, word in enumerate(words):
        while glued < len(said) and said[glued].start <= word.start():
            glued += 1
        if word.start() >= until:
            item = _repeated(plain, words, at, by_start) or by_start.get(word.start())
            if item:
                found.append(item)
                until = item.end
        while glued < len(said) and said[glued].start < word.end():  # "nullsechs": the second begins within the word
            if said[glued].start >= until:
                found.append(said[glued])
            glued += 1
    return found


def _repeated(plain: str, words: list[re.Match[str]], at: int, said: dict[int, Said]) -> Said | None:
    """What the word `at` begins, if it says that figures are repeated."""
    repeats, word = _repeats(), words[at]
    if word[0] in repeats.pairs:
        return Said(*word.span(), repeats.pairs[word[0]])
    count = repeats.doubles.get(word[0])
    if count:
        return _counted(plain, words, at, word.start(), count, said)
    item = said.get(word.start())
    if item is None or item.digits not in _COUNTS or item.end != word.end() or not _next(plain, words, at):
        return None
    behind = words[at + 1]
    if behind[0] in repeats.times and behind.start() not in said:  # "sê çar pênc" is 3, 4, 5
        return _counted(plain, words, at + 1, word.start(), int(item.digits), said)
    name = repeats.names.get(behind[0])
    if name is None or (name != "0" and behind.start() in said):
        return None  # a number word of this language: "two three"
    return Said(word.start(), behind.end(), name * int(item.digits))


def _counted(
    plain: str, words: list[re.Match[str]], at: int, start: int, count: int, said: dict[int, Said]
) -> Said | None:
    """The figure behind the word `at`, `count` times."""
    repeats = _repeats()
    for _ in range(2):
        if not _next(plain, words, at):
            return None
        at += 1
        if words[at][0] not in repeats.articles or words[at].start() in said:
            break
    item = said.get(words[at].start())
    if item and len(item.digits) <= _LONGEST_REPEATED:
        return Said(start, item.end, item.digits * count)
    name = repeats.names.get(words[at][0])
    return Said(start, words[at].end(), name * count) if name else None


def _next(plain: str, words: list[re.Match[str]], at: int) -> bool:
    """Whether another word stands right behind the word `at`."""
    return at + 1 < len(words) and _CLOSE.fullmatch(plain, words[at].end(), words[at + 1].start()) is not None


def rows_behind(ends: Sequence[int], plain: str, said: Sequence[Said]) -> Iterator[tuple[int, int]]:
    """The stretches of numbers in words that begin at one of `ends`: behind a label that says they are no phone."""
    begins = frozenset(ends)
    for at, item in enumerate(said):
        if item.start not in begins:
            continue
        last = item
        for number in range(at + 1, len(said)):  # a slice would copy the rest for every label
            further = said[number]
            if _WORD.search(plain, last.end, further.start):
                break
            last = further
        yield item.start, last.end
