"""Finds the prices of a text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from operator import attrgetter

from nlp.numerals.quantities import Quantity, find_quantities
from nlp.numerals.tables import numerals_of
from nlp.phones.traps import shapes
from nlp.prices.amounts import Finder
from nlp.prices.assumed import assumed, costs
from nlp.prices.bounds import Bounds
from nlp.prices.cues import cues
from nlp.prices.mentions import Mentions
from nlp.prices.money import Money, Purse, names_money
from nlp.prices.persons import assign
from nlp.prices.sharing import Sharing
from nlp.prices.tables import Phrases, phrases
from nlp.prices.whereabouts import PlaceAt, Whereabouts
from nlp.reading import Reading, read
from waymark.records import Price

Span = tuple[int, int]
_WORD = re.compile(r" [^\W\d_]{1,4} ")


def find_prices(
    text: str,
    language: str,
    country: str | None,
    taken: Sequence[Span] = (),
    places: Sequence[PlaceAt] = (),
    phones: Sequence[str] = (),
) -> Iterator[Price]:
    """The prices in `text`, in order. `taken` are spans of phones and handles, `phones` the phones' countries."""
    reading = read(text)
    plain = reading.plain
    named = _places_in_reading(reading, places)
    unsaid = assumed(named)
    if not (unsaid or names_money(plain)):
        return
    words = phrases(language)
    quantities: Sequence[Quantity] = find_quantities(plain, numerals_of(language))
    if not quantities:
        return
    spans = [*_in_reading(reading, taken), *shapes(plain)]
    if spans:
        blocked = _Spans(spans)
        quantities = [q for q in quantities if not blocked.touch(q.start, q.end)]
        if not quantities:
            return
    mentions = Mentions(plain, words.per, quantities[0].start, quantities[-1].end)
    purse = Purse(reading, language, Whereabouts(country, named, phones), mentions)
    amounts = Finder(plain, purse, mentions, words).amounts(quantities)
    stated: list[Money] = []
    if len(amounts) < len(quantities):
        said = cues(language)
        stated = purse.stated(said, [(amount.start, amount.end) for amount in amounts])
        sharing = Sharing(plain, mentions, words, said, [(place.start, place.end) for place in named])
        if unsaid and not (amounts or stated):
            amounts = costs(plain, quantities, unsaid, sharing, words)
        else:
            priced = {amount.start for amount in amounts}
            alone = [
                q for q in quantities if not said.is_hour(plain, q.start, q.value) or _goes_on(plain, q, priced, words)
            ]
            amounts = sorted([*amounts, *sharing.among(alone, amounts, stated)], key=attrgetter("start"))
    bounds = Bounds(plain, mentions, words)
    amounts = [bounds.of(amount) for amount in amounts]
    for amount, per in zip(amounts, assign(plain, amounts, quantities, mentions, words, stated), strict=True):
        start, end = reading.span(amount.start, amount.end)
        yield Price(
            text=text[start:end], start=start, end=end, rule=amount.rule,
            min=amount.min, max=amount.max, currency=amount.currency, per=per,
        )  # fmt: skip


def _goes_on(plain: str, quantity: Quantity, priced: Set[int], words: Phrases) -> bool:
    """Whether "or" joins a number to a price right behind it: "um 20 oder 25 €"."""
    word = _WORD.match(plain, quantity.end)
    if word is None or word.end() not in priced:
        return False
    return words.either.fullmatch(plain, quantity.end, word.end()) is not None


def _places_in_reading(reading: Reading, places: Sequence[PlaceAt]) -> list[PlaceAt]:
    spans = _in_reading(reading, [(place.start, place.end) for place in places])
    return [PlaceAt(*span, place.country) for span, place in zip(spans, places, strict=True)]


def _in_reading(reading: Reading, spans: Sequence[Span]) -> list[Span]:
    """Spans of the text as given, in the plain reading."""
    if reading.origin is None:
        return list(spans)
    return [(bisect_left(reading.origin, start), bisect_left(reading.origin, end)) for start, end in spans]


class _Spans:
    """Spans that may overlap, asked often whether something touches one."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._merged: list[Span] = []
        for start, end in sorted(spans):
            if self._merged and start <= self._merged[-1][1]:
                self._merged[-1] = (self._merged[-1][0], max(end, self._merged[-1][1]))
            else:
                self._merged.append((start, end))
        self._starts = [start for start, _ in self._merged]

    def touch(self, start: int, end: int) -> bool:
        """Whether [start, end) shares a character with any of the spans."""
        at = bisect_left(self._starts, end) - 1
        return at >= 0 and self._merged[at][1] > start
