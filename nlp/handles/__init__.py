"""Component `waymark_handles`: accounts on messaging and social platforms."""

from __future__ import annotations

from spacy.language import Language as Pipeline
from spacy.tokens import Doc

from nlp.doc import findings
from nlp.handles.finder import find_handles


class HandlesComponent:
    """Writes `doc._.handles`."""

    def __call__(self, doc: Doc) -> Doc:
        found = findings(doc)
        found.handles = tuple(find_handles(found.text))
        return doc


@Pipeline.factory("waymark_handles", assigns=["doc._.handles"])
def create(nlp: Pipeline, name: str) -> HandlesComponent:  # noqa: ARG001 - spaCy passes both by name
    """For config.cfg."""
    return HandlesComponent()
