"""sounds.tsv.gz: the places whose names people write by ear in a script the gazetteer has no spelling in.

Made by nlp.gazetteer.build from the names and letters.tsv; one line a sketch of consonants (see sound.py): the
sketch, then `id:sound` of each place whose name may sound so.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO

from nlp.gazetteer.data import Row
from nlp.gazetteer.languages import languages_of
from nlp.gazetteer.likelihood import CORRIDOR
from nlp.gazetteer.sound import distance, sketches, sketches_of_written, sounds

SOUNDS = Path(__file__).with_name("sounds.tsv.gz")
#: Who is worth hearing: towns along the routes, cities elsewhere, and all that supplement.tsv names.
_PEOPLE, _PEOPLE_NEAR, _PEOPLE_ELSEWHERE = 15_000, 4_000, 100_000
_NEAR, _ALONG = 3.0, 1.0
_SHORTEST, _FEWEST = 4, 3  # letters of a word, and consonants of it that can be told apart
_PER_SOUND, _AT_MOST = 0.08, 0.85  #: how far a word may be from a sound of so many letters
_AS_NEAR = 0.15  # of several that sound alike, those this near to the nearest are kept
_ARABIC = re.compile("[\u0621-\u06d3]+")


class ByEar:
    """Finds places by how a word sounds."""

    def __init__(self, lines: Mapping[str, str]) -> None:
        self._lines = lines

    def places(self, word: str) -> tuple[str, ...]:
        """The ids of the places whose name the folded `word` (in Arabic letters) may be, the likeliest first."""
        word = word.replace("ے", "ی")  # Urdu's other y, which stands for e
        if len(word) < _SHORTEST or not _ARABIC.fullmatch(word):
            return ()
        found: dict[str, float] = {}
        for sketch in sketches_of_written(word):
            if len(sketch) >= _FEWEST:
                for place, sound in self._sketched(sketch):
                    far = distance(sound, word, min(_AT_MOST, _PER_SOUND * len(sound)))
                    if far is not None and far < found.get(place, _AT_MOST + 1):
                        found[place] = far
        if not found:
            return ()
        most = min(found.values()) + _AS_NEAR
        return tuple(place for place, far in sorted(found.items(), key=lambda one: one[1]) if far <= most)

    def _sketched(self, sketch: str) -> Iterator[tuple[str, str]]:
        for one in self._lines.get(sketch, "").split("\t"):
            place, _, sound = one.rpartition(":")
            if place:
                yield place, sound


def read_sounds(path: Path = SOUNDS) -> dict[str, str]:
    """The file's lines by their sketch."""
    lines = gzip.decompress(path.read_bytes()).decode().split("\n")
    return {sketch: rest for sketch, _, rest in (line.partition("\t") for line in lines) if rest}


def write_sounds(rows: Iterable[Row], spellings: Mapping[str, Iterable[str]], file: IO[bytes] | gzip.GzipFile) -> int:
    """Writes the sounds of the rows' names and of further `spellings` (by id); how many places have any."""
    sketched: dict[str, dict[str, None]] = {}
    heard = 0
    for row in rows:
        if not _is_heard(row):
            continue
        known = {sound for name in (row.name, *spellings.get(row.id, ())) for sound in _sounds(name, row.country)}
        heard += bool(known)
        for sound in sorted(known):
            for sketch in sketches(sound):
                sketched.setdefault(sketch, {})[f"{row.id}:{sound}"] = None
    for sketch in sorted(sketched):
        if len(sketch) >= _FEWEST:
            file.write(("\t".join((sketch, *sketched[sketch])) + "\n").encode())
    return heard


def _is_heard(row: Row) -> bool:
    if row.kind in ("country", "region") or row.noted:
        return True
    corridor = CORRIDOR.get(row.country, 0.0)
    least = _PEOPLE_NEAR if corridor >= _NEAR else _PEOPLE if corridor >= _ALONG else _PEOPLE_ELSEWHERE
    return row.population >= least


def _sounds(name: str, country: str) -> Iterator[str]:
    """Of a name of one word, as its country speaks it, and as one who reads it anyhow."""
    if " " not in name and "-" not in name:
        for language in (*languages_of(country), "und"):
            yield from sounds(name, language)
