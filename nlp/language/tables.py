"""The tables of the language component: which languages a script may hold, what letters and words say."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from nlp import yml
from nlp.reading import fold
from waymark.errors import ConfigurationError

HERE = Path(__file__).parent
FREQUENCIES = HERE / "frequencies.txt.gz"
SOUTH_SLAVIC = ("sr", "hr", "bs")  #: told apart among themselves after the vote; together they are "sh"
_LATIN_TO_CYRILLIC = [
    ("dž", "џ"), ("lj", "љ"), ("nj", "њ"), ("a", "а"), ("b", "б"), ("v", "в"), ("g", "г"), ("d", "д"), ("đ", "ђ"),
    ("e", "е"), ("ž", "ж"), ("z", "з"), ("i", "и"), ("j", "ј"), ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"),
    ("o", "о"), ("p", "п"), ("r", "р"), ("s", "с"), ("t", "т"), ("ć", "ћ"), ("u", "у"), ("f", "ф"), ("h", "х"),
    ("c", "ц"), ("č", "ч"), ("š", "ш"),
]  # fmt: skip


class Letters(BaseModel):
    """What a letter is evidence for."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    of: str = Field(pattern=r"^[^\x00-\x7f]+$")  #: letters that not every language has
    for_: tuple[str, ...] = Field(alias="for", min_length=1)
    points: float = Field(gt=0, le=5)


class Pattern(BaseModel):
    """What a way of writing words together is evidence for; looked for where `sign` stands in the text."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    sign: str = Field(min_length=1, max_length=1)
    of: re.Pattern[str]
    for_: tuple[str, ...] = Field(alias="for", min_length=1)
    points: float = Field(gt=0, le=5)


class Script(BaseModel):
    """What is written in one script: one sole language, or candidates that a vote decides between."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    sole: str | None = None
    candidates: tuple[str, ...] = ()
    seldom: dict[str, float] = {}  #: points taken from candidates that are seldom met
    letters: tuple[Letters, ...] = ()
    patterns: tuple[Pattern, ...] = ()


def to_cyrillic(word: str) -> str:
    """A Serbian word in its other script."""
    for latin, cyrillic in _LATIN_TO_CYRILLIC:
        word = word.replace(latin, cyrillic)
    return word


@lru_cache(maxsize=1)
def scripts() -> dict[str, Script]:
    """By ISO 15924 code. Raises ConfigurationError where languages.yml does not fit its schema."""
    path = HERE / "languages.yml"
    try:
        return TypeAdapter(dict[str, Script]).validate_python(yml.read(path))
    except (yaml.YAMLError, ValidationError) as error:
        raise ConfigurationError(f"{path.name}: {' '.join(str(error).split())[:300]}") from error


def _lines_of(path: Path) -> list[str]:
    return [line.partition("#")[0] for line in path.read_text("utf-8").splitlines()]


def _words_of(path: Path) -> list[str]:
    return [word for line in _lines_of(path) for word in line.removeprefix("!").split()]


@lru_cache(maxsize=1)
def international() -> frozenset[str]:
    """Words that are left out of the count, folded."""
    return frozenset(fold(word) for word in _words_of(HERE / "international.txt"))


@lru_cache(maxsize=1)
def words() -> dict[str, tuple[str, ...]]:
    """Folded word → the languages it is common in (sr, hr and bs each for themselves, and sh for all three)."""
    languages: dict[str, set[str]] = defaultdict(set)
    shared = international()
    for path in sorted((HERE / "words").glob("*.txt")):
        for word in _words_of(path):
            if fold(word) in shared:
                continue
            languages[fold(word)].add(path.stem)
            if path.stem in ("sh", *SOUTH_SLAVIC):
                languages[fold(to_cyrillic(word))].add(path.stem)
    for codes in languages.values():
        if codes & set(SOUTH_SLAVIC):
            codes.add("sh")
    return {word: tuple(sorted(codes)) for word, codes in languages.items() if word.isalpha()}


@lru_cache(maxsize=1)
def commonest() -> frozenset[tuple[str, str]]:
    """Folded words and the language each is among the commonest of: the lines that begin with "!"."""
    return frozenset(
        (fold(word), path.stem)
        for path in (HERE / "words").glob("*.txt")
        for line in _lines_of(path)
        if line.startswith("!")
        for word in line[1:].split()
    )
