"""Reads the openly licensed corpora: one sentence a line, `{"tokens": […], "tags": ["B-LOC", …]}`, gzipped."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from waymark.errors import ConfigurationError

LABEL = "LOC"


@dataclass(frozen=True, slots=True)
class Annotated:
    """A sentence, and where in it the names of places stand."""

    text: str
    places: tuple[tuple[int, int], ...]


class _Line(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")
    tokens: list[str]
    tags: list[str]

    @model_validator(mode="after")
    def _a_tag_a_token(self) -> _Line:
        if len(self.tokens) != len(self.tags):
            raise ValueError(f"{len(self.tokens)} tokens, {len(self.tags)} tags")
        return self


def read(folder: Path, most: int, chance: random.Random) -> list[Annotated]:
    """At most `most` sentences of each corpus, two thirds of them with a place where it has so many.

    ConfigurationError: no corpus in `folder`, or a line that is not of the form above.
    """
    files = sorted(folder.glob("*.jsonl.gz"))
    if not files:
        raise ConfigurationError(f"{folder}: no corpus (*.jsonl.gz) in it; nlp/training/README.md says which are meant")
    chosen: list[Annotated] = []
    for file in files:
        sentences = list(_sentences(file))
        chance.shuffle(sentences)
        naming = [one for one in sentences if one.places][: most * 2 // 3]
        chosen += naming + [one for one in sentences if not one.places][: most - len(naming)]
    return chosen


def _sentences(file: Path) -> Iterator[Annotated]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                sentence = _Line.model_validate_json(line)
            except ValidationError as error:
                reason = error.errors()[0]["msg"]
                raise ConfigurationError(f"{file.name}, line {number}: {reason}; remove or mend it") from error
            yield _joined(sentence)


def _joined(sentence: _Line) -> Annotated:
    """The tokens with a space between them, but none before a closing mark, as people write."""
    text, places = "", list[tuple[int, int]]()
    for token, tag in zip(sentence.tokens, sentence.tags, strict=True):
        text += " " if text and token not in {".", ",", "!", "?", ";", ":", ")", "”"} else ""
        start, text = len(text), text + token
        if tag == f"I-{LABEL}" and places:
            places[-1] = (places[-1][0], len(text))
        elif tag.endswith(f"-{LABEL}"):
            places.append((start, len(text)))
    return Annotated(text, tuple(places))
