"""How much speaks for a name being meant as a place: what it is, how it is written, what stands around it."""

from __future__ import annotations

from dataclasses import dataclass
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
_MARKED = {"from": 1.3, "to": 1.3, "via": 1.3, "at": 0.9, "home": 0.9, "into": 1.1, "gather": 0.9, "in": 0.5}
_ARROW, _APOSTROPHE, _SEVERAL_WORDS, _COMPANY, _COMPANY_SMALL = 1.5, 1.5, 1.0, 0.8, 0.4
_ARROW_CASELESS = 1.9  #: where no capital letter can speak for the name
_ADJECTIVE, _SMALL_ENDING, _ELSEWHERE = -2.2, -0.6, -0.7
_SHORT, _SHORT_GIVEN = {1: -3.0, 2: -2.6, 3: -0.5}, 0.6
_HEARD, _HEARD_LONG, _HEARD_WORD = {4: -1.6, 5: -1.2, 6: -0.7, 7: -0.1}, 0.1, -9.0
_SHORT_ALIAS, _FEW, _TOLD_APART, _TOWNS = -0.8, 5, 4, ("city", "village")
_LISTED_CAPITAL = 0.6
_LISTED, _BESIDE, _AT_HOME, _KNOWN_TO_ALL, _ORDINARY_ALIAS = 0.5, 0.5, 0.4, 100_000, -0.6
_NO_CASES, _SMALL_AS_ALL = 0.6, 0.8  # of what a small letter says against an ordinary word, where none is large
_BARE, _BARE_FROM = 1.2, 40_000  # a noun that is a town's name as well, where no article stands before it
_FAMOUS, _FAR_OFF, _FAR_OFF_INFLECTED, _FAR_OFF_ALIAS = 200_000, -0.5, -2.0, -0.6
#: Of a word whose capital letter says nothing: at the beginning of a sentence, a German noun; an arrow says enough.
_ORDINARY, _ORDINARY_OPENING, _ORDINARY_SMALL, _PART_OF_NAME = -1.7, -2.4, -1.2, -1.2


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A name as it is written, wherever it stands."""

    entry: Entry
    own_name: bool  #: or one that supplement.tsv gives
    at_home: bool  #: in a country where the language of the text is spoken
    length: int  #: letters of the folded words without the ending
    words: int
    ending: bool
    ordinary: bool
    noun: bool  #: in a language whose nouns all have capital letters
    heard: bool  #: written by ear
    sounds: bool  #: in Arabic letters as the name of the place itself sounds
    adjective: bool  #: small letters where a country's name is also the adjective: mađarska granica


class Stand(NamedTuple):  # one for each name in each text: a tuple is made in a quarter of the time
    """How a name stands in the text."""

    capital: bool
    opens: bool  #: at the beginning of a sentence, where all have capitals
    two_cases: bool  #: the script has small and capital letters
    cased: bool  #: capitals tell something in this text and script
    part_of_name: bool  #: joined to a word with a capital that is no place, as in a surname
    company: bool  #: other places stand in the text
    # What stands around it, and can only speak for it:
    marked: str | None = None  #: meaning of the marker before or after it
    arrow: bool = False  #: leads from or to another place
    listed: bool = False  #: a comma or a slash stands between it and another place
    apostrophe: bool = False  #: before the ending, or a stretch (بـجبيل) behind the prefix
    beside: bool = False  #: nothing but a space stands between it and another place: zaxo silopi mersin
    bare: bool = False  #: a preposition without an article: in Halle, not in der Halle


@lru_cache(maxsize=65536)  # the same name mostly stands in the same way
def weight(form: Form, stand: Stand) -> float:
    """The sum of what speaks for and against."""
    entry, own_name = form.entry, form.own_name
    total = _what_it_is(entry) + (_OWN_NAME if own_name else 0.0) + _short(form, stand)
    total += _ENDING if form.ending else 0.0
    total += _MARKED.get(stand.marked or "", 0.0)
    total += (_ARROW if stand.two_cases else _ARROW_CASELESS) if stand.arrow else 0.0
    total += _listed(form, stand) if stand.listed else 0.0
    total += _BESIDE if stand.beside and not (form.ordinary or form.adjective or form.ending) else 0.0
    total += _APOSTROPHE if stand.apostrophe else 0.0
    total += _several_words(form, stand)
    total += _company(entry, stand)
    total += _AT_HOME if form.at_home and entry.kind in ("city", "village") else 0.0
    total += _ELSEWHERE if _is_chance(form, stand) else 0.0
    total += _far_off(form)
    total += _ADJECTIVE if form.adjective else 0.0
    total += _heard(form) if form.heard else 0.0
    total += _SHORT_ALIAS if _is_short_alias(form) else 0.0
    total += _SMALL_ENDING if form.ending and stand.cased and not (stand.capital or stand.marked) else 0.0
    total += _ORDINARY_ALIAS if form.ordinary and not own_name else 0.0
    total += _PART_OF_NAME if stand.part_of_name else 0.0
    total += _BARE if stand.bare and _is_town_and_noun(form) else 0.0
    return total + _letters(form, stand)


def _is_town_and_noun(form: Form) -> bool:
    return form.noun and form.ordinary and form.own_name and form.at_home and form.entry.population >= _BARE_FROM


def _short(form: Form, stand: Stand) -> float:
    """Few letters are mostly a word; less so where no vowels are written and supplement.tsv gives the name: قم."""
    given = form.own_name and form.entry.noted and not (form.ordinary or form.ending or stand.two_cases)
    return _SHORT.get(form.length, 0.0) * (_SHORT_GIVEN if given else 1.0)


def _listed(form: Form, stand: Stand) -> float:
    """Among other places a capital letter in the middle of a sentence tells more of an ordinary word: Kraljevo, Bor."""
    set_apart = form.ordinary and form.own_name and stand.cased and stand.capital and not stand.opens
    return _LISTED + (_LISTED_CAPITAL if set_apart else 0.0)


def _what_it_is(entry: Entry) -> float:
    base = _KIND.get(entry.kind)
    if base is None:
        base = next(points for least, points in _SIZE if entry.population >= least)
        if entry.id.startswith("wm:"):
            base = max(base, _OWN_TABLE)
    return base + (_ON_CORRIDOR if CORRIDOR.get(entry.country, 0.0) >= 3 else 0.0)


def _is_chance(form: Form, stand: Stand) -> bool:
    """Off the corridor, and only by one of its other names: mostly a chance likeness."""
    entry = form.entry
    if form.own_name or form.at_home or entry.kind in ("country", "region"):
        return False
    if not stand.two_cases and not form.ordinary:
        return False
    small = entry.population < 200_000 or form.ordinary or (stand.cased and not stand.capital)
    return small and CORRIDOR.get(entry.country, 0.0) < 3 and entry.country not in _DESTINATIONS


def _far_off(form: Form) -> float:
    """Where no route leads, a small place is hardly meant, nor one that only an ending made of the word: a slip is."""
    entry = form.entry
    if entry.kind not in ("city", "village") or form.at_home or entry.noted or entry.country in CORRIDOR:
        return 0.0
    points = _FAR_OFF if entry.population < _FAMOUS else 0.0
    if form.own_name:
        return points
    return points + (_FAR_OFF_INFLECTED if form.ending else 0.0) + (_FAR_OFF_ALIAS if points else 0.0)


def _heard(form: Form) -> float:
    """A word that sounds like a place may be a word: less so the longer it is; a word that is known is none."""
    return _HEARD_WORD if form.ordinary else _HEARD.get(form.length, _HEARD_LONG)


def _is_short_alias(form: Form) -> bool:
    """A few letters that are some town's other name, far from where it is spoken of: any word may be that."""
    known = (
        form.own_name
        or form.at_home
        or form.heard
        or (form.sounds and not form.ordinary and form.length >= _TOLD_APART)
    )
    return not known and form.length <= _FEW and form.entry.kind in _TOWNS


