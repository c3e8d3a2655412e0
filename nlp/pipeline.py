"""The spaCy pipeline as config.cfg assembles it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import spacy
from spacy.language import Language

# Registers the factories and the tokenizer that config.cfg names.
from nlp import doc, handles, language, phones, places, prices, routes, words  # noqa: F401
from waymark.records import LONGEST_TEXT

CONFIG = Path(__file__).with_name("config.cfg")


def assemble(config: Path = CONFIG) -> Language:
    """A pipeline of its own as `config` says; takes seconds the first time, as the components read their tables."""
    nlp = spacy.util.load_model_from_config(spacy.util.load_config(config), auto_fill=True, validate=True)
    nlp.max_length = LONGEST_TEXT
    return nlp


@lru_cache(maxsize=1)
def load() -> Language:
    """The pipeline, assembled once a process."""
    return assemble()
