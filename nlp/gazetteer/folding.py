"""One spelling for many: names without case, marks and script, so that Prishtinë, PRISHTINE and Приштине meet.

Cyrillic and Greek are written in Latin letters; Arabic letters are brought to one form each and stay Arabic (their
vowels are not written, so Latin letters would promise too much). What comes out is a key to compare, not to show.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LATIN = {
    "ß": "ss", "ı": "i", "ł": "l", "đ": "dj", "ð": "d", "ø": "o", "ə": "e", "æ": "ae", "œ": "oe", "þ": "th",
}  # fmt: skip
#: Serbian, Macedonian, Bulgarian, Russian and Ukrainian letters as Serbian Latin would write them, without marks.
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ђ": "dj", "ѓ": "gj", "е": "e", "ж": "z", "з": "z", "ѕ": "dz",
    "и": "i", "і": "i", "ј": "j", "к": "k", "л": "l", "љ": "lj", "м": "m", "н": "n", "њ": "nj", "о": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "ћ": "c", "ќ": "k", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "c", "џ": "dz",
    "ш": "s", "щ": "st", "ъ": "a", "ы": "i", "ь": "", "э": "e", "ю": "ju", "я": "ja", "є": "e", "ґ": "g",
}  # fmt: skip
_GREEK = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l",
    "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f",
    "χ": "ch", "ψ": "ps", "ω": "o",
}  # fmt: skip
_ARABIC = {
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ي": "ی", "ى": "ی", "ئ": "ی", "ې": "ی", "ۍ": "ی", "ێ": "ی", "ك": "ک",
    "ګ": "گ", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "ؤ": "و", "ۆ": "و", "ڕ": "ر", "ڵ": "ل", "ړ": "ر",
    "ټ": "ت", "ٹ": "ت", "ډ": "د", "ڈ": "د", "ڼ": "ن", "ں": "ن", "ښ": "ش", "ږ": "ژ", "څ": "چ", "ځ": "ز",
}  # fmt: skip
_LETTERS = _LATIN | _CYRILLIC | _GREEK | _ARABIC
_INVISIBLE = re.compile(r"[\u200b\u200d-\u200f\u2060\u00ad\u0640\ufe0e\ufe0f]")
_SIGNS = re.compile(r"[^\w]+|_")


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """The key of a name or of one word: lower case, no marks, no signs, words separated by one space.

    >>> fold("Prishtinë"), fold("Београд"), fold("İSTANBUL"), fold("Kapıkule"), fold("Novi  Sad")
    ('prishtine', 'beograd', 'istanbul', 'kapikule', 'novi sad')
    """
    if name.isascii():
        return _SIGNS.sub(" ", name.lower()).strip()
    bare = _INVISIBLE.sub("", name.replace("й", "ј").replace("Й", "ј").replace("İ", "i"))
    letters = []
    for letter in unicodedata.normalize("NFKC", bare).lower():
        known = _LETTERS.get(letter)
        if known is not None:
            letters.append(known)
            continue
        parts = unicodedata.normalize("NFKD", letter)
        letters.extend(_LETTERS.get(part, part) for part in parts if not unicodedata.combining(part))
    return _SIGNS.sub(" ", "".join(letters)).strip()
