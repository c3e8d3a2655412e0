"""What of a text is voted on: a bounded part of it, without what says nothing about its language."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.language.tables import international
from nlp.reading import read

LONGEST = 3000  # characters voted on: more changes nothing but the cost
_WINDOWS = 6  # parts of a longer text, spread over it: a heading in another language is no more than a part of it
_NOISY = ("@", "#", "/", "www.")
_NOISE = re.compile(r"(?:https?://|www\.)\S+|(?<!\S)[^\s@]{0,64}@\S+|#\w+|\b\w+\.(?:me|com|org|net|info)/\S*")
_SPELLED = re.compile(r"(?<!\w)[^\W\d_](?: [^\W\d_]){3,}(?!\w)")  # "n i s e m i", against filters
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Sample:
    """The part of a text that is voted on."""

    given: str  #: as written, in lower case, without links and handles
    plain: str  #: as read: without diacritics
    words: tuple[str, ...]  #: of `plain`: no numbers, and no words that all languages share


def sample_of(text: str) -> Sample:
    """The sample of `text`, at a cost that does not grow beyond 3,000 characters."""
    part = text if len(text) <= LONGEST else _windows(text)
    if any(sign in part for sign in _NOISY):
        part = _NOISE.sub(" ", part)
    if _SPELLED.search(part):
        part = _SPELLED.sub(lambda match: match[0].replace(" ", ""), part)
    plain = read(part).plain
    shared = international()
    words = tuple(word for word in _WORD.findall(plain) if word not in shared and word.isalpha())
    return Sample(part.lower(), plain, words)


def _windows(text: str) -> str:
    """Parts of equal length from the start to the end of `text`, each without the words it cuts through."""
    size = LONGEST // _WINDOWS
    starts = ((len(text) - size) * number // (_WINDOWS - 1) for number in range(_WINDOWS))
    return "\n".join(_whole_words(text[start : start + size]) for start in starts)


def _whole_words(part: str) -> str:
    pieces = part.split(" ")
    return " ".join(pieces[1:-1]) if len(pieces) > 2 else part
