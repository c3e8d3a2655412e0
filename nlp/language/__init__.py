"""Component `waymark_language`: which language a text is written in, and in which script."""

from __future__ import annotations

from spacy.language import Language as Pipeline
from spacy.tokens import Doc

from nlp.doc import findings
from nlp.language import voters
from nlp.language.decision import identify
from nlp.language.frequencies import by_script


class LanguageComponent:
    """Writes `doc._.language`; reads `doc._.country` only to tell Serbian, Croatian and Bosnian apart."""

    def __init__(self) -> None:
        by_script()
        voters.load()

    def __call__(self, doc: Doc) -> Doc:
        found = findings(doc)
        found.language = identify(found.text, found.country)
        return doc


@Pipeline.factory("waymark_language", assigns=["doc._.language"])
def create(nlp: Pipeline, name: str) -> LanguageComponent:  # noqa: ARG001 - spaCy passes both by name
    """For config.cfg."""
    return LanguageComponent()
