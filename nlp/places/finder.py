"""Finds the names of places in a text, decides which are meant as places, and which place is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from operator import attrgetter

from nlp.directions import after, before, is_word_of_one
from nlp.directions.wording import Wording, is_arrow, word
from nlp.gazetteer import Entry, Gazetteer
from nlp.gazetteer.endings import Ending, is_ending, stems
from nlp.gazetteer.languages import homes_of
from nlp.gazetteer.match import Candidate, Match
from nlp.gazetteer.native import sounds_like
from nlp.places import beside
from nlp.places.around import Name, Neighbours, gaps_to_others, is_bare, is_joined, is_priced, leads_on, sets_out
from nlp.places.choice import Choice, choose
from nlp.places.codes import FOLDED, code_of, flags
from nlp.places.evidence import ENOUGH, Form, Stand, weight
from nlp.places.likeness import is_something_else
from nlp.places.ordinary import is_ordinary
from waymark.records import Place

_APOSTROPHES = frozenset("'’ʼ`´‘")
_STRETCH = "\u0640"  # tatweel
_DASHES = frozenset("-–‐‑")
_HYPHENS = frozenset("-‐‑")  # of a surname; a longer dash leads from place to place
_LIST = frozenset((",", "،", "/", "&", "+", "|", "、"))
_NEVER_A_COUNTRY = ("ski", "cki")
_NOUNS_LARGE = ("de",)  # with a capital letter wherever they stand
_BY_ENDING = ("tr", "hu", "ckb", "ar", "ps")
_PEOPLES = frozenset((("ckb", "ی"), ("ku", "i"), ("ps", "ی")))
_MOST = 50_000  # names and flags of one text: more stand in no ad or tip, and would only fill the memory
_start = attrgetter("start")
_ADJECTIVE = re.compile(r"[sc]k(?:a|e|u|i|o|oj|om|og|im|ata|iot|ija|ijat|ite|eto|oto)$")


class PlaceFinder:
    """Reads texts with one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._countries = gazetteer.countries()
        self._coded = {code: Match(1, (Candidate(entry, None),)) for code, entry in self._countries.items()}

    def find(self, text: str, language: str, country: str | None, taken: Sequence[tuple[int, int]] = ()) -> list[Place]:
        """The places of `text`, in order; `taken` are stretches that mean something else."""
        wording = word(text)
        names = list(islice(self._names(wording, language), _MOST))
        if taken:
            names = list(_outside(names, sorted(taken)))
        choices = choose([name.match for name in names], language, country)
        named = {name.first for name in names if not is_ordinary(wording.keys[name.first], language)}
        neighbours = Neighbours({name.first for name in names}, {name.last for name in names}, named)
        places = [
            _place(text, name, choice)
            for name, choice in zip(names, choices, strict=True)
            if name.sure or _is_meant(wording, name, choice.candidate, language, neighbours)
        ]
        places += islice(self._flags(text), _MOST)
        places.sort(key=_start)
        return places

    def _names(self, wording: Wording, language: str) -> Iterator[Name]:
        keys, spans, known, first = wording.keys, wording.spans, self._gazetteer.names, self._gazetteer.names.first
        free = 0  # the first word that is no part of the name before
        for at, key in enumerate(keys):
            if at < free or not key:
                continue
            if key in FOLDED and (code := code_of(wording, at)):
                yield Name(at, at, *spans[at], self._coded[code], True)
                continue
            path = first(key, language)
            for match in known.along(path, keys, at) if path else ():
                if match.words == 1 or _one_stretch(wording, at, match):
                    last = _with_apostrophe(wording, at + match.words - 1)
                    if _may_be_meant(match, keys[at : last + 1], language, *_letters(wording, spans[at][0])):
                        yield Name(at, last, spans[at][0], spans[last][1], match)
                        free = last + 1
                        break

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
    end = wording.spans[last][1]
    if wording.text[end : end + 1] not in _APOSTROPHES:
        return last
    following = last + 1
    begins = following < len(wording.keys) and wording.spans[following][0] == end + 1
    return following if begins and is_ending(wording.keys[following]) else last


