"""Names of foreign places as the spelling of the text's language writes them: Μπιχάτς, Дижон, Dankerk, Axalsixe.

echoes.tsv says what the folded letters of a language sound like; where that is, but for what no ear tells apart, the
sound of a place's name or one of its spellings (echoes.tsv.gz, made by build.py), the word may be that place. Unlike
by_ear.py nothing is left to guess: these languages write their vowels.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice, product
from pathlib import Path
from typing import IO

from nlp.gazetteer.data import Row
from nlp.gazetteer.languages import check_line
from nlp.lines import numbered
from waymark.errors import ConfigurationError

ECHOES = Path(__file__).with_name("echoes.tsv")
ECHOED = Path(__file__).with_name("echoes.tsv.gz")
_SHORTEST = 5  # letters of a word, and of what it sounds like
_MOST_WAYS = 12  #: in which a word may be read
_PEOPLE = 50_000  # of a place whose every spelling is worth hearing; of the others those of supplement.tsv
_ALIKE = str.maketrans({"S": "s", "Z": "z", "C": "c", "J": "j", "x": "h", "T": "t", "w": "v", "y": "i"})


class Echoes:
    """Finds places by what a word sounds like, in the languages of echoes.tsv."""

    def __init__(self, path: Path = ECHOED) -> None:
        self._path = path
        self._known: dict[str, str] = {}

    def places(self, word: str, language: str) -> tuple[str, ...]:
        """The ids of the places whose name the folded `word` of a text in `language` sounds like."""
        if len(word) < _SHORTEST or not word.isascii() or language not in _tables():
            return ()
        if not self._known:  # texts of other languages never need it
            self._known = dict(_read_echoed(self._path))
        ways = dict.fromkeys(way for way in readings(word, language) if len(way) >= _SHORTEST)
        return tuple(dict.fromkeys(place for way in ways for place in self._known.get(way, "").split("\t") if place))


def write_echoed(rows: Iterable[Row], sounds: Mapping[str, str], file: IO[bytes] | gzip.GzipFile) -> int:
    """Writes what the places' names sound like: by the lines of sounds.tsv.gz, and by their spellings; how many."""
    found: dict[str, dict[str, None]] = {}
    countries = {row.id for row in rows if row.kind == "country"}
    for line in sounds.values():
        for one in line.split("\t"):
            place, _, sound = one.rpartition(":")
            found.setdefault(alike(sound), {})[place] = None
    for row in rows:
        for key in row.keys if row.population >= _PEOPLE else row.noted:
            if key.isascii() and key.isalpha():
                found.setdefault(alike(key), {})[row.id] = None
    written = 0
    for sound in sorted(found):
        places = [place for place in found[sound] if place not in countries]  # all spellings of those are known
        if len(sound) >= _SHORTEST and len(places) == len(found[sound]):
            file.write(("\t".join((sound, *places)) + "\n").encode())
            written += 1
    return written


def _read_echoed(path: Path) -> Iterator[tuple[str, str]]:
    for line in gzip.decompress(path.read_bytes()).decode().split("\n"):
        sound, _, places = line.partition("\t")
        yield sound, places


def alike(sound: str) -> str:
    """A sound without what a foreign spelling cannot tell: the kinds of s, doubled letters."""
    plain = sound.translate(_ALIKE).replace("ts", "c").replace("dz", "j")
    return "".join(letter for at, letter in enumerate(plain) if at == 0 or letter != plain[at - 1])


def readings(word: str, language: str) -> Iterator[str]:
    """What the folded `word` may sound like to who reads it in `language`."""
    rules = _tables()[language]
    longest = max(map(len, rules))
    parts: list[tuple[str, ...]] = []
    at = 0
    while at < len(word):
        piece = next((word[at : at + n] for n in range(longest, 0, -1) if word[at : at + n] in rules), word[at])
        parts.append(rules.get(piece, (piece,)))
        at += len(piece)
    for way in islice(product(*parts), _MOST_WAYS):
        yield alike("".join(way))


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, tuple[str, ...]]]:
    return read()


def read(table: Path = ECHOES) -> dict[str, dict[str, tuple[str, ...]]]:
    """Sounds by language and letters. ConfigurationError names the line and what is wrong in it."""
    known: dict[str, dict[str, tuple[str, ...]]] = {}
    for number, line in numbered(table):
        fields = line.split("\t")
        if len(fields) != 3:
            raise ConfigurationError(f"{table.name}, line {number}: {len(fields)} fields, 3 expected")
        check_line(fields[0].split(","), table, number)
        for language in fields[0].split(","):
            sounds = tuple("" if one == "-" else one for one in fields[2].split("|"))
            known.setdefault(language, {})[fields[1]] = sounds
    return known
