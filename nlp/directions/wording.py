"""A text as folded words with their offsets in the text as given, and what stands between them."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property, lru_cache

from nlp.gazetteer.folding import fold

_LONGEST_WORD = 60  # the longest name of a place has 58 letters; a longer run of letters is none
_MARKS = r"\u0300-\u036f\u064b-\u065f\u0670\u0640\u00ad\u200b\u200d\u2060"  # stand within words, are folded away
_WORD = re.compile(rf"[^\W_][^\W_{_MARKS}]*(?:[{_MARKS}]+[^\W_]*)*")
_ARROW = re.compile(  # atomic: the pieces of a row of dashes or arrows could be told apart in millions of ways
    r"[\s\ufe0f\u200b-\u200f]*"
    r"(?>[-=–—−~]*[>»→←➔➜➝➞➡⟶⇒⇨⮕➙►▶↦👉⏩]+|[-–—−~]+|\.{2,}|…|✈|🚗|🚐|🚌|🚚|🚛|🚕|⬅|↔|⇄|⇆|<-+>?)++"
    r"[\s\ufe0f\u200b-\u200f]*"
)
_DOWN = re.compile("[⬇↓⏬🔽👇]")
_LEADS_ON = re.compile(r"[^\n]{0,8}?(?:[-=–—]*>|[→➔➜➝➞➡⟶⇒⇨⮕➙►▶↦⏩👉])")
_HEADED = re.compile(r"[-=–—]>|[→➔➜➝➞➡⟶⇒⇨⮕➙►▶↦⏩👉]")
_LONGEST_GAP = 30
_BACK_AND_FORTH = re.compile(r"↔|⇄|⇆|<-+>")


@dataclass(frozen=True)
class Wording:
    """The words of `text`: where they stand and their folded form."""

    text: str
    spans: tuple[tuple[int, int], ...]
    keys: tuple[str, ...]

    def gap(self, left: int, right: int) -> str:
        """What stands between the end of word `left` and the beginning of word `right`."""
        return self.text[self.spans[left][1] : self.spans[right][0]]

    def at_offset(self, offset: int) -> int:
        """The first word that begins at or after `offset`."""
        return bisect_left(self._starts, offset)

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.spans]

    def opens_sentence(self, word: int) -> bool:
        """Whether word `word` would have a capital letter whatever it is."""
        if word == 0:
            return True
        gap = self.gap(word - 1, word)
        return any(sign in gap for sign in '.!?\n:;•*|()"“”„»«') or any(ord(sign) > 0x2190 for sign in gap)

    @cached_property
    def cased(self) -> bool:
        """Whether capital letters tell something: there are both kinds."""
        letters = self.text[:5000]
        return any(letter.islower() for letter in letters) and any(letter.isupper() for letter in letters)


@lru_cache(maxsize=2)  # places and routes read the same text one after the other
def word(text: str) -> Wording:
    """Cuts `text` into words, in time linear in its length."""
    spans = [found.span() for found in _WORD.finditer(text)]
    keys = [fold(text[start:end]) if end - start <= _LONGEST_WORD else "" for start, end in spans]
    return Wording(text, tuple(spans), tuple(keys))


def is_arrow(gap: str) -> bool:
    """Whether what stands between two words leads from one to the other: → - > / and the like."""
    return len(gap) <= _LONGEST_GAP and (_ARROW.fullmatch(gap) is not None or _is_pictures(gap))


def _is_pictures(gap: str) -> bool:
    """Whether only pictures stand there: a plane, somebody on foot, a boat."""
    shown = [sign for sign in gap if not sign.isspace() and unicodedata.category(sign) not in ("Mn", "Cf", "Sk", "Me")]
    return bool(shown) and all(unicodedata.category(sign) == "So" for sign in shown)


def leads_on(gap: str) -> bool:
    """Whether an arrow points on, or down to the next line, whatever else stands there."""
    return _LEADS_ON.match(gap) is not None or _DOWN.search(gap) is not None


def holds_arrow(gap: str) -> bool:
    """Whether an arrow with a head stands among the words."""
    return _HEADED.search(gap) is not None


def goes_back(gap: str) -> bool:
    """Whether an arrow points both ways."""
    return _BACK_AND_FORTH.search(gap) is not None