def _outside(names: Iterable[Name], taken: Sequence[tuple[int, int]]) -> Iterator[Name]:
    """The names that lie in none of the stretches `taken`; both in order of their beginning."""
    at = reached = 0
    for name in names:
        while at < len(taken) and taken[at][0] < name.end:
            reached = max(reached, taken[at][1])
            at += 1
        if name.start >= reached:
            yield name


def _letters(wording: Wording, start: int) -> tuple[bool, bool, bool]:
    """Whether a capital stands there, whether its script has capitals, and whether they tell something."""
    first = wording.text[start]
    capital = first.isupper()
    two_cases = capital or first.islower()
    return capital, two_cases, two_cases and wording.cased


@lru_cache(maxsize=65536)
def _may_be_meant(
    match: Match, keys: tuple[str, ...], language: str, capital: bool, two_cases: bool, cased: bool
) -> bool:
    """Whether the words would be a place if all that can stand around them spoke for it; else they are words."""
    best = Stand(capital, False, two_cases, cased, False, True, "from", True, True, len(keys) > match.words, True, True)
    return any(
        weight(_form(keys, one, language, capital, cased and not capital), best) >= ENOUGH for one in match.candidates
    )


def _is_meant(wording: Wording, name: Name, candidate: Candidate, language: str, neighbours: Neighbours) -> bool:
    """Whether enough speaks for the place; what stands around the name is looked at where the name is not enough."""
    if is_something_else(wording, name, language, neighbours):
        return False
    capital, two_cases, cased = _letters(wording, name.start)
    form = _form(wording.keys[name.first : name.last + 1], candidate, language, capital, cased and not capital)
    opens = capital and wording.opens_sentence(name.first)
    part_of_name = _in_a_surname(wording, name, neighbours)
    stand = Stand(capital, opens, two_cases, cased, part_of_name, neighbours.others_than(name))
    given = wording.keys[name.first] in beside.words("given", language)
    if not given and weight(form, stand) >= ENOUGH:
        return True
    stand = _with_surroundings(stand, wording, name, candidate, language, neighbours)
    return weight(form, stand) >= ENOUGH and not (given and not (stand.marked or stand.arrow or stand.listed))


@lru_cache(maxsize=65536)
def _form(keys: tuple[str, ...], candidate: Candidate, language: str, capital: bool, small: bool) -> Form:
    written = " ".join(keys)
    return Form(
        entry=candidate.entry,
        own_name=candidate.own_name or keys[0] == candidate.entry.key.partition(" ")[0],
        at_home=candidate.entry.country in homes_of(language),
        length=len(written) - (len(candidate.ending.written) if candidate.ending else 0),
        words=len(keys),
        ending=candidate.ending is not None,
        heard=candidate.heard,
        sounds=not candidate.heard and len(keys) == 1 and sounds_like(keys[0], candidate.entry),
        ordinary=_is_a_word(written, candidate, language, small) if len(keys) == 1 else is_ordinary(written, language),
        noun=language in _NOUNS_LARGE,
        adjective=written.endswith(_NEVER_A_COUNTRY)
        or (not capital and _is_adjective(written))
        or _is_a_people(candidate)
        or (language == "hu" and _says_where_from(written, candidate)),
    )


def _is_a_word(written: str, candidate: Candidate, language: str, small: bool) -> bool:
    """Whether it is a word of the language; with an ending, whether the word without it is, for a name seldom used, or
    where a small letter stands among capital ones: bodrumda is the cellar."""
    if is_ordinary(written, language) or is_word_of_one(written, language):
        return True
    if candidate.ending is None or (candidate.own_name and not small):
        return False
    return any(stem.ending is candidate.ending and is_ordinary(stem.key, language) for stem in stems(written, language))


