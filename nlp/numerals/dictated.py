"""In which language figures are dictated, where it is not the text's own: "Hawler, sifir hawt hawt sifir yak du se"."""

from __future__ import annotations

import re
from functools import lru_cache

from nlp.numerals.tables import Numerals, languages_of_digits, numerals_of
from nlp.phrases import words_of

_WORD = re.compile(r"[^\W\d_]+")
_FEWEST_WORDS = 4  # different ones
_LONGEST_ROW, _FEWEST_MORE = 6, 3  # figures in a row, and how many more than the text's own language has


def numerals_for(plain: str, language: str) -> Numerals:
    """The number words of `language`; of another where a row of its figures stands in the text."""
    digits = languages_of_digits()
    known = digits.keys() & words_of(plain)
    if len(known) < _FEWEST_WORDS:
        return numerals_of(language)
    return numerals_of(_dictated(plain, language) or language)


@lru_cache(maxsize=2)
def _dictated(plain: str, language: str) -> str | None:
    digits = languages_of_digits()
    rows: dict[str, int] = {}
    longest: dict[str, int] = {}
    for word in _WORD.finditer(plain):
        spoken = digits.get(word[0], frozenset())
        rows = {code: rows.get(code, 0) + 1 for code in spoken}
        for code, length in rows.items():
            longest[code] = max(length, longest.get(code, 0))
    own = longest.pop(numerals_of(language).code, 0)
    best = max(longest, key=lambda code: longest[code], default=None)
    if best is None or longest[best] < max(_LONGEST_ROW, own + _FEWEST_MORE):
        return None
    return best
