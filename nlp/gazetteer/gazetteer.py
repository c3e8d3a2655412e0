"""Places by name, in any language and spelling the gazetteer knows, and the best of those that share a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from nlp.gazetteer.data import parse, read_lines
from nlp.gazetteer.endings import Ending, stems
from nlp.gazetteer.entry import Entry
from nlp.gazetteer.folding import fold
from nlp.gazetteer.likelihood import likelihood
from nlp.gazetteer.match import Candidate, Match

_SUFFIX_AFTER_APOSTROPHE = re.compile(r"(?<=\w\w)['’ʼ`´]\w{1,6}$")
_INFLECTED = 1.5  # a name as it is spelled is likelier meant than one that has lost an ending
_MOST_INFLECTED_WORDS = 3  # of a name of several words, each may take an ending


class Gazetteer:
    """All places, by id and by folded spelling."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = list(lines)
        self._entries: dict[int, Entry] = {}
        self._by_id: dict[str, int] = {}
        self._by_key: dict[str, tuple[int, ...]] = {}
        self._beginnings: set[str] = set()  #: of names of several words, so that a reader knows when to look further
        by_key, by_id = self._by_key, self._by_id
        for number, line in enumerate(self._lines):
            by_id[line[: line.index("\t")]] = number
            alone = (number,)
            for key in line[line.rindex("\t") + 1 :].split("|"):
                others = by_key.get(key)
                by_key[key] = alone if others is None else others + alone
                if " " in key:
                    self._note_beginnings(key)
        self._candidates = lru_cache(maxsize=65536)(self._find_candidates)
        self._openings = lru_cache(maxsize=65536)(self._find_openings)

    def _note_beginnings(self, key: str) -> None:
        at = key.find(" ")
        while at > 0:
            self._beginnings.add(key[:at])
            at = key.find(" ", at + 1)

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
        entries = (self._numbered(number) for number, line in enumerate(self._lines) if "\tcountry\t" in line)
        return {entry.country: entry for entry in entries}

    def _numbered(self, number: int) -> Entry:
        known = self._entries.get(number)
        if known is None:
            row = parse(self._lines[number])
            known = Entry(row.id, row.name, row.kind, row.country, row.lat, row.lon, row.population, row.keys[0])
            self._entries[number] = known
        return known

    # -- by name --------------------------------------------------------------------------------------------------

    def keyed(self, key: str) -> tuple[Entry, ...]:
        """The places with exactly this folded spelling, the most populous first."""
        return tuple(self._numbered(number) for number in self._by_key.get(key, ()))

    def named(self, name: str) -> tuple[Entry, ...]:
        """The places that may be meant by `name` as it stands in a text; with a case ending where none has it as is."""
        found = self._readings(name)
        exact = [one.entry for one in found if one.ending is None]
        return tuple(dict.fromkeys(exact or [one.entry for one in found]))

    def _readings(self, name: str) -> tuple[Candidate, ...]:
        for written in (name, _SUFFIX_AFTER_APOSTROPHE.sub("", name)):
            words = fold(written).split()
            for match in self.matches(words) if words else ():
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

    # -- in running text ------------------------------------------------------------------------------------------

    def matches(self, words: Sequence[str], at: int = 0, language: str | None = None) -> Iterator[Match]:
        """What the folded `words` from `at` on may name, the longest first; endings are those of `language`."""
        if longer := self._several_words(words, at, language):
            yield from longer
        if alone := self._candidates(words[at], language):
            yield Match(1, alone)

    def _find_candidates(self, word: str, language: str | None) -> tuple[Candidate, ...]:
        found = [Candidate(entry, None, entry.key == word) for entry in self.keyed(word)]
        for stem in stems(word, language):
            found.extend(
                Candidate(entry, stem.ending, stem.key in (entry.key, *entry.key.split(" ")))
                for entry in self.keyed(stem.key)
            )
        return tuple(found)

    def _find_openings(self, word: str, language: str | None) -> list[tuple[str, Ending | None]]:
        return [(form, ending) for form, ending in _forms(word, language) if form in self._beginnings]

    def _several_words(self, words: Sequence[str], at: int, language: str | None) -> list[Match]:
        """Walks along the beginnings of longer names, each of their first words as it stands or without an ending."""
        paths = self._openings(words[at], language)
        if not paths:
            return []
        found: list[Match] = []
        length = 1
        while paths and at + length < len(words):
            following = words[at + length]
            forms = _forms(following, language) if length < _MOST_INFLECTED_WORDS else ((following, None),)
            longer = [(f"{path} {form}", end or ending) for path, ending in paths for form, end in forms]
            length += 1
            complete = [
                Candidate(entry, ending, entry.key == key)
                for key, ending in longer
                if key in self._by_key
                for entry in self.keyed(key)
            ]
            if complete:
                found.insert(0, Match(length, tuple(complete)))
            paths = [(key, ending) for key, ending in longer if key in self._beginnings]
        return found


@lru_cache(maxsize=65536)
def _forms(word: str, language: str | None) -> tuple[tuple[str, Ending | None], ...]:
    return ((word, None), *((stem.key, stem.ending) for stem in stems(word, language)))


@lru_cache(maxsize=1)
def load() -> Gazetteer:
    """The gazetteer, read once a process."""
    return Gazetteer(read_lines())
