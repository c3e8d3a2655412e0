"""Component `waymark_phones`: phone numbers in E.164, however they are written."""

from __future__ import annotations

from spacy.language import Language as Pipeline
from spacy.tokens import Doc

from nlp.doc import findings
from nlp.numerals import tables as numerals
from nlp.phones.atoms import chains
from nlp.phones.context import context
from nlp.phones.finder import find_phones, links, with_country_code
from nlp.phones.tables import regions, words
from nlp.reading import read


class PhonesComponent:
    """Writes `doc._.phones`; reads language, places and the hint of a country to tell whose national format it is."""

    def __init__(self) -> None:
        numerals.load()
        regions()
        words()

    def __call__(self, doc: Doc) -> Doc:
        known = findings(doc)
        reading = read(known.text)
        language = known.language.code
        linked = links(reading)
        found = list(chains(reading.plain, numerals.numerals_of(language)))
        if found:
            places = tuple(dict.fromkeys(place.country for place in known.places))
            where = context(known.country, language, places, with_country_code(reading.plain, found))
            linked = [*linked, *find_phones(reading, found, where, {phone.start for phone in linked})]
        if linked:
            known.phones = tuple(sorted(linked, key=lambda phone: phone.start))
        return doc


@Pipeline.factory("waymark_phones", assigns=["doc._.phones"], requires=["doc._.language"])
def create(nlp: Pipeline, name: str) -> PhonesComponent:  # noqa: ARG001 - spaCy passes both by name
    """For config.cfg."""
    return PhonesComponent()
