"""Digits of every script as 0-9, and the characters that only pretend to stand between them.

Sellers dodge number filters with Eastern Arabic, fullwidth, circled or mathematical digits, keycap emoji and
zero-width characters; libphonenumber knows the first kind only.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import islice

_LAST = 0x1FBFF  # no digit stands above it (Unicode 14: U+1FBF9)
_NEGATIVE_CIRCLED = "❶❷❸❹❺❻❼❽❾"  # dingbats without a digit value before Python 3.12's tables

#: Characters that are not seen, or only decorate the one before: dropped when a text is read.
INVISIBLE = frozenset(
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f\u3164\ufeff\u0640"
)
#: They belong to the character before them and are part of what was written: marks, variation selectors, keycaps.
CLINGING = frozenset(chr(code) for code in (*range(0xFE00, 0xFE10), 0x20E3, 0x20DD, 0x20DE))
_RUN = re.compile(r"\d+")
#: Rows of figures of one text that are looked at: more stand in no ad or tip, and would only fill the memory.
MOST_RUNS = 100_000


@lru_cache(maxsize=2)  # what finds phones in a text, and what finds dates and prices, ask one after the other
def runs_of(plain: str) -> tuple[tuple[int, int], ...]:
    """Where figures stand in a reading: the start and end of each row of them."""
    return tuple([match.span() for match in islice(_RUN.finditer(plain), MOST_RUNS)])


def digit_table() -> dict[int, str]:
    """Code point → ASCII digit, for every character of Unicode that has a digit value."""
    table = {}
    for code in range(0x80, _LAST + 1):
        value = unicodedata.digit(chr(code), None)
        if value is not None:
            table[code] = str(value)
    table.update({ord(char): str(value) for value, char in enumerate(_NEGATIVE_CIRCLED, start=1)})
    return table
