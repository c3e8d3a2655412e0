"""What Waymark's components write on a spaCy Doc: one extension a kind of finding, tuples of records.

Every component works on the text as given: offsets in findings are code points of it. The extensions (`doc._.phones`)
are for those who put components of their own beside these; among themselves these use `findings`, as spaCy takes
microseconds for each look through `doc._`, which is a good part of what reading an advertisement takes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import Any

from spacy.tokens import Doc

from waymark.records import Handle, Language, Phone, Place, Price, Route

#: Written by the caller before the pipeline runs: ISO 3166-1 code of where the text was published, or None.
HINT = "country"
#: Written by the components; UNKNOWN and empty until then.
FINDINGS = ("language", "handles", "places", "phones", "prices", "routes")
_KEY = "waymark"
UNKNOWN = Language(code="und", script="Zyyy", confidence=0.0)


@dataclass(slots=True)
class Findings:
    """The text of a Doc, and what was found in it so far."""

    text: str  #: as given; spaCy puts `doc.text` together from the tokens anew each time it is asked
    country: str | None = None
    language: Language = UNKNOWN
    handles: tuple[Handle, ...] = ()
    places: tuple[Place, ...] = ()
    phones: tuple[Phone, ...] = ()
    prices: tuple[Price, ...] = ()
    routes: tuple[Route, ...] = ()


def findings(doc: Doc) -> Findings:
    """What was found in `doc`, to read and to write."""
    found = doc.user_data.get(_KEY)
    if not isinstance(found, Findings):
        found = doc.user_data[_KEY] = Findings(doc.text)
    return found


def remember(doc: Doc, text: str, country: str | None = None) -> None:
    """Begins the findings of a Doc made of `text`, published in `country`."""
    doc.user_data[_KEY] = Findings(text, country)


def text_of(doc: Doc) -> str:
    """The text that `doc` was made of."""
    return findings(doc).text


def register() -> None:
    """Registers the extensions with spaCy, once a process; registering again changes nothing."""
    if Doc.has_extension(HINT):
        return
    for name in (HINT, *FINDINGS):
        Doc.set_extension(name, getter=_getter(name), setter=partial(_set, name))


def _getter(name: str) -> Callable[[Doc], Any]:
    of = attrgetter(name)
    return lambda doc: of(findings(doc))


def _set(name: str, doc: Doc, value: Any) -> None:
    setattr(findings(doc), name, value)


register()
