"""Finds the names of places in a text, decides which are meant as places, and which place is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nlp.directions import after, before, is_word_of_one
from nlp.directions.wording import Wording, is_arrow, word
from nlp.gazetteer import Entry, Gazetteer
from nlp.gazetteer.endings import Ending, is_ending
from nlp.gazetteer.match import Candidate, Match
from nlp.places.choice import Choice, choose
from nlp.places.codes import code_of, flags
from nlp.places.evidence import ENOUGH, Writing, weight
from nlp.places.ordinary import is_ordinary
from waymark.records import Place

_APOSTROPHES = "'’ʼ`´‘"
_DASHES = "-–‐‑"
_NEVER_A_COUNTRY = ("ski", "cki")
_BY_ENDING = ("tr", "hu", "ckb", "ar")
_ADJECTIVE = re.compile(r"[sc]k(?:a|e|u|i|o|oj|om|og|im|ata|iot|ija|ijat|ite|eto|oto)$")


@dataclass(frozen=True, slots=True)
class Name:
    """Words [first, last] of a text that may name a place."""

    first: int
    last: int
    start: int
    end: int
    candidates: tuple[Candidate, ...]
    rule: str = "gazetteer"
    sure: bool = False  #: a flag or a code: nothing else can be meant


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where in a text names begin and end: their first and last words."""

    starts: frozenset[int]
    ends: frozenset[int]


