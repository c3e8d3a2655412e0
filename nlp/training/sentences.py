"""sentences.yml: our own sentences, with a slot where any place may stand."""

from __future__ import annotations

import random
import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Annotated as Checked

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from nlp.training.corpora import Annotated
from nlp.training.names import is_held_back, names
from waymark.errors import ConfigurationError

TABLE = Path(__file__).with_name("sentences.yml")
_MARK = re.compile(r"\{place(?::(\w+))?\}|\[([^\]]+)\]|(\d)")
_PLAIN_LETTERS, _CAPITALS = 0.15, 0.05  # shares of sentences written without diacritics, in capitals only
_PLAIN = str.maketrans({"đ": "d", "ı": "i", "ł": "l", "ß": "s"})


class Sentences(BaseModel):
    """The sentences of one language, and what fills their slots."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")
    countries: list[Checked[str, Field(pattern=r"^[A-Z]{2}$")]]
    script: Checked[str, Field(pattern=r"^[A-Z]+$")]
    cases: dict[str, list[Checked[list[str], Field(min_length=2, max_length=2)]]]
    sentences: Checked[list[str], Field(min_length=4)]

    @model_validator(mode="after")
    def _cases_are_known(self) -> Sentences:
        used = {found[1] for sentence in self.sentences for found in _MARK.finditer(sentence) if found[1]}
        if unknown := used - self.cases.keys():
            raise ValueError(f"no such case: {', '.join(sorted(unknown))}")
        return self


@lru_cache(maxsize=1)
def load() -> dict[str, Sentences]:
    """The table by language. ConfigurationError says where and what is wrong in it."""
    try:
        return TypeAdapter(dict[str, Sentences]).validate_python(yaml.safe_load(TABLE.read_text("utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        where = " › ".join(map(str, first["loc"]))
        raise ConfigurationError(f"{TABLE.name}, {where}: {first['msg']}") from error


def generate(each: int, chance: random.Random, *, held_back: bool) -> list[Annotated]:
    """Each sentence `each` times with other names: of those held back from training, or of all others."""
    return [one for table in load().values() for one in of_language(table, each, chance, held_back=held_back)]


def of_language(table: Sentences, each: int, chance: random.Random, *, held_back: bool) -> list[Annotated]:
    """`generate` for one language; sentences without a slot a quarter as often, as only their numbers change."""
    pool = [name for name in names(tuple(table.countries), table.script) if is_held_back(name) == held_back]
    made = []
    for sentence in table.sentences:
        times = each if "{place" in sentence else max(1, each // 4)
        made += [_written(_filled(sentence, table, pool, chance), chance) for _ in range(times)]
    return made


def _filled(sentence: str, table: Sentences, pool: list[str], chance: random.Random) -> Annotated:
    text, places, at = "", list[tuple[int, int]](), 0
    for found in _MARK.finditer(sentence):
        text, at = text + sentence[at : found.start()], found.end()
        if found[3]:
            text += str(chance.randrange(10))
            continue
        name = found[2] or _inflected(_name(pool, chance, one_word=bool(found[1])), table.cases.get(found[1] or "", []))
        places.append((len(text), len(text) + len(name)))
        text += name
    return Annotated(text + sentence[at:], tuple(places))


def _name(pool: list[str], chance: random.Random, *, one_word: bool) -> str:
    while one_word and " " in (name := chance.choice(pool)):
        pass
    return name if one_word else chance.choice(pool)


def _inflected(name: str, endings: list[list[str]]) -> str:
    for pattern, replacement in endings:
        if re.search(pattern, name):
            return re.sub(pattern, replacement, name, count=1)
    return name


def _written(sentence: Annotated, chance: random.Random) -> Annotated:
    """As it is, without diacritics or in capitals; only where this keeps every letter in its place."""
    how, text = chance.random(), sentence.text
    if how < _PLAIN_LETTERS:
        text = "".join(unicodedata.normalize("NFD", letter)[0] for letter in text.translate(_PLAIN))
    elif how < _PLAIN_LETTERS + _CAPITALS:
        text = text.upper()
    return Annotated(text, sentence.places) if len(text) == len(sentence.text) else sentence
