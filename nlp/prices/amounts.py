"""Finds amounts of money: figures or number words with a currency, ranges, and figures that share a neighbour's."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from nlp.numerals.quantities import Quantity
from nlp.phones.atoms import counted
from nlp.prices.mentions import Mentions
from nlp.prices.money import Money, Purse
from nlp.prices.tables import Phrases

SHARED = "shares a currency"  #: the rule of figures without a currency of their own
_start = attrgetter("start")
_SMALLEST, _LARGEST = 0.1, 1e12
_BETWEEN_CURRENCIES = 120  # characters within which a figure shares the currency of a price
_SIMILAR = 8.0  # by how many times such a figure may differ from it
_SMALLEST_SHARED = 20
_NEXT_TO = 18  # characters between a figure and the person that makes it a price
_FROM_PLACE = re.compile(r"[ :=\->|(]*(?:[^\W\d_]{2,10} ){0,2}")
_LEADS = re.compile(r"[ :=\-]*(?:(?:po|по|je|nga|kem|от|cate|anche) )?")
_TO_PLACE = re.compile(r" (?:[^\W\d_]{1,10} )?")
_SMALLEST_IN_WORDS = 100
_NEAR_ALTERNATIVE = 40  # characters
_GLUED = re.compile(r"[-'][^\W\d]|%|[.,:/-]?\d|°|[^\W\d_]")  # the 95s, 20%, 15:30: no sums
_CLAUSE = re.compile(
    r"(?:[^\d.!?\n,;:]{0,30}[,;.:]|(?= (?:u|i|e|a|и|і|y|es|et|si|ve|und|and|dhe|και|و|او|اور)\b))"
    r"(?: [^\W\d_]+'?[^\W\d_]*){1,4}[ :=-]{1,3}"
)
_CLAUSE_ENDS = re.compile(r" ?(?:[.,;!)\n]|\Z)")
_WORDS_ONLY = re.compile(r"(?:[^\W\d_]+ ){0,4}")
_YEARS = range(1950, 2100)
_BETWEEN = re.compile(
    r"(?:between|zwischen|izmedju|izmedu|измеду|између|меѓу|между|ndermjet|mes|intre|μεταξυ|entre|tra|بین|بين) \Z"
)


class Amount(NamedTuple):
    """Money in the plain reading; min or max is None where only the other is said."""

    start: int
    end: int
    min: float | None
    max: float | None
    currency: str
    rule: str
    figures_end: int  #: where the figure ends, without the currency
    scale: float = 1.0  #: what one as said stands for: a toman is ten rials

    @property
    def said(self) -> float:
        """The figure as said."""
        return (self.max or self.min or 0.0) / self.scale


class Finder:
    """Finds the amounts of one text."""

    def __init__(self, plain: str, purse: Purse, mentions: Mentions, words: Phrases) -> None:
        self._plain, self._purse, self._mentions, self._words = plain, purse, mentions, words

    def amounts(self, quantities: Sequence[Quantity], places: Sequence[tuple[int, int]]) -> list[Amount]:
        """The amounts among `quantities` (phones and dates left out), in order; `places` are spans of place names."""
        monies = self._monies(quantities)
        found: list[Amount] = []
        at = 0
        while at < len(quantities):
            amount, used = self._range(quantities, monies, at)
            if amount is None:
                amount = self._single(quantities[at], monies[at])
            if amount is not None:
                found.append(amount)
            at += used
        shared = self._sharing(quantities, found, places)
        return sorted([*found, *shared], key=_start)

    def _monies(self, quantities: Sequence[Quantity]) -> list[Money | None]:
        """The currency of each quantity: behind it, else before it where no other claims that."""
        monies: list[Money | None] = []
        claimed = 0
        for quantity in quantities:
            money = self._purse.behind(quantity.end) or self._purse.before(quantity.start, claimed)
            money = money or self._told_apart(quantity)
            if money is not None:
                claimed = max(claimed, money.end)
            monies.append(money)
            claimed = max(claimed, quantity.end)
        return monies

    def _told_apart(self, quantity: Quantity) -> Money | None:
        """The currency of a number that none stands beside: behind whom it is for, or in the number's own words."""
        mention = self._mentions.behind(quantity.end)
        end = mention.end if mention else quantity.end
        return self._purse.detached(end) or self._purse.implied(quantity.start, quantity.end)

    def _single(self, quantity: Quantity, money: Money | None) -> Amount | None:
        if money is None:
            return None
        value = self._value(quantity, money)
        if not max(_SMALLEST, money.least) <= value <= _LARGEST or not (quantity.figures or value > 1):
            return None
        value *= money.scale
        start, end = min(quantity.start, money.start), max(quantity.end, money.end)
        if self._plain[end : end + 1] == "%":
            return None
        rule = "figure and currency" if quantity.figures else "number in words and currency"
        return self._bounded(Amount(start, end, value, value, money.code, rule, quantity.end, money.scale))

    def _value(self, quantity: Quantity, money: Money) -> float:
        """Fuel is priced with three decimals: 1,459 €/l."""
        is_fuel = (
            quantity.grouped and 1000 <= quantity.value < 10_000 and self._words.litre.match(self._plain, money.end)
        )
        return quantity.value / 1000 if is_fuel else quantity.value

    def _range(self, quantities: Sequence[Quantity], monies: list[Money | None], at: int) -> tuple[Amount | None, int]:
        """A range beginning at quantity `at`, and how many quantities it takes."""
        if at + 1 >= len(quantities):
            return None, 1
        low, high = quantities[at], quantities[at + 1]
        first, second = monies[at], monies[at + 1]
        money = second or first
        begin = first.end if first and first.start >= low.end else low.end
        finish = second.start if second and second.end <= high.start else high.start
        if money is None or not self._connected(low, high, begin, finish, both=bool(first and second)):
            return None, 1
        if first and second and first.code != second.code:
            return None, 1
        bottom = low.value
        if bottom < high.value and low.multiplier < high.multiplier and bottom * high.multiplier <= high.value:
            bottom *= high.multiplier / low.multiplier
        if not _SMALLEST <= bottom < high.value <= min(_LARGEST, bottom * 100):
            return None, 1
        start = min(low.start, first.start if first else low.start)
        end = max(high.end, second.end if second else high.end)
        bounds = bottom * money.scale, high.value * money.scale
        return Amount(start, end, *bounds, money.code, "range", high.end, money.scale), 2

    def _connected(self, low: Quantity, high: Quantity, begin: int, end: int, *, both: bool) -> bool:
        if end < begin:
            return False
        if self._plain[begin:end] == " ":  # "iki üç bin", "دو سه هزار": two or three thousand
            return not low.figures and high.multiplier >= 100 and low.value + 1 == high.value / high.multiplier
        either = self._words.either.fullmatch(self._plain, begin, end)
        if self._words.connects.fullmatch(self._plain, begin, end) and (not either or "-" in self._plain[begin:end]):
            return True
        before = (
            self._plain[max(0, low.start - 20) : low.start].rstrip("€$£₺ ") + " "
        )  # "and" joins a range only behind "from", "between"
        if not either:
            return False
        return bool(_BETWEEN.search(before) or (not both and self._words.from_before.search(before)))

    def _bounded(self, amount: Amount) -> Amount:
        """ "from 2000 €" has no max, "up to 3000 €" no min."""
        words, before = self._words, self._plain[max(0, amount.start - 30) : amount.start]
        said = before.rstrip(" :").endswith(words.bounds)  # nearly never, and asked in no time
        if (said and words.upto_before.search(before)) or self._follows(words.upto_behind, amount.end):
            return amount._replace(min=None, rule=amount.rule + ", up to")
        if (said and words.from_before.search(before)) or self._follows(words.from_behind, amount.end):
            return amount._replace(max=None, rule=amount.rule + ", from")
        return amount

    def _follows(self, pattern: re.Pattern[str], end: int) -> bool:
        """Whether it stands behind `end`, or behind whom the price is for."""
        if pattern.match(self._plain, end):
            return True
        mention = self._mentions.behind(end)
        return mention is not None and pattern.match(self._plain, mention.end) is not None

    def _sharing(
        self, quantities: Sequence[Quantity], found: list[Amount], places: Sequence[tuple[int, int]]
    ) -> Iterator[Amount]:
        """Figures that share the currency of a price near by: "Wien 2500, Berlin 3000 €", "or 1,700 to Munich"."""
        if not found or len(quantities) == len(found):
            return
        starts = [amount.start for amount in found]
        for quantity in quantities:
            at = bisect_right(starts, quantity.start)
            neighbours = found[max(0, at - 1) : at + 1]
            if any(amount.start <= quantity.start < amount.end for amount in neighbours):
                continue
            nearest = min(neighbours, key=lambda amount: _distance(amount, quantity))
            if self._shares(quantity, nearest, places):
                value, end = quantity.value * nearest.scale, quantity.end
                yield Amount(quantity.start, end, value, value, nearest.currency, SHARED, end, nearest.scale)

    def _shares(self, quantity: Quantity, price: Amount, places: Sequence[tuple[int, int]]) -> bool:
        if _distance(price, quantity) > _BETWEEN_CURRENCIES or not self._is_sum(quantity, price):
            return False
        between = (price.end, quantity.start) if price.end <= quantity.start else (quantity.end, price.start)
        if self._words.either.fullmatch(self._plain, *between):
            return quantity.value not in _YEARS or quantity.grouped or quantity.value % 100 == 0
        return (
            self._beside(quantity, places)
            or self._with_persons(quantity)
            or self._goes_on(quantity, price)
            or self._alternative(quantity, price)
        )

    def _is_sum(self, quantity: Quantity, price: Amount) -> bool:
        """Whether a number may be money as `price` is: as round, not too far from it, and nothing else's number."""
        size = price.said
        rough = quantity.value % 5 == 0
        as_fine = _near(quantity, price) or (size % 5 != 0 and size / 2 <= quantity.value <= size * 2)  # 7.45, 7.29
        if not (rough or as_fine) or quantity.value < min(_SMALLEST_SHARED, size / 2):
            return False
        if not (quantity.figures or quantity.value >= _SMALLEST_IN_WORDS) or counted(self._plain, quantity.end):
            return False
        if _GLUED.match(self._plain, quantity.end) or self._plain[quantity.start - 1 : quantity.start].isalpha():
            return False
        return size / _SIMILAR <= quantity.value <= size * _SIMILAR

    def _goes_on(self, quantity: Quantity, price: Amount) -> bool:
        """Whether the number ends a clause that goes on from the price's: "2400 €, with papers 1200."."""
        if price.end > quantity.start or (quantity.value in _YEARS and quantity.value % 100 and not quantity.grouped):
            return False
        ends = _near(quantity, price) or _CLAUSE_ENDS.match(self._plain, quantity.end)
        return bool(ends and _CLAUSE.fullmatch(self._plain, price.end, quantity.start))

    def _alternative(self, quantity: Quantity, price: Amount) -> bool:
        """Whether the price comes as the other of two: "1500 or to Salzburg 1900 euros"."""
        if price.start < quantity.end or price.start - quantity.end > _NEAR_ALTERNATIVE:
            return False
        word = self._words.either.match(self._plain, quantity.end)
        return bool(word and _WORDS_ONLY.fullmatch(self._plain, word.end(), price.start))

    def _beside(self, quantity: Quantity, places: Sequence[tuple[int, int]]) -> bool:
        """Whether a place stands before the figure ("Wien: 2500", "Wien mit Bus 2500") or behind ("2500 to Wien")."""
        at = bisect_right(places, (quantity.start, quantity.start))
        before, behind = places[max(0, at - 1) : at], places[at : at + 1]
        return any(_FROM_PLACE.fullmatch(self._plain, end, quantity.start) for _, end in before) or any(
            _TO_PLACE.fullmatch(self._plain, quantity.end, start) for start, _ in behind
        )

    def _with_persons(self, quantity: Quantity) -> bool:
        behind = self._mentions.behind(quantity.end)
        if behind and behind.kind != "none":
            return True
        before = self._mentions.within(max(0, quantity.start - _NEXT_TO), quantity.start)
        return bool(before and _LEADS.fullmatch(self._plain, before[-1].end, quantity.start))


def _near(quantity: Quantity, price: Amount) -> bool:
    """Whether a number is nearly the price: what the same thing costs elsewhere."""
    size = price.said
    return size * 0.8 <= quantity.value <= size * 1.25


def _distance(amount: Amount, quantity: Quantity) -> int:
    return quantity.start - amount.end if amount.end <= quantity.start else amount.start - quantity.end
