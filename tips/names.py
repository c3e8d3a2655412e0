"""Names compared as people write them: without case, diacritics, spaces and punctuation."""

from __future__ import annotations

import unicodedata


def folded(name: str) -> str:
    """`name` reduced to its letters and digits, lower case, without marks; ı and đ as i and d."""
    decomposed = unicodedata.normalize("NFKD", name).casefold().replace("ı", "i").replace("đ", "d")
    return "".join(letter for letter in decomposed if letter.isalnum())
