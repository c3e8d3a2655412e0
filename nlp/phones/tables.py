"""The tables of the phone component: regions to expect, words around numbers."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Annotated, TypeVar

import phonenumbers
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from nlp import yml
from nlp.reading import fold
from waymark.errors import ConfigurationError

HERE = Path(__file__).parent
_Table = TypeVar("_Table", bound=BaseModel)


class Regions(BaseModel):
    """Which countries' national formats to expect."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    languages: dict[str, tuple[str, ...]]
    corridor: tuple[str, ...] = Field(min_length=1)

    @field_validator("languages")
    @classmethod
    def _all_known(cls, languages: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        for code, countries in languages.items():
            unknown = set(countries) - phonenumbers.SUPPORTED_REGIONS
            if unknown:
                raise ValueError(f"{code}: no numbering plan of {', '.join(sorted(unknown))}")
        return languages


class Words(BaseModel):
    """Words around numbers."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    labels: tuple[str, ...]
    numbers: tuple[str, ...] = Field(min_length=1)
    traps: tuple[str, ...]
    documents: tuple[str, ...]
    endings: tuple[str, ...]
    units: tuple[str, ...]
    separators: tuple[str, ...]


class Spoken(BaseModel):
    """What is said around the figures of a number that is dictated."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    doubles: dict[int, tuple[str, ...]]
    times: tuple[str, ...]
    articles: tuple[str, ...]
    names: dict[Annotated[str, Field(pattern=r"^\d$")], tuple[str, ...]]
    pairs: dict[Annotated[str, Field(pattern=r"^\d\d$")], tuple[str, ...]]
    plus: tuple[str, ...]
    then: tuple[str, ...]
    parts: tuple[str, ...]
    endings: tuple[str, ...]
    or_: tuple[str, ...] = Field(alias="or")


@lru_cache(maxsize=1)
def regions() -> Regions:
    """Raises ConfigurationError where regions.yml does not fit its schema."""
    return _read("regions.yml", Regions)


@lru_cache(maxsize=1)
def words() -> Words:
    """Raises ConfigurationError where words.yml does not fit its schema."""
    return _read("words.yml", Words)


@lru_cache(maxsize=1)
def spoken() -> Spoken:
    """Raises ConfigurationError where spoken.yml does not fit its schema."""
    return _read("spoken.yml", Spoken)


def _read(name: str, schema: type[_Table]) -> _Table:
    try:
        return schema.model_validate(yml.read(HERE / name))
    except (yaml.YAMLError, ValidationError) as error:
        raise ConfigurationError(f"{name}: {' '.join(str(error).split())[:300]}") from error


def alternatives(phrases: tuple[str, ...]) -> str:
    """A pattern for any of the phrases as read, the longest first."""
    folded = sorted({fold(phrase) for phrase in phrases}, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\ ", "[ .]{1,2}") for phrase in folded)
