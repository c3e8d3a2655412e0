"""What stands beside a number without a currency: words of paying, prepositions of price, things counted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from nlp import yml
from nlp.language.tables import SOUTH_SLAVIC, to_cyrillic
from nlp.reading import fold
from waymark.errors import ConfigurationError

_TABLE = Path(__file__).with_name("cues.yml")
_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN = re.compile(r"[ :=+\"'(,-]*")
_BEFORE, _BEHIND = 36, 28  # characters in which such words are looked for
_SHORTEST_EVERYWHERE = 4  # letters
_HOURS = 24
_AT = re.compile(r"[^\W\d_][ :]\Z")
_WORDS_BEFORE, _WORDS_BEHIND = 3, 2


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    asked: dict[str, tuple[str, ...]]
    asked_behind: dict[str, tuple[str, ...]]
    for_: dict[str, tuple[str, ...]] = Field(alias="for")
    counted: dict[str, tuple[str, ...]]
    stated: dict[str, tuple[str, ...]]
    hour: dict[str, tuple[str, ...]]
    hour_on: dict[str, tuple[str, ...]]
    days: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Cues:
    """The words of the table, as read, for texts of one language."""

    asked: frozenset[str]
    asked_behind: frozenset[str]
    for_: frozenset[str]
    counted: frozenset[str]
    stated: frozenset[str]
    hour: frozenset[str]
    hour_on: frozenset[str]
    days: frozenset[str]

    def asks(self, plain: str, start: int, end: int) -> bool:
        """Whether words of paying stand just before or behind the number at [start, end) of `plain`, in its clause."""
        return not self.asked.isdisjoint(_before(plain, start)) or not self.asked_behind.isdisjoint(_behind(plain, end))

    def for_so_much(self, plain: str, start: int) -> bool:
        """Whether a preposition of price stands right before `start`."""
        words = _before(plain, start)[-1:]
        return not self.for_.isdisjoint(words)

    def counts(self, plain: str, end: int) -> bool:
        """Whether what stands behind a number is counted by it: people, hours, metres."""
        return not self.counted.isdisjoint(_behind(plain, end)[:1])

    def is_hour(self, plain: str, start: int, value: float) -> bool:
        """Whether the number at `start` is an hour: behind "a las", or behind "at" where a day is named before it."""
        if value > _HOURS or value != int(value):
            return False
        words = _before(plain, start)
        if not words or not _AT.search(plain, max(0, start - 2), start):
            return False
        return words[-1] in self.hour or (words[-1] in self.hour_on and not self.days.isdisjoint(words[:-1]))

    def states(self, plain: str, start: int) -> bool:
        """Whether the words before `start` say that what follows holds for all prices."""
        return not self.stated.isdisjoint(_before(plain, start))


def _before(plain: str, start: int) -> list[str]:
    """The last words before `start` in its clause."""
    begin = max(0, start - _BEFORE)
    text = re.split(r"[.!?;\n|)]", plain[begin:start])[-1]
    words: list[str] = _WORD.findall(text)
    return words[-_WORDS_BEFORE:]


def _behind(plain: str, end: int) -> list[str]:
    """The first words behind `end` in its clause."""
    text = re.split(r"[.!?;,\n|():]", plain[end : end + _BEHIND])[0]
    words: list[str] = _WORD.findall(text)
    return words[:_WORDS_BEHIND]


@lru_cache(maxsize=1)
def _table() -> _Table:
    try:
        return _Table.model_validate(yml.read(_TABLE))
    except (yaml.YAMLError, ValidationError) as error:
        raise ConfigurationError(f"{_TABLE.name}: {' '.join(str(error).split())[:300]}") from error


def load() -> None:
    """Reads the table. Raises ConfigurationError where it does not fit its schema."""
    _table()


@lru_cache(maxsize=40)
def cues(language: str) -> Cues:
    """The cues for a language: words of paying of all, prepositions of its own."""
    table = _table()
    key = "sh" if language in SOUTH_SLAVIC else language

    def everywhere(words: dict[str, tuple[str, ...]]) -> frozenset[str]:
        return frozenset(
            form
            for own, found in words.items()
            for form in _forms(own, found)
            if own in (key, "en") or len(form) >= _SHORTEST_EVERYWHERE
        )

    return Cues(
        asked=everywhere(table.asked),
        asked_behind=everywhere(table.asked_behind),
        for_=frozenset(_forms(key, table.for_.get(key, ()))),
        counted=everywhere(table.counted),
        hour=frozenset(_forms(key, table.hour.get(key, ()))),
        hour_on=frozenset(_forms(key, table.hour_on.get(key, ()))),
        days=frozenset(_forms(key, table.days.get(key, ()))),
        stated=frozenset(_forms(key, table.stated.get(key, ()))) | frozenset(_forms("en", table.stated["en"])),
    )


def _forms(language: str, words: Iterable[str]) -> set[str]:
    forms = {fold(word) for word in words}
    return forms | {fold(to_cyrillic(word)) for word in words} if language == "sh" else forms
