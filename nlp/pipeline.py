"""The spaCy pipeline as config.cfg assembles it."""

from __future__ import annotations

import gc
from functools import lru_cache
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

# Registers the factories and the tokenizer that config.cfg names.
from nlp import doc as doc_of
from nlp import handles, language, phones, places, prices, routes, words  # noqa: F401
from waymark.records import LONGEST_TEXT

CONFIG = Path(__file__).with_name("config.cfg")
_OWN = "waymark_"


def assemble(config: Path = CONFIG) -> Language:
    """A pipeline of its own as `config` says; takes seconds the first time, as the components read their tables."""
    nlp = spacy.util.load_model_from_config(spacy.util.load_config(config), auto_fill=True, validate=True)
    nlp.max_length = LONGEST_TEXT
    return nlp


@lru_cache(maxsize=1)
def load() -> Language:
    """The pipeline, assembled once a process.

    Its tables stay: the collector of garbage need not look through them again and again, as it would for every so many
    words that the components remember.
    """
    nlp = assemble()
    gc.collect()
    gc.freeze()
    return nlp


@lru_cache(maxsize=4)
def asks_for_tokens(nlp: Language) -> bool:
    """Whether `nlp` has components that are not Waymark's, which work on the text alone; asked once a pipeline."""
    return not all(nlp.get_pipe_meta(name).factory.startswith(_OWN) for name in nlp.pipe_names)


def begin(nlp: Language, text: str, country: str | None) -> Doc:
    """A Doc of `text`, published in `country`, for the components of `nlp`: where none asks for tokens, without."""
    doc = nlp.make_doc(text) if asks_for_tokens(nlp) else Doc(nlp.vocab)
    doc_of.remember(doc, text, country)
    return doc
