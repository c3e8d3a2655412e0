"""How much speaks for a name being meant as a place: what it is, how it is written, what stands around it."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from nlp.gazetteer import Entry
from nlp.gazetteer.likelihood import CORRIDOR

#: From here on a name is taken for a place. The weights were set on tests/nlp/places/texts.jsonl.
ENOUGH = 2.4
_KIND = {"country": 3.0, "region": 2.0, "crossing": 2.0}
_SIZE = ((500_000, 2.9), (100_000, 2.2), (20_000, 1.7), (5_000, 1.1), (1_000, 0.5), (0, 0.2))
_DESTINATIONS = frozenset(
    {"DE", "IT", "RO", "CH", "FR", "GB"}
)  #: their cities have names in all languages of the route
_OWN_TABLE = 1.7  # who put it into supplement.tsv had a reason
_ON_CORRIDOR, _OWN_NAME, _ENDING = 0.3, 0.3, -0.4
_CAPITAL, _CAPITAL_ANYWAY, _SMALL, _CASELESS = 1.0, 0.5, -0.4, 0.3
_MARKED = {"from": 1.3, "to": 1.3, "via": 1.3, "at": 0.9, "home": 0.9}
_ARROW, _APOSTROPHE, _SEVERAL_WORDS, _COMPANY, _COMPANY_SMALL = 1.5, 1.5, 1.0, 0.8, 0.4
_ADJECTIVE, _SMALL_ENDING, _ELSEWHERE = -2.2, -0.6, -0.7
_SHORT = {1: -3.0, 2: -2.0, 3: -0.5}
_ORDINARY, _ORDINARY_OPENING, _ORDINARY_SMALL, _PART_OF_NAME = -1.6, -2.4, -1.2, -1.2


class Writing(NamedTuple):  # one for each name in each text: a tuple is made in a quarter of the time
    """How a name stands in the text."""

    length: int  #: letters of its folded form
    words: int
    ending: bool
    capital: bool
    opens: bool  #: at the beginning of a sentence, where all have capitals
    two_cases: bool  #: the script has small and capital letters
    cased: bool  #: capitals tell something in this text and script
    ordinary: bool
    part_of_name: bool  #: joined to a word with a capital that is no place, as in a surname
    company: bool  #: other places stand in the text
    adjective: bool  #: small letters where a country's name is also the adjective: mađarska granica
    # What stands around it, and can only speak for it:
    marked: str | None = None  #: meaning of the marker before or after it
    arrow: bool = False  #: leads from or to another place
    apostrophe: bool = False  #: before the ending


@lru_cache(maxsize=65536)  # the same name mostly stands in the same way
def weight(entry: Entry, own_name: bool, writing: Writing) -> float:
    """The sum of what speaks for and against."""
    total = _what_it_is(entry) + (_OWN_NAME if own_name else 0.0) + _SHORT.get(writing.length, 0.0)
    total += _ENDING if writing.ending else 0.0
    total += _MARKED.get(writing.marked or "", 0.0)
    total += _ARROW if writing.arrow else 0.0
    total += _APOSTROPHE if writing.apostrophe else 0.0
    total += _SEVERAL_WORDS if writing.words > 1 else 0.0
    total += _company(entry, writing)
    total += _ELSEWHERE if writing.two_cases and not own_name and _is_chance(entry, writing) else 0.0
    total += _ADJECTIVE if writing.adjective else 0.0
    total += _SMALL_ENDING if writing.ending and writing.cased and not (writing.capital or writing.marked) else 0.0
    total += _PART_OF_NAME if writing.part_of_name else 0.0
    return total + _letters(writing)


@lru_cache(maxsize=16384)
def _what_it_is(entry: Entry) -> float:
    base = _KIND.get(entry.kind)
    if base is None:
        base = next(points for least, points in _SIZE if entry.population >= least)
        if entry.id.startswith("wm:"):
            base = max(base, _OWN_TABLE)
    return base + (_ON_CORRIDOR if CORRIDOR.get(entry.country, 0.0) >= 3 else 0.0)


def _is_chance(entry: Entry, writing: Writing) -> bool:
    """Off the corridor, and only by one of its other names: mostly a chance likeness."""
    if entry.kind in ("country", "region") or entry.id.startswith("wm:"):
        return False
    small = entry.population < 200_000 or (writing.cased and not writing.capital)
    return small and CORRIDOR.get(entry.country, 0.0) < 3 and entry.country not in _DESTINATIONS


def _company(entry: Entry, writing: Writing) -> float:
    if not writing.company:
        return 0.0
    if writing.cased and not writing.capital:
        return _COMPANY_SMALL if entry.population >= 100_000 else 0.0
    return _COMPANY if entry.kind not in ("city", "village") else _COMPANY_SMALL


def _letters(writing: Writing) -> float:
    if not writing.cased:
        return _CASELESS + (_ORDINARY + _ORDINARY_SMALL / 2 if writing.ordinary else 0.0)
    if writing.capital:
        points = _CAPITAL_ANYWAY if writing.opens else _CAPITAL
        return points + (_ordinary(writing) if writing.ordinary else 0.0)
    return _SMALL + (_ORDINARY + _ORDINARY_SMALL if writing.ordinary else 0.0)


def _ordinary(writing: Writing) -> float:
    """At the beginning of a sentence a capital letter says nothing, unless an arrow leads on to another place."""
    return _ORDINARY_OPENING if writing.opens and not writing.arrow else _ORDINARY
