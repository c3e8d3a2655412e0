"""The table of platforms: hosts of account links, words for the platform, shape of its names."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, field_validator

from nlp import yml
from nlp.reading import fold
from waymark.errors import ConfigurationError

PATH = Path(__file__).with_name("platforms.yml")
CALLED = Path(__file__).with_name("called.txt")


class Platform(BaseModel):
    """How accounts of one platform are written."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    links: tuple[str, ...]
    words: tuple[str, ...]
    names: str

    @field_validator("links")
    @classmethod
    def _links_name_an_account(cls, links: tuple[str, ...]) -> tuple[str, ...]:
        for link in links:
            if "name" not in re.compile(link).groupindex:
                raise ValueError(f"no group <name> in {link}")
        return links


@lru_cache(maxsize=1)
def platforms() -> dict[str, Platform]:
    """By the platform's name. Raises ConfigurationError where platforms.yml does not fit its schema."""
    try:
        return TypeAdapter(dict[str, Platform]).validate_python(yml.read(PATH))
    except (yaml.YAMLError, ValidationError, re.error) as error:
        raise ConfigurationError(f"{PATH.name}: {' '.join(str(error).split())[:300]}") from error


@lru_cache(maxsize=1)
def said() -> dict[str, str]:
    """Folded word → the platform it means."""
    return {fold(word): name for name, platform in platforms().items() for word in platform.words}


@lru_cache(maxsize=1)
def called() -> tuple[str, ...]:
    """Folded words for an account's name that may stand before it: "telegram nick: …"."""
    return tuple(fold(word) for word in CALLED.read_text("utf-8").split("\n") if word and not word.startswith("#"))
