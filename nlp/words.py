"""Cuts a text into spaCy tokens in one pass.

spaCy's own tokenizer peels affixes off a word one by one, which takes quadratic time on hostile input (a megabyte of
brackets). Waymark's components work on `doc.text`; the tokens serve those who put further spaCy components behind.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from nlp.doc import remember

_LONGEST_TOKEN = 100  # a longer run of letters is no word; cut, it does not fill the vocabulary with megabytes
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u06d6-\u06ed\u200c\u200d"  # belong to the letter before them
_TOKEN = re.compile(rf"([\w{_MARKS}]{{1,{_LONGEST_TOKEN}}}|[^\w\s{_MARKS}]{{1,{_LONGEST_TOKEN}}}|\s)( ?)")


class Words:
    """The tokenizer: runs of word characters, runs of signs, and white space; `doc.text` is the text given."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        cuts = _TOKEN.findall(text)
        doc = Doc(self.vocab, words=[word for word, _ in cuts], spaces=[space == " " for _, space in cuts])
        remember(doc, text)
        return doc


def _create() -> Callable[[Language], Words]:
    def for_pipeline(nlp: Language) -> Words:
        # Shape, prefix and twenty more of every new word cost more than all else about it, and nothing here asks for
        # them. Who puts a component behind that does (a trained one) gives its pipeline the getters of spacy.blank.
        nlp.vocab.lex_attr_getters = {}  # type: ignore[attr-defined]
        return Words(nlp.vocab)

    return for_pipeline


registry.tokenizers("waymark_words.v1", func=_create)  # the name in config.cfg
