"""How the name of a place sounds, and whether a word in another script is that name written by ear.

Nobody looks up how Arguineguín is spelled in Arabic letters: people write what they hear. letters.tsv tells the
sounds of a country's spelling, hearing.tsv the letters that stand for a sound in the script of the text. `sketch`
reduces both to the same few consonants, to find what is worth comparing; `distance` compares sound by sound.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product
from pathlib import Path

from nlp.gazetteer.folding import fold
from nlp.lines import numbered
from waymark.errors import ConfigurationError

LETTERS = Path(__file__).with_name("letters.tsv")
HEARING = Path(__file__).with_name("hearing.tsv")
SOUNDS = frozenset("aeioubpdtgkfvszhlmnrywSZCJcxT")
_VOWELS = frozenset("aeiou")
#: Consonants by the rough kind that survives any spelling; what is left out (h, y, vowels) often is in writing too.
_KIND = {
    **dict.fromkeys("bp", "B"), **dict.fromkeys("tdT", "T"), **dict.fromkeys("kgx", "K"),
    **dict.fromkeys("szSZCJc", "S"), "f": "F", "l": "L", "m": "M", "n": "N", "r": "R",
}  # fmt: skip
_TWO_KINDS = {"v": ("F", ""), "T": ("T", "S"), "x": ("K", "")}  # as they are written: ف and و, ث and س, غ and ج
_MOST_WAYS = 6  #: in which a name may sound, and a sound be sketched
_NEXT_BEST, _LEFT_OUT, _ADDED = 0.12, 0.3, 0.45  # the price of a less likely letter, of a missing and of a needless one
_FILLERS = frozenset("اویهعح")


def sounds(name: str, language: str) -> tuple[str, ...]:
    """How `name`, one word in the Latin spelling of `language`, may sound; nothing where it has other letters."""
    word = name.lower()
    rules, longest = _rules(language)
    parts: list[tuple[str, ...]] = []
    at = 0
    while at < len(word):
        for length in range(min(longest, len(word) - at), 0, -1):
            piece = word[at : at + length]
            found = (
                (rules.get(f"^{piece}") if at == 0 else None)
                or (rules.get(f"{piece}$") if at + length == len(word) else None)
                or rules.get(piece)
            )
            if found:
                parts.append(found)
                at += length
                break
        else:
            plain = fold(word[at])
            if not plain.isascii():
                return ()
            parts.append((plain,) if plain in SOUNDS else ("",))
            at += 1
    return tuple(dict.fromkeys(_single("".join(way)) for way in islice(product(*parts), _MOST_WAYS)))


def _single(sound: str) -> str:
    """Without doubled letters: nobody hears them."""
    return "".join(letter for at, letter in enumerate(sound) if at == 0 or letter != sound[at - 1])


def sketches(sound: str) -> tuple[str, ...]:
    """The rough consonants of a sound, in each way they may be written."""
    kinds = [_TWO_KINDS.get(letter) or (_KIND.get(letter, ""),) for letter in sound]
    return tuple(dict.fromkeys(_single("".join(way)) for way in islice(product(*kinds), _MOST_WAYS)))


def sketches_of_written(word: str) -> tuple[str, ...]:
    """The rough consonants of a folded word in a script of hearing.tsv, in each way it may be read."""
    letters = _hearing().kinds
    kinds: list[tuple[str, ...]] = []
    at = 0
    while at < len(word):
        length = 2 if word[at : at + 2] in letters else 1
        kinds.append(letters.get(word[at : at + length], ("",)))
        at += length
    return tuple(dict.fromkeys(_single("".join(way)) for way in islice(product(*kinds), _MOST_WAYS)))


def distance(sound: str, word: str, most: float) -> float | None:
    """How far the folded `word` is from being `sound` as it is heard; None beyond `most`."""
    spelled = _hearing().spelled
    reached = {0: 0.0}
    for at, letter in enumerate(sound):
        place = "first" if at == 0 else "last" if at == len(sound) - 1 else "any"
        options = spelled.get((letter, place)) or spelled.get((letter, "any"), ())
        following: dict[int, float] = {}
        for end, price in _filled(reached, word, most):
            for piece, more in options:
                if price + more <= most and word.startswith(piece, end):
                    to = end + len(piece)
                    if price + more < following.get(to, most + 1):
                        following[to] = price + more
        if not following:
            return None
        reached = following
    return dict(_filled(reached, word, most)).get(len(word))


def _filled(reached: dict[int, float], word: str, most: float) -> Iterator[tuple[int, float]]:
    """The points of the word that are reached, and those behind one needless letter."""
    yield from reached.items()
    for end, price in reached.items():
        if word[end : end + 1] in _FILLERS and price + _ADDED <= most and end + 1 not in reached:
            yield end + 1, price + _ADDED


@dataclass(frozen=True)
class _Hearing:
    spelled: dict[tuple[str, str], tuple[tuple[str, float], ...]]  #: by sound and where it stands
    kinds: dict[str, tuple[str, ...]]  #: rough kinds by letter


@lru_cache(maxsize=1)
def _hearing() -> _Hearing:
    spelled = {}
    kinds: dict[str, dict[str, None]] = {}
    for _, sound, at, letters in _lines(HEARING, 4):
        options = letters.split(" ")
        spelled[sound, at] = tuple(
            ("" if piece == "-" else piece, rank * _NEXT_BEST + (_LEFT_OUT if piece == "-" else 0.0))
            for rank, piece in enumerate(options)
        )
        for piece in options:
            if sound in _KIND and piece != "-" and not _FILLERS.issuperset(piece):
                kinds.setdefault(piece, {})[_KIND[sound]] = None
            elif sound == "T":  # ث, ذ; س and ت have theirs
                kinds.setdefault(piece, {"T": None})
            elif sound == "v" and piece != "ف":  # و is more often a vowel
                kinds[piece] = {"": None, "F": None}
    return _Hearing(spelled, {piece: tuple(found) for piece, found in kinds.items()})


@lru_cache(maxsize=64)
def _rules(language: str) -> tuple[dict[str, tuple[str, ...]], int]:
    known: dict[str, tuple[str, ...]] = {}
    for languages, letters, choices in read_letters():
        if ("*" in languages and letters not in known) or language in languages:
            known[letters] = choices
    return known, max(len(letters.strip("^$")) for letters in known)


@lru_cache(maxsize=1)
def read_letters(table: Path = LETTERS) -> tuple[tuple[frozenset[str], str, tuple[str, ...]], ...]:
    """All lines: languages, letters, sounds. ConfigurationError names the line and what is wrong in it."""
    return tuple(
        (frozenset(languages.split(",")), letters, tuple("" if one == "-" else one for one in choices.split("|")))
        for languages, letters, choices in _lines(table, 3)
    )


def _lines(table: Path, fields: int) -> Iterator[list[str]]:
    for number, line in numbered(table):
        found = line.split("\t")
        if len(found) != fields:
            raise ConfigurationError(f"{table.name}, line {number}: {len(found)} fields, {fields} expected")
        yield found
