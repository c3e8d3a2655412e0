"""Reads a currency behind or before a figure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from nlp.language.tables import SOUTH_SLAVIC
from nlp.phrases import words_of
from nlp.prices.mentions import Mentions
from nlp.prices.tables import Currency, currencies
from nlp.reading import Reading, fold

_WORD = re.compile(r"[^\W\d_]+")
_WORDS = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){0,2}")  # no currency has more
_TAIL = re.compile(r" ?(?:[.,]?-{1,2}|(?<=[^\W\d])\.)? ?(?:de )?")  # 2500,- €; 3 хил. лева; două mii de euro
_SUFFIX = re.compile(r"'[^\W\d_]{1,5}")  # euro'ya, €'dan
_LEFT = re.compile(r"([^\W\d_]+)[ .:]{0,2}\Z")
_ENDS = re.compile(r"\s*(?:$|[.,;:!?)/|\n\-–+*]|(?:per|p|za|po|pro|për|pp|ose|or|ili|oder)\b)")
_DETACHED = re.compile(r",? \(?")
_SHORTEST_DETACHED = 3  # letters: "2500 e premte" is no euro
_CLOSED = re.compile(r"(?! ?[:=]? ?\d)")  # no figure that the currency belongs to


class Money(NamedTuple):
    """A currency as written at [start, end) of the plain reading."""

    start: int
    end: int
    code: str
    scale: float
    least: float


@dataclass(frozen=True, slots=True)
class _Form:
    currency: Currency
    short: bool = False
    capitals: bool = False


class Purse:
    """All ways to write a currency, for a text of a language and a country of publication."""

    def __init__(self, reading: Reading, language: str, country: str | None, mentions: Mentions) -> None:
        self._mentions = mentions
        self._reading, self._plain = reading, reading.plain
        self._language, self._country = language, country

    def behind(self, end: int) -> Money | None:
        """The currency that stands right behind `end`."""
        plain = self._plain
        tail = _TAIL.match(plain, end)
        at = tail.end() if tail else end
        sign = _signs().get(plain[at : at + 1])
        if sign:
            return self._money(sign, at, self._with_suffix(at + 1))
        words = _WORDS.match(plain, at)
        if words is None or words[0].partition(" ")[0] not in _first_words():
            return None
        last = words.end()
        while last > at:
            for form in _forms().get(plain[at:last], ()):
                if self._counts(form, at, last, glued=at == end):
                    return self._money(form.currency, at, self._with_suffix(last))
            last = plain.rfind(" ", at, last)
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
        currency = _implied().get(last[1]) if last else None
        return self._money(currency, end, end) if currency else None

    def before(self, start: int, after: int) -> Money | None:
        """The currency that stands right before `start`, no part of it before `after`."""
        at = start
        while at > after and self._plain[at - 1] == " " and start - at < 2:
            at -= 1
        sign = _signs().get(self._plain[at - 1 : at]) if at > after else None
        if sign:
            return self._money(sign, at - 1, at)
        match = _LEFT.search(self._plain, max(after, start - 24), start)
        if match is None:
            return None
        for form in _forms().get(match[1], ()):
            if not form.short and self._counts(form, match.start(1), match.end(1), glued=False):
                return self._money(form.currency, match.start(1), match.end(1))
        return None

    def _counts(self, form: _Form, start: int, end: int, *, glued: bool) -> bool:
        if form.capitals:
            first, last = self._reading.span(start, end)
            return self._reading.given[first:last].isupper() or self._each(end)
        if form.short:
            return glued or (self._language not in ("sq", "it") and bool(_ENDS.match(self._plain, end)))
        return True

    def _each(self, end: int) -> bool:
        """Whether it is said right behind whom it is for: then "100 km po osobi" is money."""
        return self._mentions.behind(end) is not None

    def _with_suffix(self, end: int) -> int:
        suffix = _SUFFIX.match(self._plain, end)
        return suffix.end() if suffix else end

    def _money(self, currency: Currency, start: int, end: int) -> Money:
        return Money(start, end, self._code(currency, end), currency.scale, currency.least)

    def _code(self, currency: Currency, end: int) -> str:
        shared = currency.named
        if shared is None:
            return currency.code
        word = _WORD.match(self._plain, end + 1)
        if word and word[0] in _qualifiers()[id(currency)]:
            return _qualifiers()[id(currency)][word[0]]
        if self._country in shared.countries:
            return shared.countries[self._country]
        language = "sr" if self._language in SOUTH_SLAVIC else self._language
        return shared.languages.get(language, currency.code)


def names_money(plain: str) -> bool:
    """Whether a text holds a sign or a word of any currency, or a number word that implies one."""
    return not _first_words().isdisjoint(words_of(plain)) or not _signs().keys().isdisjoint(plain)


@lru_cache(maxsize=1)
def _first_words() -> frozenset[str]:
    return frozenset(match[0] for form in (*_forms(), *_implied()) if (match := _WORD.match(form)))


@lru_cache(maxsize=1)
def _signs() -> dict[str, Currency]:
    return {fold(sign): currency for currency in currencies() for sign in currency.signs}


@lru_cache(maxsize=1)
def _implied() -> dict[str, Currency]:
    return {fold(word): currency for currency in currencies() for word in currency.implied}


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


@lru_cache(maxsize=1)
def _qualifiers() -> dict[int, dict[str, str]]:
    """Words that tell currencies of one name apart, by the place of their entry in the table."""
    return {
        id(currency): {fold(word): code for word, code in currency.named.words.items()}
        for currency in currencies()
        if currency.named
    }
