"""Component `waymark_prices`: what is asked, in which currency, for whom."""

from __future__ import annotations

from spacy.language import Language as Pipeline
from spacy.tokens import Doc

from nlp import nations
from nlp.doc import findings
from nlp.numerals import tables as numerals
from nlp.prices import assumed, cues, tables
from nlp.prices.finder import find_prices
from nlp.prices.whereabouts import PlaceAt


class PricesComponent:
    """Writes `doc._.prices`; reads language, country, and where phones, handles and places stand."""

    def __init__(self) -> None:
        numerals.load()
        nations.load()
        tables.load()
        cues.load()
        assumed.usual()

    def __call__(self, doc: Doc) -> Doc:
        found = findings(doc)
        taken = [(item.start, item.end) for item in (*found.phones, *found.handles)]
        places = [PlaceAt(place.start, place.end, place.country) for place in found.places]
        phones = [phone.country for phone in found.phones if phone.country]
        found.prices = tuple(find_prices(found.text, found.language.code, found.country, taken, places, phones))
        return doc


@Pipeline.factory("waymark_prices", assigns=["doc._.prices"], requires=["doc._.language"])
def create(nlp: Pipeline, name: str) -> PricesComponent:  # noqa: ARG001 - spaCy passes both by name
    """For config.cfg."""
    return PricesComponent()
