"""Component `waymark_places`: which places a text names, in whatever spelling, case or script."""

from __future__ import annotations

from spacy.language import Language as Pipeline
from spacy.tokens import Doc

from nlp import gazetteer
from nlp.doc import findings
from nlp.places.finder import PlaceFinder


class PlacesComponent:
    """Writes `doc._.places`; reads language, the hint of a country, and where handles stand."""

    def __init__(self) -> None:
        self._finder = PlaceFinder(gazetteer.load())

    def __call__(self, doc: Doc) -> Doc:
        found = findings(doc)
        taken = [(handle.start, handle.end) for handle in found.handles]
        found.places = tuple(self._finder.find(found.text, found.language.code, found.country, taken))
        return doc


@Pipeline.factory("waymark_places", assigns=["doc._.places"], requires=["doc._.language"])
def create(nlp: Pipeline, name: str) -> PlacesComponent:  # noqa: ARG001 - spaCy passes both by name
    """For config.cfg."""
    return PlacesComponent()