def _several_words(form: Form, stand: Stand) -> float:
    """Several words are seldom a chance likeness, unless they are small ones: la place, la linea."""
    if form.words == 1 or (stand.two_cases and not stand.capital and form.entry.population < _KNOWN_TO_ALL):
        return 0.0
    return _SEVERAL_WORDS


def _company(entry: Entry, stand: Stand) -> float:
    if not stand.company:
        return 0.0
    if stand.cased and not stand.capital:
        return _COMPANY_SMALL if entry.population >= 100_000 else 0.0
    return _COMPANY if entry.kind not in ("city", "village") else _COMPANY_SMALL


def _letters(form: Form, stand: Stand) -> float:
    ordinary = form.ordinary
    if not stand.cased:
        share = _SMALL_AS_ALL if stand.two_cases and not stand.capital else _NO_CASES
        return _CASELESS + (_ORDINARY + _ORDINARY_SMALL * share if ordinary else 0.0)
    if stand.capital:
        says_nothing = stand.opens or (ordinary and form.noun)
        points = _CAPITAL_ANYWAY if says_nothing else _CAPITAL
        if not ordinary:
            return points
        return points + (_ORDINARY_OPENING if says_nothing and not stand.arrow else _ORDINARY)
    return _SMALL + (_ORDINARY + _ORDINARY_SMALL if ordinary else 0.0)
