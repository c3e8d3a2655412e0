"""Component `waymark_phones`: phone numbers in E.164, however they are written."""

from __future__ import annotations

from functools import lru_cache

from spacy.language import Language as Pipeline
from spacy.tokens import Doc

from nlp import nations
from nlp.doc import findings
from nlp.numerals import tables as numerals
from nlp.numerals.dictated import numerals_for
from nlp.phones.atoms import Atom, chains, said_apart
from nlp.phones.context import Context, context, nation_beside
from nlp.phones.finder import MOST, find_phones, links, with_country_code
from nlp.phones.tables import regions, spoken, words
from nlp.reading import fold, read


class PhonesComponent:
    """Writes `doc._.phones`; reads language, places and the hint of a country to tell whose national format it is."""

    def __init__(self) -> None:
        nations.load()
        numerals.load()
        regions()
        spoken()
        words()

    def __call__(self, doc: Doc) -> Doc:
        known = findings(doc)
        reading = read(known.text)
        language = known.language.code
        linked = links(reading)
        said = numerals_for(reading.plain, language)
        found = list(chains(reading.plain, said))
        if found:
            places = tuple(dict.fromkeys(place.country for place in known.places))
            known_countries = (known.country, language, places, with_country_code(reading.plain, found))
            place_words = frozenset(word for place in known.places for word in fold(place.text).split())

            def where(chain: list[Atom]) -> Context:
                named = nation_beside(reading.plain, chain[0].begin, chain[-1].end, place_words)
                return context(*known_countries, named)

            apart = lru_cache(maxsize=1)(lambda: said_apart(reading.plain, said))
            linked = [*linked, *find_phones(reading, found, where, {phone.start for phone in linked}, apart)]
        if linked:
            known.phones = tuple(sorted(linked, key=lambda phone: phone.start)[:MOST])
        return doc


@Pipeline.factory("waymark_phones", assigns=["doc._.phones"], requires=["doc._.language"])
def create(nlp: Pipeline, name: str) -> PhonesComponent:  # noqa: ARG001 - spaCy passes both by name
    """For config.cfg."""
    return PhonesComponent()
