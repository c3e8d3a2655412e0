"""Words of others made safe for a subject, a header or a line of text."""

from __future__ import annotations

import unicodedata

#: Controls, surrogates, line and paragraph separators; formats such as those that turn the direction of writing around.
_LEFT_OUT = frozenset({"Cc", "Cs", "Zl", "Zp", "Cf"})
_JOINERS = frozenset({"\u200c", "\u200d"})  # formats that Persian and Sorani spell with, and emoji are made of


def one_line(text: str, longest: int) -> str:
    """The text without line breaks and characters that control something, at most `longest` characters.

    >>> one_line("Kombi\\r\\nBcc: x@example.org \\u202eabc", 100)
    'Kombi Bcc: x@example.org abc'
    """
    shown = "".join(_shown(character) for character in text)
    line = " ".join(shown.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if character in _JOINERS or category not in _LEFT_OUT:
        return character
    return "" if category == "Cf" else " "