class PlaceFinder:
    """Reads texts with one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._countries = gazetteer.countries()

    def find(self, text: str, language: str, country: str | None, taken: Sequence[tuple[int, int]] = ()) -> list[Place]:
        """The places of `text`, in order; `taken` are stretches that mean something else."""
        wording = word(text)
        names = [name for name in self._names(wording, language) if not _overlaps(name, taken)]
        choices = choose([name.candidates for name in names], language, country)
        neighbours = Neighbours(frozenset(name.first for name in names), frozenset(name.last for name in names))
        places = [
            _place(text, name, choice)
            for name, choice in zip(names, choices, strict=True)
            if name.sure or weight(*_weighed(wording, name, choice, language, neighbours)) >= ENOUGH
        ]
        return sorted([*places, *self._flags(text)], key=lambda place: place.start)

    def _names(self, wording: Wording, language: str) -> Iterator[Name]:
        at, keys = 0, wording.keys
        while at < len(keys):
            name = self._name(wording, at, language) if keys[at] else None
            if name is None:
                at += 1
                continue
            yield name
            at = name.last + 1

    def _name(self, wording: Wording, at: int, language: str) -> Name | None:
        if code := code_of(wording, at):
            start, end = wording.spans[at]
            return Name(at, at, start, end, (Candidate(self._countries[code], None),), "country code", True)
        for match in self._gazetteer.matches(wording.keys, at, language):
            if match.words == 1 or _one_stretch(wording, at, match):
                last = at + match.words - 1
                last = _with_apostrophe(wording, last)
                return Name(at, last, wording.spans[at][0], wording.spans[last][1], match.candidates)
        return None

    def _flags(self, text: str) -> Iterator[Place]:
        for start, end, code in flags(text):
            entry = self._countries.get(code)
            if entry:
                yield _record(text, start, end, entry, "flag")


def _one_stretch(wording: Wording, at: int, match: Match) -> bool:
    """Names of several words stand on one line, with at most a hyphen or a dot between them."""
    last = at + match.words - 1
    return (
        all(
            wording.gap(left, left + 1).strip(" \u00a0\u200c.") in ("", *_DASHES, *_APOSTROPHES)
            for left in range(at, last)
        )
        and "\n" not in wording.text[wording.spans[at][0] : wording.spans[last][1]]
    )


def _with_apostrophe(wording: Wording, last: int) -> int:
    """Takes in an ending that stands behind an apostrophe: İstanbul'dan, Vienna's."""
    following = last + 1
    if (
        following < len(wording.keys)
        and wording.gap(last, following) in _APOSTROPHES
        and is_ending(wording.keys[following])
    ):
        return following
    return last


def _overlaps(name: Name, taken: Sequence[tuple[int, int]]) -> bool:
    return any(name.start < end and start < name.end for start, end in taken)


def _weighed(
    wording: Wording, name: Name, choice: Choice, language: str, neighbours: Neighbours
) -> tuple[Entry, bool, Writing]:
    entry = choice.candidate.entry
    return (
        entry,
        wording.keys[name.first] == entry.key.split(" ")[0],
        _writing(wording, name, choice, language, neighbours),
    )


def _writing(wording: Wording, name: Name, choice: Choice, language: str, neighbours: Neighbours) -> Writing:
    text, keys = wording.text, wording.keys
    first_letter = text[name.start]
    written = keys[name.first] if name.first == name.last else " ".join(keys[name.first : name.last + 1])
    marking = before(keys, name.first, language) or after(keys, name.last + 1, language)
    one_word = name.first == name.last
    return Writing(
        length=len(written),
        words=1 if one_word else name.last - name.first + 1,
        ending=choice.candidate.ending,
        capital=first_letter.isupper(),
        opens=wording.opens_sentence(name.first),
        two_cases=first_letter.isupper() or first_letter.islower(),
        cased=wording.cased and (first_letter.isupper() or first_letter.islower()),
        marked=marking.meaning if marking else _said_by(choice.candidate.ending),
        arrow=_joined(wording, name, neighbours),
        apostrophe=not one_word and wording.gap(name.last - 1, name.last) in _APOSTROPHES,
        ordinary=one_word and (is_ordinary(written, language) or is_word_of_one(written, language)),
        part_of_name=_in_a_surname(wording, name, neighbours),
        company=len(neighbours.starts) > 1,
        adjective=written.endswith(_NEVER_A_COUNTRY) or (not first_letter.isupper() and _is_adjective(written)),
    )


def _said_by(ending: Ending | None) -> str | None:
    """Direction, where the language says it by the ending alone."""
    return ending.meaning if ending and ending.language in _BY_ENDING and ending.meaning != "of" else None


def _is_adjective(written: str) -> bool:
    """South Slavic -ska, -čka and their cases: with a small letter Turkish, Hungarian, not Turkey, Hungary."""
    return _ADJECTIVE.search(written) is not None


def _joined(wording: Wording, name: Name, neighbours: Neighbours) -> bool:
    """Whether an arrow leads from or to another name of a place."""
    right = name.last + 1
    if right in neighbours.starts and is_arrow(wording.gap(name.last, right)):
        return True
    left = name.first - 1
    return left in neighbours.ends and is_arrow(wording.gap(left, name.first))


def _in_a_surname(wording: Wording, name: Name, neighbours: Neighbours) -> bool:
    """Joined by a hyphen without spaces to a word with a capital letter that names no place."""
    left, right = name.first - 1, name.last + 1
    if left >= 0 and left not in neighbours.ends and wording.gap(left, name.first) in _DASHES:
        return wording.text[wording.spans[left][0]].isupper()
    if right < len(wording.spans) and right not in neighbours.starts and wording.gap(name.last, right) in _DASHES:
        return wording.text[wording.spans[right][0]].isupper()
    return False


def _place(text: str, name: Name, choice: Choice) -> Place:
    ending = choice.candidate.ending
    rule = name.rule if ending is None else f"{name.rule}, {ending.language} {ending.written}"
    return _record(text, name.start, name.end, choice.candidate.entry, f"{rule}{choice.reason}")


def _record(text: str, start: int, end: int, entry: Entry, rule: str) -> Place:
    return Place(
        text=text[start:end],
        start=start,
        end=end,
        rule=rule,
        id=entry.id,
        name=entry.name,
        kind=entry.kind,
        country=entry.country,
        lat=entry.lat,
        lon=entry.lon,
        geoname_id=entry.geoname_id,
    )
