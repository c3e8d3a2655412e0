"""Places by name, in any language and spelling the gazetteer knows, and the best of those that share a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from nlp.gazetteer.by_ear import ByEar, read_sounds
from nlp.gazetteer.data import parse, read_lines
from nlp.gazetteer.echo import Echoes
from nlp.gazetteer.entry import Entry
from nlp.gazetteer.folding import fold
from nlp.gazetteer.likelihood import likelihood
from nlp.gazetteer.match import Candidate
from nlp.gazetteer.names import Names

_SUFFIX_AFTER_APOSTROPHE = re.compile(r"(?<=\w\w)['’ʼ`´]\w{1,6}$")
_INFLECTED = 1.5  # a name as it is spelled is likelier meant than one that has lost an ending


class Gazetteer:
    """All places, by id and by folded spelling; `names` finds them in running text."""

    def __init__(self, lines: Iterable[str], by_ear: ByEar | None = None, echoes: Echoes | None = None) -> None:
        self._lines = list(lines)
        self._entries: dict[int, Entry] = {}
        self._by_id: dict[str, int] = {}
        self._by_key: dict[str, tuple[int, ...]] = {}
        self._countries: dict[str, Entry] = {}
        by_key, by_id = self._by_key, self._by_id
        for number, line in enumerate(self._lines):
            by_id[line[: line.index("\t")]] = number
            alone = (number,)
            for key in line[line.rindex("\t") + 1 :].split("|"):
                others = by_key.get(key)
                by_key[key] = alone if others is None else others + alone
        self._by_ear = by_ear
        self._echoes = echoes
        self.names = Names(by_key, self.keyed, self._heard)

    # -- by id ----------------------------------------------------------------------------------------------------

    def entry(self, place_id: str) -> Entry | None:
        """The place with this id."""
        number = self._by_id.get(place_id)
        return None if number is None else self._numbered(number)

    def spellings(self, place_id: str) -> tuple[str, ...]:
        """The folded spellings a place is known by, its own name's first."""
        number = self._by_id.get(place_id)
        return () if number is None else parse(self._lines[number]).keys

    def countries(self) -> dict[str, Entry]:
        """The countries by ISO 3166-1 code."""
        if not self._countries:
            entries = (self._numbered(number) for number, line in enumerate(self._lines) if "\tcountry\t" in line)
            self._countries.update((entry.country, entry) for entry in entries)
        return self._countries

    def _numbered(self, number: int) -> Entry:
        known = self._entries.get(number)
        if known is None:
            row = parse(self._lines[number])
            known = Entry(
                row.id,
                row.name,
                row.kind,
                row.country,
                row.lat,
                row.lon,
                row.population,
                row.keys[0],
                frozenset(row.noted),
            )
            self._entries[number] = known
        return known

    def keys(self) -> Iterable[str]:
        """All folded spellings, in no order."""
        return self._by_key.keys()

    # -- by name --------------------------------------------------------------------------------------------------

    def keyed(self, key: str) -> tuple[Entry, ...]:
        """The places with exactly this folded spelling, the most populous first."""
        return tuple(self._numbered(number) for number in self._by_key.get(key, ()))

    def _heard(self, word: str, language: str | None) -> tuple[Entry, ...]:
        """The places whose names, written by ear, are the folded `word` of a text in `language`."""
        ids = self._by_ear.places(word) if self._by_ear else ()
        if not ids and language and self._echoes:
            ids = self._echoes.places(word, language)
        return tuple(self._numbered(self._by_id[one]) for one in ids if one in self._by_id)

    def named(self, name: str) -> tuple[Entry, ...]:
        """The places that may be meant by `name` as it stands in a text; with a case ending where none has it as is."""
        found = self._readings(name)
        exact = [one.entry for one in found if one.ending is None]
        return tuple(dict.fromkeys(exact or [one.entry for one in found]))

    def _readings(self, name: str) -> tuple[Candidate, ...]:
        for written in (name, _SUFFIX_AFTER_APOSTROPHE.sub("", name)):
            words = fold(written).split()
            for match in self.names.matches(words) if words else ():
                if match.words == len(words):
                    return match.candidates
        return ()

    def resolve(self, name: str, *, country: str | None = None, near: Sequence[Entry] = ()) -> Entry | None:
        """The place most likely meant: in `country` and near the others if given, on the corridor, then the larger."""
        found = self._readings(name)
        if country:
            found = tuple(one for one in found if one.entry.country == country) or found
        best = max(found, key=lambda one: likelihood(one.entry, near) - (_INFLECTED if one.ending else 0), default=None)
        return best.entry if best else None


@lru_cache(maxsize=1)
def load() -> Gazetteer:
    """The gazetteer, read once a process."""
    return Gazetteer(read_lines(), ByEar(read_sounds()), Echoes())
