"""Finds the names of places that begin at a word of a text, of one word and of several.

Most words begin no name; that is remembered for each word, as is each step from word to word along the longer names.
What is remembered is bounded, so that a text of unheard-of words costs time, not memory.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlp.gazetteer.endings import Ending, stems
from nlp.gazetteer.entry import Entry
from nlp.gazetteer.match import Candidate, Match
from nlp.gazetteer.meant import meant
from nlp.gazetteer.sorani import without_vowels

_MOST_INFLECTED_WORDS = 3  # of a name of several words, each may take an ending
_REMEMBERED = 65_536
_TOWN = 15_000
_Form = tuple[str, "Ending | None"]


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """Some words of a text: what they name, and which beginnings of longer names they may be."""

    words: int
    match: Match | None
    beginnings: tuple[_Form, ...]
    language: str | None


class Names:
    """The folded spellings of all places, as a reader of running text asks for them."""

    def __init__(
        self,
        keys: Collection[str],
        keyed: Callable[[str], tuple[Entry, ...]],
        heard: Callable[[str, str | None], tuple[Entry, ...]] = lambda _word, _language: (),
    ) -> None:
        self._keyed = keyed
        self._keys = keys
        self._heard = heard
        self._beginnings: set[str] = set()  #: of names of several words
        self._followers: set[str] = set()  #: words that stand in such a name behind the first
        for key in keys:
            if " " in key:
                self._note(key)
        #: of a word and a language; None where no name begins
        self.first = lru_cache(_REMEMBERED)(self._find_first)
        self._next = lru_cache(_REMEMBERED)(self._find_next)

    def _note(self, key: str) -> None:
        at = key.find(" ")
        while at > 0:
            self._beginnings.add(key[:at])
            at = key.find(" ", at + 1)
        self._followers.update(key.split(" ")[1:])

    def matches(self, words: Sequence[str], at: int = 0, language: str | None = None) -> Sequence[Match]:
        """What the folded `words` from `at` on may name, the longest first; endings are those of `language`.

        The same words give the same Match object again, as long as it is remembered.
        """
        path = self.first(words[at], language)
        return self.along(path, words, at) if path else ()

    def along(self, path: Path, words: Sequence[str], at: int) -> Sequence[Match]:
        """The matches for the words from `at` on; `path` is what `first` says of the first of them."""
        if not path.beginnings:  # nearly all
            return (path.match,) if path.match else ()
        found: list[Match] = []
        following: Path | None = path
        while following is not None:
            if following.match is not None:
                found.append(following.match)
            at += 1
            following = self._next(following, words[at]) if following.beginnings and at < len(words) else None
        found.reverse()
        return found

    def _find_first(self, word: str, language: str | None) -> Path | None:
        forms = _forms(word, language)
        found = [
            _candidate(entry, key, ending, language)
            for key, ending in forms
            if key in self._keys
            for entry in self._keyed(key)
        ]
        return self._path(
            1, found or self._respelled(forms, language) or self._by_ear(forms, language), forms, language
        )

    def _respelled(self, forms: Sequence[_Form], language: str | None) -> list[Candidate]:
        """What a Sorani word names without its vowels; villages are left to chance likeness."""
        if language != "ckb":
            return []
        for key, ending in forms:
            plain = without_vowels(key)
            if plain in self._keys and plain:
                found = [one for one in self._keyed(plain) if one.noted or one.population >= _TOWN]
                if found:
                    return [Candidate(entry, ending, heard=True) for entry in found]
        return []

    def _by_ear(self, forms: Sequence[_Form], language: str | None) -> list[Candidate]:
        """What the word sounds like, where no place is spelled so; the first form that sounds like any."""
        for key, ending in forms:
            if entries := self._heard(key, language):
                return [Candidate(entry, ending, heard=True) for entry in entries]
        return []

    def _find_next(self, path: Path, word: str) -> Path | None:
        forms = _forms(word, path.language) if path.words < _MOST_INFLECTED_WORDS else ((word, None),)
        following = [form for form in forms if form[0] in self._followers]
        longer = tuple((f"{begun} {key}", end or ending) for begun, ending in path.beginnings for key, end in following)
        found = [
            Candidate(entry, ending, entry.goes_by(key))
            for key, ending in longer
            if key in self._keys
            for entry in self._keyed(key)
        ]
        return self._path(path.words + 1, found, longer, path.language)

    def _path(
        self, words: int, found: Sequence[Candidate], forms: Sequence[_Form], language: str | None
    ) -> Path | None:
        beginnings = tuple(form for form in forms if form[0] in self._beginnings)
        if not found and not beginnings:
            return None
        return Path(words, Match(words, tuple(found)) if found else None, beginnings, language)


def _candidate(entry: Entry, key: str, ending: Ending | None, language: str | None) -> Candidate:
    """What a word of one name may be: `key` is how it is spelled without its ending."""
    own_name = entry.goes_by(key) or (ending is not None and key in entry.key.split(" "))
    is_meant = language is not None and meant().get((language, key)) == (entry.key, entry.country)
    return Candidate(entry, ending, own_name or is_meant, meant=is_meant)


@lru_cache(_REMEMBERED)
def _forms(word: str, language: str | None) -> tuple[_Form, ...]:
    """A word as it stands, then without the endings it may have."""
    return ((word, None), *((stem.key, stem.ending) for stem in stems(word, language)))
