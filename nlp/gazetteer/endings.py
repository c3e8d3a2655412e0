"""endings.tsv: the endings (and Arabic prefixes) that names of places take, and what stood there without them.

The table works on folded words, so that one line serves Cyrillic and Latin. A stem found so is a guess that the
gazetteer must confirm by knowing it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast, get_args

from nlp.gazetteer.languages import languages
from nlp.lines import numbered
from waymark.errors import ConfigurationError

TABLE = Path(__file__).with_name("endings.tsv")
Meaning = Literal["from", "to", "in", "of", "-"]
_FIELDS = 5
_SHORTEST_STEM, _SHORTEST_REST = 3, 2


@dataclass(frozen=True, slots=True)
class Ending:
    """One line of the table."""

    language: str
    at_start: bool
    written: str
    instead: tuple[str, ...]
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Stem:
    """What a word may be without its ending."""

    key: str
    ending: Ending


def stems(word: str, language: str | None = None) -> tuple[Stem, ...]:
    """What the folded `word` may be an inflected form of, the longest ending first.

    Without a language the endings of all; a language that has none in the table (Italian, French) inflects no names.
    """
    if not language or language == "und":
        return _stems(word, _languages())
    known = languages().get(language)
    return _stems(word, known.endings) if known else ()


@lru_cache(maxsize=1)
def _languages() -> tuple[str, ...]:
    return tuple(dict.fromkeys(ending.language for ending in _all()))


@lru_cache(maxsize=65536)
def _stems(word: str, languages: tuple[str, ...]) -> tuple[Stem, ...]:
    found: dict[str, Stem] = {}
    at_end, at_start, longest = _sides(languages)
    for length in range(min(longest, len(word) - _SHORTEST_REST), 0, -1):
        shortest = _SHORTEST_STEM + (len(word) - length < _SHORTEST_STEM)
        for ending in at_end.get(word[-length:], ()):
            for instead in ending.instead:
                if len(stem := word[:-length] + instead) >= shortest and stem not in found:
                    found[stem] = Stem(stem, ending)
        for ending in at_start.get(word[:length], ()):
            for instead in ending.instead:
                if len(stem := instead + word[length:]) >= _SHORTEST_STEM and stem not in found:
                    found[stem] = Stem(stem, ending)
    return tuple(found.values())


def is_ending(word: str) -> bool:
    """Whether the folded `word` is an ending that may stand behind an apostrophe."""
    return word in _sides(_languages())[0]


_Lines = dict[str, tuple[Ending, ...]]


@lru_cache(maxsize=64)
def _sides(languages: tuple[str, ...]) -> tuple[_Lines, _Lines, int]:
    """What stands at the end and what at the start of words of the languages, and how long the longest is."""
    known = [ending for ending in _all() if ending.language in languages]
    at_end: _Lines = {}
    at_start: _Lines = {}
    for ending in known:
        side = at_start if ending.at_start else at_end
        side[ending.written] = (*side.get(ending.written, ()), ending)
    return at_end, at_start, max((len(ending.written) for ending in known), default=0)


@lru_cache(maxsize=1)
def _all() -> tuple[Ending, ...]:
    return read()


def read(table: Path = TABLE) -> tuple[Ending, ...]:
    """All lines, checked. ConfigurationError names the line and what is wrong in it."""
    endings = []
    for number, line in numbered(table):
        try:
            endings.append(_ending(line.split("\t")))
        except ValueError as error:
            raise ConfigurationError(f"{table.name}, line {number}: {error}") from error
    return tuple(endings)


def _ending(fields: list[str]) -> Ending:
    if len(fields) != _FIELDS:
        raise ValueError(f"{len(fields)} fields, {_FIELDS} expected (tabs between them)")
    language, at, written, instead, meaning = fields
    if at not in ("start", "end"):
        raise ValueError(f"{at!r}: start or end")
    if meaning not in get_args(Meaning):
        raise ValueError(f"{meaning!r}: one of {', '.join(get_args(Meaning))}")
    choices = tuple("" if choice == "-" else choice for choice in instead.split(","))
    return Ending(language, at == "start", written, choices, cast("Meaning", meaning))
