"""How words in Cyrillic and Greek letters are typed in Latin ones: "четири" is chetiri and cetiri, "πέντε" pente."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice, product

_MOST = 16  #: ways to type one word
_PAIRS = {
    "ου": ("ou", "u"),
    "ει": ("i", "ei"),
    "οι": ("i",),
    "αι": ("e", "ai"),
    "ντ": ("nt", "d"),
    "μπ": ("b", "mp"),
    "ευ": ("ef",),
}
_LETTERS = {
    "а": ("a",), "б": ("b",), "в": ("v", "w"), "г": ("g",), "ѓ": ("gj",), "д": ("d",), "е": ("e",), "ж": ("zh", "z"),
    "з": ("z",), "ѕ": ("dz",), "и": ("i",), "й": ("y", "i", "j"), "ј": ("j",), "к": ("k",), "л": ("l",), "љ": ("lj",),
    "м": ("m",), "н": ("n",), "њ": ("nj",), "о": ("o",), "п": ("p",), "р": ("r",), "с": ("s",), "т": ("t",),
    "ќ": ("kj",), "у": ("u",), "ф": ("f",), "х": ("h",), "ц": ("ts", "c"), "ч": ("ch", "c"), "џ": ("dj",),
    "ш": ("sh", "s"), "щ": ("sht", "sch"), "ъ": ("a", "u"), "ы": ("y",), "ь": ("",), "э": ("e",), "ю": ("yu", "ju"),
    "я": ("ya", "ia", "ja", "a"), "є": ("ye", "e"), "і": ("i",), "ї": ("yi", "i"), "ґ": ("g",),
    "α": ("a",), "β": ("v", "b"), "γ": ("g",), "δ": ("d",), "ε": ("e",), "ζ": ("z",), "η": ("i", "h"), "θ": ("th",),
    "ι": ("i",), "κ": ("k",), "λ": ("l",), "μ": ("m",), "ν": ("n",), "ξ": ("x", "ks"), "ο": ("o",), "π": ("p",),
    "ρ": ("r",), "σ": ("s",), "τ": ("t",), "υ": ("i", "y", "u"), "φ": ("f",), "χ": ("x", "h", "ch"), "ψ": ("ps",),
    "ω": ("o", "w"),
}  # fmt: skip


@lru_cache(maxsize=8_000)
def in_latin(word: str) -> tuple[str, ...]:
    """The ways in which a folded word is typed in Latin letters, each letter in one way; none where it is Latin.

    >>> in_latin("четири"), in_latin("έξι".replace("έ", "ε")), in_latin("pet")
    (('chetiri', 'cetiri'), ('exi', 'eksi'), ())
    """
    units: list[str] = []
    at = 0
    while at < len(word):
        unit = word[at : at + 2] if word[at : at + 2] in _PAIRS else word[at]
        if unit not in _PAIRS and unit not in _LETTERS:
            return ()
        units.append(unit)
        at += len(unit)
    different = list(dict.fromkeys(units))
    ways = islice(product(*(_PAIRS.get(unit) or _LETTERS[unit] for unit in different)), _MOST)
    return tuple(dict.fromkeys("".join(dict(zip(different, way, strict=True))[unit] for unit in units) for way in ways))
