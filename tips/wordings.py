"""The wordings by which people give themselves away: the table `tipsters.yml`, and lines compared with it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field, ValidationError

from waymark.errors import ConfigurationError
from waymark.records import Record

TABLE = Path(__file__).parent / "tipsters.yml"
Words = Annotated[tuple[Annotated[str, Field(min_length=1)], ...], Field(min_length=1)]


class Wordings(Record):
    """The table, in plain letters; `tipsters.yml` says what each list is for."""

    sign_offs: Words
    postscripts: Words
    headers: Words
    letter_headers: Words
    own_contact: Words
    named_subjects: Words


def load(table: Path = TABLE) -> Wordings:
    """Reads the table; ConfigurationError names what does not fit."""
    try:
        rows = Wordings.model_validate(yaml.safe_load(table.read_text("utf-8")))
    except (OSError, yaml.YAMLError) as error:
        raise ConfigurationError(f"{table.name}: cannot be read: {' '.join(str(error).split())}") from None
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigurationError(f"{table.name}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    return Wordings(**{name: tuple(plain(word) for word in words) for name, words in rows})


@lru_cache(maxsize=1)
def wordings() -> Wordings:
    """The table that ships with Waymark, read once."""
    return load()


def plain(text: str) -> str:
    """Lower case without diacritics, letter for letter: a place in it is the same place in `text` (composed, NFC)."""
    return "".join(_plain_letter(letter) for letter in text)


@lru_cache(maxsize=4096)
def _plain_letter(letter: str) -> str:
    bare = unicodedata.normalize("NFD", letter)[0].lower()
    return bare if len(bare) == 1 else letter


def begins_with(line: str, words: Sequence[str]) -> bool:
    """Whether `line` begins with one of `words` (plain) as whole words."""
    bare = plain(line)
    return any(
        bare.startswith(word) and not (word[-1].isalnum() and bare[len(word) : len(word) + 1].isalnum())
        for word in words
    )
