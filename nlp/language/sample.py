"""What of a text is voted on: a bounded part of it, without what says nothing about its language."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from nlp.language.tables import international
from nlp.reading import read

PART = 500  #: characters of a part of a longer text
MOST_PARTS = 6  #: of the longest text: more changes nothing but the cost
_WHOLE = 600  # characters up to which a text is voted on as a whole
_NOISE = re.compile(r"(?:https?://|www\.)\S+|(?<!\S)[^\s@]{0,64}@\S+|#\w+|\b\w+\.(?:me|com|org|net|info)/\S*")
_SPELLED = re.compile(r"(?<!\w)[^\W\d_](?: [^\W\d_]){3,}(?!\w)")  # "n i s e m i", against filters
_SINGLE_LETTERS = 3  # more of them than a sentence has
_WORD = re.compile(r"[^\W_]+")


class Sample(NamedTuple):
    """The part of a text that is voted on."""

    given: str  #: as written, in lower case, without links and handles
    plain: str  #: as read: without diacritics
    words: list[str]  #: of `plain`: no numbers, and no words that all languages share
    letters: int  #: in `words`


def samples_of(text: str) -> list[Sample]:
    """A short text as a whole; of a longer one up to six parts, spread over it from its start to its end."""
    if len(text) <= _WHOLE:
        return [_sample(text)]
    parts = min(math.ceil(len(text) / PART), MOST_PARTS)
    size = min(math.ceil(len(text) / parts), PART)
    starts = ((len(text) - size) * number // (parts - 1) for number in range(parts))
    return [_sample(_whole_words(text[start : start + size])) for start in starts]


def _sample(part: str) -> Sample:
    if "@" in part or "/" in part or "#" in part or "www." in part:
        part = _NOISE.sub(" ", part)
    plain = read(part).plain
    words = _words(plain)
    lengths = list(map(len, words))
    if lengths.count(1) > _SINGLE_LETTERS:
        plain = _SPELLED.sub(lambda match: match[0].replace(" ", ""), plain)
        words = _words(plain)
        lengths = list(map(len, words))
    return Sample(part.lower(), plain, words, sum(lengths))


def _words(plain: str) -> list[str]:
    shared = international()
    return [word for word in _WORD.findall(plain) if word.isalpha() and word not in shared]


def _whole_words(part: str) -> str:
    """Without the words that the cut goes through."""
    pieces = part.split(" ")
    return " ".join(pieces[1:-1]) if len(pieces) > 2 else part
