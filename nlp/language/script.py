"""The writing system of a text (ISO 15924), by most of its letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

LATIN, NO_SCRIPT = "Latn", "Zyyy"

_RANGES = {
    "Latn": ("az", "AZ", "ªº", "ÀÖ", "Øö", "øʯ", "Ḁỿ", "ＡＺ", "ａｚ"),
    "Cyrl": ("\u0400\u052f",),
    "Arab": (
        "\u0620\u064a", "\u066e\u06d3", "\u06fa\u06ff", "\u0750\u077f", "\ufb50\ufdfb", "\ufe70\ufefc",
    ),
    "Grek": ("\u0370\u03ff", "\u1f00\u1fff"),
}  # fmt: skip
_NAMES = {
    "HEBREW": "Hebr", "DEVANAGARI": "Deva", "BENGALI": "Beng", "GURMUKHI": "Guru", "ETHIOPIC": "Ethi",
    "GEORGIAN": "Geor", "ARMENIAN": "Armn", "HANGUL": "Hang", "THAI": "Thai", "CJK": "Hani", "HIRAGANA": "Kana",
    "KATAKANA": "Kana", "MATHEMATICAL": "Latn",
}  # fmt: skip


def main_script(words: Iterable[str]) -> str:
    """The script of the words with most letters, each word told by its first letter; Zyyy without letters."""
    counts: dict[str, int] = {}
    for word in words:
        script = _SCRIPT_OF[word[0]]
        counts[script] = counts.get(script, 0) + len(word)
    counts.pop(NO_SCRIPT, None)
    return max(counts, key=counts.__getitem__, default=NO_SCRIPT)


class _Scripts(dict[str, str]):
    """Character → script, looked up once a process: a text has few different ones."""

    def __missing__(self, char: str) -> str:
        script = self[char] = _script_of(char)
        return script


def _script_of(char: str) -> str:
    if not char.isalpha():
        return NO_SCRIPT
    for script, ranges in _RANGES.items():
        if any(ends[0] <= char <= ends[1] for ends in ranges):
            return script
    return _NAMES.get(unicodedata.name(char, "").split(" ", 1)[0].split("-", 1)[0], NO_SCRIPT)


_SCRIPT_OF = _Scripts()
