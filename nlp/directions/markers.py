"""markers.tsv: what the words just before or after a place say of it: from, to, via, at, or somebody's home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast, get_args

from nlp.gazetteer.folding import fold
from nlp.gazetteer.languages import check
from nlp.lines import numbered
from waymark.errors import ConfigurationError

TABLE = Path(__file__).with_name("markers.tsv")
Meaning = Literal["from", "to", "via", "at", "into", "gather", "home", "then", "skip"]
_FIELDS = 4
#: Which languages' markers hold in a text of one language; in others, and where the language is unsure, all do.
RELATED = {
    **dict.fromkeys(("sr", "hr", "bs", "sl"), frozenset({"sr", "hr", "bs", "sl", "en"})),
    **{code: frozenset({code, "en"}) for code in ("sq", "tr", "hu", "de", "el", "ro", "it", "fr", "es", "en")},
    **dict.fromkeys(("mk", "bg"), frozenset({"mk", "bg", "sr"})),
    **dict.fromkeys(("ru", "uk"), frozenset({"ru"})),
    **dict.fromkeys(("cs", "sk", "pl"), frozenset({"cs", "sr", "en"})),
    "ar": frozenset({"ar"}),
    "fa": frozenset({"fa"}),
    "ps": frozenset({"ps"}),
    "ku": frozenset({"ku", "en"}),
    "ckb": frozenset({"ckb"}),
    "ur": frozenset({"ur"}),
}


@dataclass(frozen=True, slots=True)
class Marker:
    """One phrase of the table, in folded words."""

    languages: frozenset[str]
    at: Literal["before", "after"]
    meaning: Meaning
    words: tuple[str, ...]

    def holds_in(self, language: str) -> bool:
        related = RELATED.get(language)
        return related is None or not related.isdisjoint(self.languages)


@dataclass(frozen=True, slots=True)
class Marking:
    """A marker as it stands in a text: the words [start, end)."""

    marker: Marker
    start: int
    end: int

    @property
    def meaning(self) -> Meaning:
        return self.marker.meaning


def before(words: Sequence[str], place: int, language: str, *, barrier: int = 0) -> Marking | None:
    """The marker that ends just before word `place` (articles and the like between them), the longest one."""
    for at in range(place, max(barrier, place - 3), -1):
        found = _longest_before(words, at, language, barrier)
        if found is None:
            return None
        if found.meaning != "skip":
            return found
    return None


def _longest_before(words: Sequence[str], end: int, language: str, barrier: int) -> Marking | None:
    for marker in _by_edge(language)["before"].get(words[end - 1], ()) if end > barrier else ():
        start = end - len(marker.words)
        if start >= barrier and tuple(words[start:end]) == marker.words:
            return Marking(marker, start, end)
    return None


def after(words: Sequence[str], place: int, language: str, *, barrier: int | None = None) -> Marking | None:
    """The marker that begins at word `place`, the one after a place's last; the longest one."""
    stop = len(words) if barrier is None else barrier
    found = _longest_after(words, place, language, stop)
    if found is not None and found.meaning == "skip":
        return _longest_after(words, found.end, language, stop)
    return found


def _longest_after(words: Sequence[str], place: int, language: str, stop: int) -> Marking | None:
    for marker in _by_edge(language)["after"].get(words[place], ()) if place < stop else ():
        end = place + len(marker.words)
        if end <= stop and tuple(words[place:end]) == marker.words:
            return Marking(marker, place, end)
    return None


@lru_cache(maxsize=65536)
def is_word_of_one(word: str, language: str) -> bool:
    """Whether the folded `word` is a marker, or part of one, in `language`: such a word names no place."""
    return any(marker.holds_in(language) for marker in _by_word().get(word, ()))


@lru_cache(maxsize=1)
def _by_word() -> dict[str, list[Marker]]:
    words: dict[str, list[Marker]] = {}
    for marker in _all():
        for word in marker.words:
            words.setdefault(word, []).append(marker)
    return words


@lru_cache(maxsize=64)
def _by_edge(language: str) -> dict[str, dict[str, tuple[Marker, ...]]]:
    """Markers that hold in `language` by the word that touches the place, longest first."""
    edges: dict[str, dict[str, tuple[Marker, ...]]] = {"before": {}, "after": {}}
    for marker in sorted(_all(), key=lambda marker: (-len(marker.words), marker.meaning == "skip")):
        if not marker.holds_in(language):
            continue
        edge = marker.words[-1] if marker.at == "before" else marker.words[0]
        known = edges[marker.at].get(edge, ())
        edges[marker.at][edge] = (*known, marker)
    return edges


@lru_cache(maxsize=1)
def _all() -> tuple[Marker, ...]:
    return read()


def read(table: Path = TABLE) -> tuple[Marker, ...]:
    """All lines, checked. ConfigurationError names the line and what is wrong in it."""
    markers: list[Marker] = []
    for number, line in numbered(table):
        try:
            markers.extend(_markers(line.split("\t")))
        except ValueError as error:
            raise ConfigurationError(f"{table.name}, line {number}: {error}") from error
    return tuple(markers)


def _markers(fields: list[str]) -> list[Marker]:
    if len(fields) != _FIELDS:
        raise ValueError(f"{len(fields)} fields, {_FIELDS} expected (tabs between them)")
    languages, at, meaning, phrases = fields
    if at not in ("before", "after"):
        raise ValueError(f"{at!r}: before or after")
    if meaning not in get_args(Meaning):
        raise ValueError(f"{meaning!r}: one of {', '.join(get_args(Meaning))}")
    check(languages.split(","))
    if not all(fold(phrase) for phrase in phrases.split("|")):
        raise ValueError("a word is empty; take it out")
    side = cast("Literal['before', 'after']", at)
    return [
        Marker(frozenset(languages.split(",")), side, cast("Meaning", meaning), tuple(fold(phrase).split()))
        for phrase in phrases.split("|")
    ]
