"""Component `waymark_routes`: the journeys a text offers or tells of."""

from __future__ import annotations

from spacy.language import Language as Pipeline
from spacy.tokens import Doc

from nlp import gazetteer
from nlp.doc import text_of
from nlp.routes import tables
from nlp.routes.finder import RouteFinder


class RoutesComponent:
    """Writes `doc._.routes`; reads language, places and prices."""

    def __init__(self) -> None:
        self._finder = RouteFinder(gazetteer.load())
        tables.everything()

    def __call__(self, doc: Doc) -> Doc:
        found = doc._
        doc._.routes = tuple(self._finder.find(text_of(doc), found.language.code, found.places, found.prices))
        return doc


@Pipeline.factory("waymark_routes", assigns=["doc._.routes"], requires=["doc._.places", "doc._.prices"])
def create(nlp: Pipeline, name: str) -> RoutesComponent:  # noqa: ARG001 - spaCy passes both by name
    """For config.cfg."""
    return RoutesComponent()
