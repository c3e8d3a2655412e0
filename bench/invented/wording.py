"""The parts of invented texts (phrases.yml), and putting them together with the place of everything in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

_SLOT = re.compile(r"\{(\w)\}")


class Phrases(BaseModel):
    """What phrases.yml holds of one language."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    script: str  #: ISO 15924
    countries: tuple[str, ...]  #: where such texts are published
    currency: str  #: the euro's name
    openings: tuple[str, ...]
    ways: tuple[str, ...]
    details: tuple[str, ...]
    prices: tuple[str, ...]
    contacts: tuple[str, ...]


@lru_cache(maxsize=1)
def phrases() -> Mapping[str, Phrases]:
    """All languages, by code; `sr-Cyrl` is Serbian in Cyrillic letters."""
    content = yaml.safe_load(Path(__file__).with_name("phrases.yml").read_text("utf-8"))
    return {str(code): Phrases.model_validate(parts) for code, parts in content.items()}


@dataclass
class Writing:
    """A text that grows, and where in it each slot was filled: slot, start, end."""

    text: str = ""
    filled: list[tuple[str, int, int]] = field(default_factory=list)

    def add(self, phrase: str, words: Mapping[str, str], between: str) -> None:
        """Puts `phrase` behind what there is, its slots filled with `words`."""
        self.text += between if self.text else ""
        at = 0
        for slot in _SLOT.finditer(phrase):
            self.text += phrase[at : slot.start()]
            start = len(self.text)
            self.text += words[slot[1]]
            self.filled.append((slot[1], start, len(self.text)))
            at = slot.end()
        self.text += phrase[at:]
