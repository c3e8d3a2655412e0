"""Which of a place's spellings is its own name in the letters of its country: Козлодуй, Ναύπλιο, زابل.

GeoNames calls a place by its name in Latin letters and has the rest among hundreds of other names. That somebody writes
the very name says more than that a word is like one of the others, and most texts write it in their own letters.
"""

from __future__ import annotations

import re
from functools import lru_cache

from nlp.gazetteer.data import Row
from nlp.gazetteer.entry import Entry
from nlp.gazetteer.folding import fold
from nlp.gazetteer.languages import languages_of
from nlp.gazetteer.sound import distance, sounds

_CYRILLIC = frozenset({"BG", "MK", "RS", "BA", "ME", "XK", "UA", "RU", "BY", "KZ", "KG", "UZ", "TJ"})
_GREEK = frozenset({"GR", "CY"})
_ARABIC = frozenset(
    "SY IQ LB JO EG MA DZ TN LY SA YE OM AE QA KW BH SD PS IR AF PK".split()  # noqa: SIM905 - shorter than a list
)
_IN_ARABIC = re.compile("[\u0621-\u06d3 ]+")
#: What one and the same sound becomes in the spellings of maps and in our folding of its letters.
_ROMANISED = (
    ("shch", "st"), ("sht", "st"), ("zh", "z"), ("sh", "s"), ("kh", "h"), ("ch", "c"), ("ts", "c"), ("tz", "c"),
    ("ya", "ja"), ("yu", "ju"), ("yo", "jo"), ("ye", "e"), ("je", "e"), ("dj", "dz"), ("gj", "g"), ("kj", "k"),
    ("w", "v"), ("y", "i"), ("j", "i"), ("ii", "i"),
)  # fmt: skip
_GRECIAN = (
    ("ayo", "avo"), ("aya", "ava"), ("ayt", "aft"), ("eyt", "eft"), ("ayk", "afk"), ("eyk", "efk"), ("ayp", "afp"),
    ("ay", "av"), ("ey", "ev"), ("oy", "ou"), ("mp", "b"), ("nt", "d"), ("gk", "g"), ("gg", "g"), ("ng", "g"),
    ("ai", "e"), ("ei", "i"), ("oi", "i"), ("y", "i"), ("ch", "h"), ("kh", "h"), ("ks", "x"), ("u", "ou"),
    ("oou", "ou"), ("f", "v"), ("ph", "v"),
)  # fmt: skip
_MOST = 0.35  # how far the Arabic letters may be from the sound of the name


def with_native(row: Row) -> Row:
    """The row, its own name in its country's letters among the noted spellings."""
    if row.kind == "country":
        return row
    found = [key for key in row.keys[1:] if key not in row.noted and _is_its_name(key, row)]
    return row.with_noted(found) if found else row


def _is_its_name(key: str, row: Row) -> bool:
    if row.country in _CYRILLIC:
        return _plain(key, "cyrillic") in (_plain(row.keys[0], "cyrillic"), _plain(_with_a(row.name), "cyrillic"))
    if row.country in _GREEK:
        return _plain(key, "greek") == _plain(row.keys[0], "greek")
    if row.country in _ARABIC and _IN_ARABIC.fullmatch(key):
        return _sounds_so(key.replace(" ", ""), row)
    return False


def _with_a(name: str) -> str:
    """Bulgarian ъ, on maps ŭ, is folded to a: Gŭlŭbovo, Гълъбово."""
    return fold(name.replace("ŭ", "a").replace("Ŭ", "A"))


@lru_cache(maxsize=65536)
def _plain(key: str, script: str) -> str:
    for written, plain in _ROMANISED if script == "cyrillic" else _GRECIAN:
        key = key.replace(written, plain)
    return key


def _sounds_so(key: str, row: Row) -> bool:
    name = row.keys[0].replace(" ", "")
    for start in ("al", "ar", "as", "at", "az", "an", "ad"):
        if row.keys[0].startswith(f"{start} ") and key.startswith("ال"):
            key, name = key[2:], name[len(start) :]
            break
    return any(
        distance(sound, key, _MOST) is not None
        for language in (*languages_of(row.country), "und")
        for sound in sounds(name, language)
    )


def sounds_like(key: str, entry: Entry) -> bool:
    """Whether a folded word in Arabic letters is the entry's name, of one word, as it sounds in its own country."""
    if not _IN_ARABIC.fullmatch(key) or " " in entry.key or "-" in entry.name:
        return False
    return any(
        distance(sound, key, _MOST) is not None
        for language in (*languages_of(entry.country), "und")
        for sound in sounds(entry.name, language)
    )
