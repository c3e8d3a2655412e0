"""Sorani writes its vowels: حەلەب, ئەرزنجان are حلب, ارزنجان with all of them, as the gazetteer seldom spells them."""

from __future__ import annotations

import re

_SHORTEST = 3
#: A vowel opens a word behind a hamza, which is folded to ی; long u is doubled; v has a letter of its own.
_OPENING = (("یا", "ا"), ("یه", "ا"), ("یو", "او"), ("یی", "ای"))
_SHORT_A = re.compile("(?<=[^اویه])ه(?=[^اوی])")  #: between consonants, or before the letter h itself


def without_vowels(word: str) -> str | None:
    """The folded Sorani `word` as Arabic and Persian spell; None where that is the same, or too little is left.

    >>> without_vowels("حهلهب"), without_vowels("یهرزهروم"), without_vowels("مههاباد")
    ('حلب', 'ارزروم', 'مهاباد')
    """
    key = word
    for written, plain in _OPENING:
        if word.startswith(written):
            key = plain + word[len(written) :]
            break
    key = _SHORT_A.sub("", key.replace("وو", "و").replace("ڤ", "و"))
    return key if key != word and len(key) >= _SHORTEST else None
