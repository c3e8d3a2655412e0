"""What Waymark's components write on a spaCy Doc: one extension a kind of finding, tuples of records.

Every component works on `doc.text`, which is the text as given: offsets in findings are code points of it.
"""

from __future__ import annotations

from spacy.tokens import Doc

from waymark.records import Language

#: Written by the caller before the pipeline runs: ISO 3166-1 code of where the text was published, or None.
HINT = "country"
#: Written by the components, empty until then.
FINDINGS = ("handles", "places", "phones", "prices", "routes")
_TEXT = "waymark_text"
UNKNOWN = Language(code="und", script="Zyyy", confidence=0.0)


def register() -> None:
    """Registers the extensions with spaCy, once a process; registering again changes nothing."""
    if Doc.has_extension(HINT):
        return
    Doc.set_extension(HINT, default=None)
    Doc.set_extension("language", default=UNKNOWN)
    for name in FINDINGS:
        Doc.set_extension(name, default=())


def remember(doc: Doc, text: str) -> None:
    """Keeps the text that `doc` was made of for `text_of`; for the tokenizer, whose tokens are the whole text."""
    doc.user_data[_TEXT] = text


def text_of(doc: Doc) -> str:
    """`doc.text`, which spaCy puts together from the tokens anew each time it is asked, put together once."""
    text = doc.user_data.get(_TEXT)
    if not isinstance(text, str):
        text = doc.user_data[_TEXT] = doc.text
    return text


register()
