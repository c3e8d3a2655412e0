"""How the components read a text: without case, diacritics and invisible characters, with one kind of digit.

Finders search the plain reading, where a pattern can stay simple, and report offsets of the text as given.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from nlp.digits import CLINGING, INVISIBLE, digit_table

_LETTERS_WITHOUT_DECOMPOSITION = {
    "ß": "s", "ı": "i", "ł": "l", "đ": "d", "ð": "d", "ø": "o", "ə": "e", "æ": "a", "œ": "o", "ς": "σ",
    "ي": "ی", "ى": "ی", "ئ": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "أ": "ا", "إ": "ا",
    "آ": "ا", "ٱ": "ا", "ؤ": "و", "ۆ": "و", "ڕ": "ر", "ڵ": "ل", "ێ": "ی", "ې": "ی", "ۍ": "ی",
}  # fmt: skip
_ALIKE = {
    "-": "‐‑‒–—―−﹣－⁻ー⸺",
    " ": "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\u2800",
    "+": "＋➕﹢⁺",
    ".": "．。•·∙⋅⸱٫",
    ",": "，、،٬",
    "/": "／⁄∕÷",
    ":": "：",
    "(": "（﹙",
    ")": "）﹚",
    "'": "’‘`´ʹʼ＇",
    "@": "＠﹫",
    "_": "＿",
    "\n": "\r\u2028\u2029\x0b\x0c\x85",
}
_KEPT_WITH_MARK = frozenset("йїў")  # letters of their own; й without its mark would be и
_LAST_WITH_BASE = 0x2500  # Latin, Greek, Cyrillic, Arabic, letterlike symbols
_FORMS = (0xFB1D, 0xFFEF)  # Arabic presentation forms, halfwidth and fullwidth forms
_MATHEMATICAL = (0x1D400, 0x1D800)  # bold and script letters as seen in ads


def _base(char: str) -> str:
    """One character without case and marks, in one character."""
    lower = unicodedata.normalize("NFKD", char.lower()) if char not in _KEPT_WITH_MARK else char
    lower = _LETTERS_WITHOUT_DECOMPOSITION.get(char, lower)
    first = next((part for part in lower if not unicodedata.combining(part)), char)
    first = first.lower() if len(first.lower()) == 1 else first
    return _LETTERS_WITHOUT_DECOMPOSITION.get(first, first)


def _build_table() -> dict[int, str]:
    table = {}
    for code in (*range(0x41, _LAST_WITH_BASE), *range(*_FORMS), *range(*_MATHEMATICAL)):
        char = chr(code)
        if char in _KEPT_WITH_MARK or not char.isalpha():
            continue
        lowered = char.lower()
        base = lowered if lowered in _KEPT_WITH_MARK else _base(char)
        if base != char:
            table[code] = base
    for plain, alike in _ALIKE.items():
        table.update({ord(char): plain for char in alike})
    table.update(digit_table())
    return table


_TABLE = _build_table()
_PLAIN = {chr(code): plain for code, plain in _TABLE.items()}
_FEW = 150  # different characters, up to which they are replaced one by one: faster than `translate`
_MARK_RANGES = ((0x0300, 0x0370), (0x064B, 0x0660), (0x0670, 0x0671), (0x06D6, 0x06EE))
_MARKS = frozenset(chr(code) for span in _MARK_RANGES for code in range(*span))
_DROPPED_CHARS = INVISIBLE | CLINGING | _MARKS
#: What is dropped, and what becomes something that the table knows again or that is dropped.
_NOT_ONE_BY_ONE = _DROPPED_CHARS.union(
    char for char, plain in _PLAIN.items() if plain in _PLAIN or plain in _DROPPED_CHARS
)
_DROPPED = re.compile(f"[{''.join(sorted(_DROPPED_CHARS))}]")


class Reading(NamedTuple):
    """A text as read: `plain`, and the way back to the offsets of the text as given."""

    given: str
    plain: str
    origin: tuple[int, ...] | None  #: offset in `given` of each character of `plain`; None where nothing was dropped

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the text as given of `plain[start:end]` (not empty), marks and keycaps of its end included."""
        if self.origin is None:
            return start, end
        last = self.origin[end - 1] + 1
        while last < len(self.given) and (self.given[last] in CLINGING or self.given[last] in _MARKS):
            last += 1
        return self.origin[start], last


def fold(words: str) -> str:
    """Words of a table as they stand in a reading."""
    return _DROPPED.sub("", words.translate(_TABLE))


def _one_by_one(text: str, chars: set[str]) -> str:
    """`text`, which consists of `chars`, as the table says."""
    for char in chars:
        plain = _PLAIN.get(char)
        if plain is not None:
            text = text.replace(char, plain)
    return text


@lru_cache(maxsize=2)  # the components of one pipeline read the same text one after the other
def read(text: str) -> Reading:
    """Reads `text`, in time linear in its length."""
    if text.isascii():
        return Reading(text, text.lower().replace("\t", " ").replace("\r", "\n").replace("`", "'"), None)
    chars = set(text)
    if len(chars) <= _FEW and chars.isdisjoint(_NOT_ONE_BY_ONE):
        return Reading(text, _one_by_one(text, chars), None)
    plain = text.translate(_TABLE)
    if _DROPPED.search(plain) is None:
        return Reading(text, plain, None)
    origin = tuple(at for at, char in enumerate(plain) if char not in _DROPPED_CHARS)
    return Reading(text, _DROPPED.sub("", plain), origin)