def _with_surroundings(
    stand: Stand, wording: Wording, name: Name, candidate: Candidate, language: str, neighbours: Neighbours
) -> Stand:
    marking = before(wording.keys, name.first, language) or after(wording.keys, name.last + 1, language)
    meaning = marking.meaning if marking else _said_by(candidate.ending)
    left, right = gaps_to_others(wording, name, neighbours)
    return stand._replace(
        marked=None if _is_one_word(name, candidate, wording, language) else meaning,
        arrow=is_arrow(left)
        or is_arrow(right)
        or (candidate.own_name and is_priced(wording, name, neighbours))
        or (is_bare(candidate) and marking is not None and sets_out(wording, name, marking, language, neighbours)),
        listed=left.strip() in _LIST
        or right.strip() in _LIST
        or (stand.capital and stand.cased and is_joined(wording, name, language, neighbours))
        or leads_on(wording, name, candidate, language, neighbours),
        beside=left == " " or right == " ",
        apostrophe=_is_set_apart(wording, name, candidate.ending),
        bare=name.first > 0 and wording.keys[name.first - 1] in beside.words("bare", language),
    )


def _is_set_apart(wording: Wording, name: Name, ending: Ending | None) -> bool:
    """By an apostrophe before the ending, or by a stretch behind an Arabic prefix: بـجبيل."""
    if ending is not None and ending.at_start:
        behind = name.start + len(ending.written)
        return wording.text[behind : behind + 1] == _STRETCH
    return name.first < name.last and wording.gap(name.last - 1, name.last) in _APOSTROPHES


def _is_one_word(name: Name, candidate: Candidate, wording: Wording, language: str) -> bool:
    """Whether what looks like a prefix is a part of an everyday word: نوصلكم بأمان, "we bring you in safety"."""
    ending = candidate.ending
    return ending is not None and ending.at_start and is_ordinary(wording.keys[name.first], language)


def _said_by(ending: Ending | None) -> str | None:
    """Direction, where the language says it by the ending alone."""
    return ending.meaning if ending and ending.language in _BY_ENDING and ending.meaning != "of" else None


def _is_adjective(written: str) -> bool:
    """South Slavic -ska, -čka and their cases: with a small letter Turkish, Hungarian, not Turkey, Hungary."""
    return _ADJECTIVE.search(written) is not None


def _is_a_people(candidate: Candidate) -> bool:
    """Sorani عێراقی, Kurmanji Îranî, Pashto پولنډي: of a country, so written it mostly is the people or theirs."""
    ending = candidate.ending
    return ending is not None and candidate.entry.kind == "country" and (ending.language, ending.written) in _PEOPLES


def _says_where_from(written: str, candidate: Candidate) -> bool:
    """Hungarian szabadkai, berlini: of a place whose own name does not end in -i, as Tbilisi does."""
    return candidate.ending is None and written.endswith("i") and not candidate.entry.key.endswith("i")


def _in_a_surname(wording: Wording, name: Name, neighbours: Neighbours) -> bool:
    """Joined by a hyphen without spaces to a word with a capital letter that is no place, or to a number (a plate)."""
    text, left, right = wording.text, name.first - 1, name.last + 1
    if left >= 0 and text[name.start - 1] in _HYPHENS and left not in neighbours.ends:
        first = text[wording.spans[left][0]]
        return wording.spans[left][1] == name.start - 1 and (first.isupper() or first.isdigit())
    if right < len(wording.spans) and text[name.end] in _HYPHENS and right not in neighbours.starts:
        return wording.spans[right][0] == name.end + 1 and text[name.end + 1].isupper()
    return False


def _place(text: str, name: Name, choice: Choice) -> Place:
    ending = choice.candidate.ending
    rule = "country code" if name.sure else "gazetteer, by its sound" if choice.candidate.heard else "gazetteer"
    if ending is not None:
        rule = f"{rule}, {ending.language} {ending.written}"
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
