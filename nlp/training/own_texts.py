"""Our own invented texts, with the places the pipeline reads in them, and with other names put in their stead.

The gazetteer is the teacher here: what it takes for no place shows the model how words look that are none. A name put
in stands in a sentence nobody filled in from a template.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from nlp.extraction import extract_one
from nlp.training.corpora import Annotated
from nlp.training.names import is_held_back, is_in, names
from nlp.training.sentences import load
from waymark.errors import ConfigurationError
from waymark.records import Extraction, Place

_INFLECTED = ", "  # in the rule of a place: it has an ending, which another name would take otherwise


def read(folders: Sequence[Path], each: int, chance: random.Random) -> list[Annotated]:
    """Each `text` in the YAML files of `folders` as it is and, where it names a town, `each` times with other names.

    ConfigurationError: a folder without texts.
    """
    made = []
    for folder in folders:
        files = [yaml.safe_load(file.read_text("utf-8")) for file in sorted(folder.glob("*.yml"))]
        texts = [text for file in files for text in _texts(file)]
        if not texts:
            raise ConfigurationError(f"{folder}: no text in its YAML files; give a folder with texts, or none")
        for text in texts:
            made += _taught(text, each, chance)
    return made


def _texts(node: object) -> Iterator[str]:
    """Every text below `node`, in order."""
    if isinstance(node, dict):
        if isinstance(text := node.get("text"), str):
            yield text
        node = [value for key, value in node.items() if key != "text"]
    if isinstance(node, list):
        for one in node:
            yield from _texts(one)


def _taught(text: str, each: int, chance: random.Random) -> list[Annotated]:
    extraction = extract_one(text)
    places = [place for place in extraction.places if any(map(str.isalpha, place.text))]  # a flag is no name
    made = [Annotated(text, tuple((place.start, place.end) for place in places))]
    pools = {place: pool for place in places if (pool := _others(extraction, place))}
    if pools:
        made += [_renamed(text, places, pools, chance) for _ in range(each)]
    return made


def _others(extraction: Extraction, place: Place) -> tuple[str, ...]:
    """The names that may stand in place of this one: in its language and script, none held back."""
    if place.kind == "country" or _INFLECTED in place.rule.partition(";")[0]:
        return ()
    code = extraction.language.code
    tables = (table for key, table in load().items() if key.partition("-")[0] == code)
    pool = next((names(tuple(one.countries), one.script) for one in tables if is_in(place.text, one.script)), ())
    return tuple(name for name in pool if not is_held_back(name))


def _renamed(
    text: str, places: Sequence[Place], pools: dict[Place, tuple[str, ...]], chance: random.Random
) -> Annotated:
    made, spans, at = "", list[tuple[int, int]](), 0
    for place in places:
        made, at = made + text[at : place.start], place.end
        name = chance.choice(pools[place]) if place in pools else place.text
        spans.append((len(made), len(made) + len(name)))
        made += name
    return Annotated(made + text[at:], tuple(spans))
