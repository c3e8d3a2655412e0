"""languages.tsv: where a language is at home, and whose endings names of places take in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from nlp.lines import numbered
from waymark.errors import ConfigurationError

TABLE = Path(__file__).with_name("languages.tsv")
_FIELDS = 3
_CODE, _COUNTRY = re.compile(r"[a-z]{2,3}"), re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Language:
    """One line of the table."""

    code: str
    endings: tuple[str, ...]
    homes: frozenset[str]


@lru_cache(maxsize=64)
def homes_of(language: str) -> frozenset[str]:
    """The countries where `language` is at home; none where the table lacks it."""
    known = languages().get(language)
    return known.homes if known else frozenset()


@lru_cache(maxsize=512)
def languages_of(country: str) -> tuple[str, ...]:
    """The languages that are at home in a country, in the order of the table."""
    return tuple(one.code for one in languages().values() if country in one.homes)


@lru_cache(maxsize=1)
def languages() -> dict[str, Language]:
    """All languages by their code."""
    return {one.code: one for one in read()}


def check(codes: Iterable[str]) -> None:
    """ValueError names a code, as it stands in another table, that is no language of this one: a slip holds nowhere."""
    if unknown := [code for code in codes if code not in languages()]:
        raise ValueError(f"{unknown[0]!r}: no language of {TABLE.name}")


def check_line(codes: Iterable[str], table: Path, number: int) -> None:
    """As `check`, of line `number` of another table. ConfigurationError names the line."""
    try:
        check(codes)
    except ValueError as error:
        raise ConfigurationError(f"{table.name}, line {number}: {error}") from error


def read(table: Path = TABLE) -> tuple[Language, ...]:
    """All lines, checked. ConfigurationError names the line and what is wrong in it."""
    found: list[Language] = []
    for number, line in numbered(table):
        try:
            found.append(_language(line.split("\t")))
        except ValueError as error:
            raise ConfigurationError(f"{table.name}, line {number}: {error}") from error
    return tuple(found)


def _language(fields: list[str]) -> Language:
    if len(fields) != _FIELDS:
        raise ValueError(f"{len(fields)} fields, {_FIELDS} expected (tabs between them)")
    code, endings, homes = fields[0], fields[1].split(","), fields[2].split()
    if not _CODE.fullmatch(code):
        raise ValueError(f"{code!r}: ISO 639 in small letters")
    if wrong := [home for home in homes if not _COUNTRY.fullmatch(home)]:
        raise ValueError(f"{wrong[0]!r}: ISO 3166-1 alpha-2 in capitals")
    return Language(code, tuple(one for one in endings if one != "-"), frozenset(homes))
