"""Text in, extraction out: what the rest of Waymark calls."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import nullcontext

from spacy.tokens import Doc

from nlp import pipeline
from nlp.doc import findings
from waymark.records import LONGEST_TEXT, Extraction

_SURROGATES = re.compile("[\ud800-\udfff]")


def extract(texts: Iterable[tuple[str, str | None]]) -> Iterator[Extraction]:
    """Reads each text, given with the country it was published in (ISO code, a hint) or None; keeps the order.

    Offsets count code points of the text as given. Half a surrogate pair, which UTF-8 cannot hold, is read as U+FFFD.
    Raises ValueError for a text longer than `waymark.records.LONGEST_TEXT`.
    """
    nlp = pipeline.load()
    tokens = pipeline.asks_for_tokens(nlp)
    for text, country in texts:
        if len(text) > LONGEST_TEXT:
            raise ValueError(f"the text has {len(text)} characters; the longest that is read has {LONGEST_TEXT}")
        if not text.isascii():
            text = _SURROGATES.sub("\ufffd", text)
        # The vocabulary keeps every token it ever saw, and a worker may run for months.
        with nlp.memory_zone() if tokens else nullcontext():
            doc = pipeline.begin(nlp, text, country)
            for _, component in nlp.pipeline:
                doc = component(doc)
            extraction = of_doc(doc)
        yield extraction


def extract_one(text: str, country: str | None = None) -> Extraction:
    """Reads one text; see `extract`."""
    return next(extract([(text, country)]))


def of_doc(doc: Doc) -> Extraction:
    """The extraction that the pipeline left on `doc`."""
    found = findings(doc)
    return Extraction(
        language=found.language,
        phones=found.phones,
        prices=found.prices,
        places=found.places,
        routes=found.routes,
        handles=found.handles,
    )
