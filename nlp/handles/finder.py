"""Finds accounts: links, `@name`, and `telegram: name` where a word says which platform it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from nlp.handles.platforms import called, platforms, said
from nlp.phrases import words_of
from nlp.reading import Reading, fold, read
from waymark.records import Handle

_AT_NAME = re.compile(r"(?<![\w@/.+-])@([A-Za-z0-9_][A-Za-z0-9_.]{1,38}[A-Za-z0-9_])(?!@|\.?\w)")
_LABEL = (
    r"(?<![^\W_])({words})(?: (?:{called}))?(?: ?[:=]+ ?[\"'„“«]?| [\"'„“«]| (?=\w*[_.\d]))"
    r"([A-Za-z0-9_][A-Za-z0-9_.]{{2,38}}[A-Za-z0-9_])(?![@\w/])"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_MOST = 50_000  # accounts of one text and kind: more stand in no ad or tip, and would only fill the memory
_NEAR = 40  # characters around a name in which the platform's word is looked for
_WORD = re.compile(r"[^\W\d_]+(?: tok| توک)?")
_BARE = re.compile(r"[A-Za-z][A-Za-z0-9_]{4,31}")  # a user name as Telegram has them, where @names are most common


class _Patterns(NamedTuple):
    """What is searched for, compiled from the table."""

    links: re.Pattern[str]
    platform_of_link: dict[str, str]
    label: re.Pattern[str]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    alternatives, owner = [], {}
    for number, (platform, link) in enumerate(
        (name, link) for name, entry in platforms().items() for link in entry.links
    ):
        alternatives.append(link.replace("(?P<name>", f"(?P<n{number}>"))
        owner[f"n{number}"] = platform
    links = rf"(?<![\w@.-])(?:https?://)?(?:www\.)?(?:{'|'.join(alternatives)})"
    words = _alternatives(said())
    return _Patterns(
        re.compile(links, re.IGNORECASE),
        owner,
        re.compile(_LABEL.format(words=words, called=_alternatives(called())), re.IGNORECASE),
    )


def _alternatives(phrases: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, phrases), key=len, reverse=True))


@lru_cache(maxsize=1)
def _first_words() -> frozenset[str]:
    """The words that platforms' names begin with, without which none is named."""
    return frozenset(first for word in said() for first in _LETTERS.findall(word)[:1])


def find_handles(text: str) -> Iterator[Handle]:
    """The accounts named in `text`, in order of appearance, none within another."""
    end = 0
    found = [*islice(_labelled(read(text)), _MOST)]
    if "@" in text:
        found += islice(_at_names(text), _MOST)
    if "/" in text:  # no link is without one
        found += islice(_links(text), _MOST)
    if not found:
        return
    found.sort(key=lambda handle: (handle.start, -handle.end))
    for handle in found:
        if handle.start >= end:
            yield handle
            end = handle.end


def _links(text: str) -> Iterator[Handle]:
    patterns = _patterns()
    for match in patterns.links.finditer(text):
        group = next(name for name, value in match.groupdict().items() if value)
        name = match[group].rstrip(".")
        end = match.end() - (len(match[group]) - len(name))
        if len(name) >= 2:
            yield Handle(
                text=text[match.start() : end], start=match.start(), end=end, rule="link",
                platform=patterns.platform_of_link[group], name=name.replace("%2B", "+").replace("%2b", "+"),
            )  # fmt: skip


def _at_names(text: str) -> Iterator[Handle]:
    for match in _AT_NAME.finditer(text):
        platform = _platform_near(text, match.start(), match.end())
        name = match[1]
        rule = "@name near the platform's word"
        if platform is None:
            if not _BARE.fullmatch(name):
                continue
            platform, rule = "telegram", "@name alone, taken for Telegram"
        elif not re.fullmatch(platforms()[platform].names, name):
            continue
        yield Handle(text=match[0], start=match.start(), end=match.end(), rule=rule, platform=platform, name=name)


def _platform_near(text: str, start: int, end: int) -> str | None:
    """The platform whose word stands nearest: before the name first, as in `tg: @name`, then after it."""
    before = [said()[word] for word in _folded_words(text[max(0, start - _NEAR) : start]) if word in said()]
    if before:
        return before[-1]
    after = text[end : end + _NEAR].partition("@")[0]
    return next((said()[word] for word in _folded_words(after) if word in said()), None)


def _folded_words(part: str) -> list[str]:
    return _WORD.findall(fold(part))


def _labelled(reading: Reading) -> Iterator[Handle]:
    if _first_words().isdisjoint(words_of(reading.plain)):
        return
    for match in _patterns().label.finditer(reading.plain):
        platform = said()[match[1]]
        start, end = reading.span(*match.span(2))
        name = reading.given[start:end]
        if re.fullmatch(platforms()[platform].names, name) and not name.isdigit():
            rule = "name after the platform's word"
            yield Handle(text=name, start=start, end=end, rule=rule, platform=platform, name=name)
