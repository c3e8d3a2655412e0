"""Reads a currency behind or before a figure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from nlp.language.tables import SOUTH_SLAVIC
from nlp.nations import nation_of
from nlp.phrases import words_of
from nlp.prices.cues import Cues
from nlp.prices.mentions import Mentions
from nlp.prices.tables import Currency, by_sign, currencies
from nlp.prices.whereabouts import Whereabouts
from nlp.reading import Reading, fold

_WORD = re.compile(r"[^\W\d_]+")
_WORDS = re.compile(r"[^\W\d_]\.[^\W\d_](?![^\W\d_])|[^\W\d_]+(?: [^\W\d_]+){0,2}")  # "u.e."; none has more
#: 2500,- €; 3 хил. лева; două mii de euro; 500 US$
_TAIL = re.compile(r" ?(?:[.,]?-{1,2}|(?<=[^\W\d])\.)? ?(?:de |us(?=\$))?")
_SUFFIX = re.compile(r"'[^\W\d_]{1,5}")  # euro'ya, €'dan
_LEFT = re.compile(r"([^\W\d_]+)[ .:]{0,2}\Z")
_ENDS = re.compile(r"\s*(?:$|[.,;:!?)/|\n\-–+*]|(?:per|p|za|po|pro|për|pp|ose|or|ili|oder)\b)")
_DETACHED = re.compile(r",? \(?")
_SAID_IN = re.compile(r"\b(?:in|en|u|v|в|во|σε|ne|w) ([^\W\d_]+)")
_SENTENCE = re.compile(r"[^.!?\n]{0,60}")
_WORD_OR_SIGN = re.compile(r"[^\W\d_]+|[^\w\s]")
_MOST_STATED = 8
_FEW = 1000
_SHORTEST_DETACHED = 3  # letters: "2500 e premte" is no euro
_CLOSED = re.compile(r"(?! ?[:=]? ?\d)")  # no figure that the currency belongs to


class Money(NamedTuple):
    """A currency as written at [start, end) of the plain reading."""

    start: int
    end: int
    code: str
    scale: float
    least: float
    few: float = 1.0

    def scale_of(self, figure: float) -> float:
        """What one of so many stands for: seven tomans are seven million."""
        return self.scale * (self.few if figure < _FEW else 1.0)


@dataclass(frozen=True, slots=True)
class _Form:
    currency: Currency
    short: bool = False
    capitals: bool = False


class Purse:
    """All ways to write a currency, for a text of a language and a country of publication."""

    def __init__(self, reading: Reading, language: str, where: Whereabouts, mentions: Mentions) -> None:
        self._mentions = mentions
        self._reading, self._plain = reading, reading.plain
        self._language, self._where = language, where

    def behind(self, end: int) -> Money | None:
        """The currency that stands right behind `end`."""
        plain = self._plain
        tail = _TAIL.match(plain, end)
        at = tail.end() if tail else end
        sign = by_sign().get(plain[at : at + 1])
        if sign:
            return self._money(sign, at, self._with_suffix(at + 1))
        words = _WORDS.match(plain, at)
        if words is None:
            return None
        first = words[0].partition(" ")[0]
        if first in _first_words():
            last = words.end()
            while last > at:
                for form in _forms().get(plain[at:last], ()):
                    if self._counts(form, at, last, glued=at == end):
                        return self._money(form.currency, at, self._with_suffix(last))
                last = plain.rfind(" ", at, last)
        nation = nation_of(first) if " " in words[0] else None
        return self._of_nation(words, nation) if nation else None

    def _of_nation(self, words: re.Match[str], nation: str) -> Money | None:
        """The currency named behind a nation: "160 αιγυπτιακές λίρες", "20.000 syrian pounds"."""
        nations, name = words[0].split(" ")[:2]
        for form in _forms().get(name, ()):
            if not (form.short or form.capitals):
                end = words.start() + len(nations) + 1 + len(name)
                return self._money(form.currency, words.start(), self._with_suffix(end), nation)
        return None

    def detached(self, end: int) -> Money | None:
        """The currency said after a comma: "2 grand, pounds", or after whom it is for: "800 per head, euros"."""
        gap = _DETACHED.match(self._plain, end)
        if gap is None:
            return None
        money = self.behind(gap.end())
        long_enough = money is not None and money.end - money.start >= _SHORTEST_DETACHED
        return money if long_enough and money and _CLOSED.match(self._plain, money.end) else None

    def implied(self, start: int, end: int) -> Money | None:
        """The currency that the words of a number imply: a lakh is rupees, a bon is a thousand leva."""
        last = _LEFT.search(self._plain, start, end)
        for currency in _implied().get(last[1], ()) if last else ():
            if self._where.speaks_of(currency.where):
                money = self._money(currency, end, end)
                said = self._said_in(end)
                return said._replace(start=end, end=end) if said else money
        return None

    def _said_in(self, end: int) -> Money | None:
        """The currency that the sentence says a sum is in: "12 grand to Milan, all in euros"."""
        rest = _SENTENCE.match(self._plain, end)
        for match in _SAID_IN.finditer(self._plain, end, rest.end() if rest else end):
            form = self._named_by(match[1])
            if form and _CLOSED.match(self._plain, match.end()):
                return self._money(form.currency, match.start(1), match.end(1))
        return None

    def before(self, start: int, after: int) -> Money | None:
        """The currency that stands right before `start`, no part of it before `after`."""
        at = start
        while at > after and self._plain[at - 1] == " " and start - at < 2:
            at -= 1
        sign = by_sign().get(self._plain[at - 1 : at]) if at > after else None
        if sign:
            return self._money(sign, at - 1, at)
        match = _LEFT.search(self._plain, max(after, start - 24), start)
        if match is None:
            return None
        for form in _forms().get(match[1], ()):
            if not form.short and self._counts(form, match.start(1), match.end(1), glued=False):
                return self._money(form.currency, match.start(1), match.end(1))
        return None

    def stated(self, cues: Cues, amounts: Sequence[tuple[int, int]]) -> list[Money]:
        """Currencies that stand by themselves, in none of the spans of `amounts`: "all prices in euros", "(€)"."""
        found: list[Money] = []
        starts = [start for start, _ in amounts]
        for match in _WORD_OR_SIGN.finditer(self._plain):
            form = self._named_by(match[0])
            if form is None:
                continue
            start, end = match.span()
            at = bisect_right(starts, start) - 1
            alone = at < 0 or start >= amounts[at][1]
            if alone and (form.currency.alone or cues.states(self._plain, start)):
                found.append(self._money(form.currency, start, end))
                if len(found) == _MOST_STATED:
                    break
        return found

    def _named_by(self, word: str) -> _Form | None:
        """The currency that a word names by itself."""
        sign = by_sign().get(word)
        if sign:
            return _Form(sign)
        long_enough = len(word) >= _SHORTEST_DETACHED and word in _first_words()
        forms = _forms().get(word, ()) if long_enough else ()
        return next((form for form in forms if not (form.short or form.capitals)), None)

    def _counts(self, form: _Form, start: int, end: int, *, glued: bool) -> bool:
        if not self._where.speaks_of(form.currency.where) or self._language in form.currency.unless:
            return False
        if form.capitals:
            first, last = self._reading.span(start, end)
            return self._reading.given[first:last].isupper() or self._each(end)
        if form.short:
            is_and = end - start == 1 and self._language in ("sq", "it")
            if glued:
                return not self._plain[end : end + 1].isdigit()  # 550e8400 is no sum
            return not is_and and bool(_ENDS.match(self._plain, end))
        return True

    def _each(self, end: int) -> bool:
        """Whether it is said right behind whom it is for: then "100 km po osobi" is money."""
        return self._mentions.behind(end) is not None

    def _with_suffix(self, end: int) -> int:
        suffix = _SUFFIX.match(self._plain, end)
        return suffix.end() if suffix else end

    def _money(self, currency: Currency, start: int, end: int, nation: str | None = None) -> Money:
        return Money(start, end, self._code(currency, start, end, nation), currency.scale, currency.least, currency.few)

    def _code(self, currency: Currency, start: int, end: int, nation: str | None) -> str:
        shared = currency.named
        if shared is None:
            return currency.code
        beside = (nation, *(nation_of(word) for word in self._beside(start, end)))
        said = next((country for country in beside if country in shared.countries), None)
        if said is None and self._language in shared.spoken:
            return shared.spoken[self._language]
        country = said or self._where.of(shared.countries, start)
        if country:
            return shared.countries[country]
        language = "sr" if self._language in SOUTH_SLAVIC else self._language
        return shared.languages.get(language, currency.code)

    def _beside(self, start: int, end: int) -> list[str]:
        """The word behind a currency and the one before it."""
        behind = _WORD.match(self._plain, end + 1)
        before = _LEFT.search(self._plain, max(0, start - 24), start)
        return [word for word in (behind and behind[0], before and before[1]) if word]


def names_money(plain: str) -> bool:
    """Whether a text holds a sign or a word of any currency, or a number word that implies one."""
    return not _first_words().isdisjoint(words_of(plain)) or not by_sign().keys().isdisjoint(plain)


@lru_cache(maxsize=1)
def _first_words() -> frozenset[str]:
    """How the names of currencies begin: the first word, and of what has points the whole."""
    forms = (*_forms(), *_implied())
    return frozenset(
        start for form in forms if (match := _WORD.match(form)) for start in (match[0], form.partition(" ")[0])
    )


@lru_cache(maxsize=1)
def _implied() -> dict[str, tuple[Currency, ...]]:
    found: dict[str, tuple[Currency, ...]] = {}
    for currency in currencies():
        for word in currency.implied:
            found[fold(word)] = (*found.get(fold(word), ()), currency)
    return found


@lru_cache(maxsize=1)
def _forms() -> dict[str, tuple[_Form, ...]]:
    forms: dict[str, tuple[_Form, ...]] = {}
    for currency in currencies():
        for words, form in (
            (currency.words, _Form(currency)),
            (currency.codes, _Form(currency, capitals=True)),
            (currency.short, _Form(currency, short=True)),
        ):
            for word in words:
                forms[fold(word)] = (*forms.get(fold(word), ()), form)
    return forms
