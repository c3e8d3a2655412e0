"""Which country a word for a people or for what is theirs speaks of: "Egyptian", "αιγυπτιακές", "srpskih"."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import TypeAdapter, ValidationError

from nlp import yml
from nlp.reading import fold
from waymark.errors import ConfigurationError

_TABLE = Path(__file__).with_suffix(".yml")
_LONGEST_ENDING = 6  # letters behind the beginning that the table gives


@lru_cache(maxsize=1)
def _beginnings() -> dict[str, str]:
    """Raises ConfigurationError where nations.yml does not fit its schema."""
    try:
        table = TypeAdapter(dict[str, tuple[str, ...]]).validate_python(yml.read(_TABLE))
    except (yaml.YAMLError, ValidationError) as error:
        raise ConfigurationError(f"{_TABLE.name}: {' '.join(str(error).split())[:300]}") from error
    return {fold(beginning): country for country, words in table.items() for beginning in words}


def load() -> None:
    """Reads the table. Raises ConfigurationError where it does not fit its schema."""
    _beginnings()


@lru_cache(maxsize=4_000)
def nation_of(word: str) -> str | None:
    """The country (ISO 3166-1) whose people or things `word`, as read, speaks of; None where of none.

    >>> nation_of("αιγυπτιακες"), nation_of("srpskih"), nation_of("dinara")
    ('EG', 'RS', None)
    """
    beginnings = _beginnings()
    for length in range(len(word), max(1, len(word) - _LONGEST_ENDING - 1), -1):
        country = beginnings.get(word[:length])
        if country:
            return country
    return None
