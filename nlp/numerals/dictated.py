"""In which language figures are dictated, where it is not the text's own: "Hawler, sifir hawt hawt sifir yak du se"."""

from __future__ import annotations

import re
from functools import lru_cache

from nlp.numerals.tables import Numerals, languages_of_digits, numerals_of
from nlp.phrases import words_of

_WORD = re.compile(r"[^\W\d_]+")
_FEWEST_WORDS = 4  # different ones
_LONGEST_ROW, _FEWEST_MORE = 6, 3  # figures in a row, and how many more than the text's own language has


@lru_cache(maxsize=1)
def _digit_words() -> frozenset[str]:
    return frozenset(languages_of_digits())


def numerals_for(plain: str, language: str) -> Numerals:
    """The number words of `language`; of another where a row of its figures stands in the text."""
    own = numerals_of(language)
    if len((_digit_words() & words_of(plain)) - own.digits) < _FEWEST_WORDS:
        return own
    return numerals_of(_dictated(plain, language) or language)


@lru_cache(maxsize=2)
def _dictated(plain: str, language: str) -> str | None:
    """The table with the longest row of figures; of several (pet, dva, tri) that which knows most words of the text."""
    digits = languages_of_digits()
    rows: dict[str, int] = {}
    longest: dict[str, int] = {}
    for word in _WORD.finditer(plain):
        spoken = digits.get(word[0], frozenset())
        rows = {code: rows.get(code, 0) + 1 for code in spoken}
        for code, length in rows.items():
            longest[code] = max(length, longest.get(code, 0))
    own = longest.pop(numerals_of(language).code, 0)
    row = max(longest.values(), default=0)
    least = max(_LONGEST_ROW, own + _FEWEST_MORE) if numerals_of(language).code else _FEWEST_WORDS
    if row < least:
        return None
    alike = sorted(code for code, length in longest.items() if length == row)
    return max(alike, key=lambda code: len(numerals_of(code).known(words_of(plain)))) if len(alike) > 1 else alike[0]
