"""The writing system of a text (ISO 15924), by most of its letters."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

NO_SCRIPT = "Zyyy"
_SAMPLE = 4000  # letters looked at: more change neither script nor language

_RANGES = {
    "Latn": "a-zA-Zª-ºÀ-ÖØ-öø-ʯḀ-ỿＡ-Ｚａ-ｚ",
    "Cyrl": "\u0400-\u052f",
    "Arab": "\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdfb\ufe70-\ufefc",
    "Grek": "\u0370-\u03ff\u1f00-\u1fff",
}
_FINDERS = {script: re.compile(f"[{letters}]") for script, letters in _RANGES.items()}
_OTHER = re.compile(f"[^\\W\\d_{''.join(_RANGES.values())}]")
_NAMES = {
    "HEBREW": "Hebr", "DEVANAGARI": "Deva", "BENGALI": "Beng", "GURMUKHI": "Guru", "ETHIOPIC": "Ethi",
    "GEORGIAN": "Geor", "ARMENIAN": "Armn", "HANGUL": "Hang", "THAI": "Thai", "CJK": "Hani", "HIRAGANA": "Kana",
    "KATAKANA": "Kana", "MATHEMATICAL": "Latn",
}  # fmt: skip


def main_script(text: str) -> tuple[str, int]:
    """The script of most letters in the first part of `text`, and how many they are; Zyyy and 0 without letters."""
    sample = text[: 2 * _SAMPLE]
    counts: Counter[str] = Counter()
    for script, finder in _FINDERS.items():
        counts[script] = len(finder.findall(sample))
    for char in _OTHER.findall(sample)[:_SAMPLE]:
        name = unicodedata.name(char, "").split(" ", 1)[0].split("-", 1)[0]
        counts[_NAMES.get(name, NO_SCRIPT)] += 1
    del counts[NO_SCRIPT]
    script, letters = max(counts.items(), key=lambda item: item[1])
    return (script, letters) if letters else (NO_SCRIPT, 0)
