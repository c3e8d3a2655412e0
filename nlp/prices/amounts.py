"""Finds amounts of money with a currency of their own: figures or number words, and ranges of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from nlp.numerals.quantities import Quantity
from nlp.prices.mentions import Mentions
from nlp.prices.money import Money, Purse
from nlp.prices.tables import Phrases, signs

_SMALLEST, _LARGEST = 0.1, 1e12
#: Figures that number something: an account (RS351600000017 is no rupees), a code that begins with zeros.
_CODE = re.compile(r"0\d{3,}|\d{8,}(?!000)\d{3}")
_FEW = 10


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

    def amounts(self, quantities: Sequence[Quantity]) -> list[Amount]:
        """The amounts with a currency of their own among `quantities` (phones and dates left out), in order."""
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
        return found

    def _monies(self, quantities: Sequence[Quantity]) -> list[Money | None]:
        """The currency of each quantity: behind it, else before it where no other claims that."""
        monies: list[Money | None] = []
        claimed = 0
        for quantity in quantities:
            money = self._beside(quantity, claimed) or self._told_apart(quantity)
            if money is not None:
                claimed = max(claimed, money.end)
            monies.append(money)
            claimed = max(claimed, quantity.end)
        return monies

    def _beside(self, quantity: Quantity, claimed: int) -> Money | None:
        """The currency behind a number, else before it; before it first, where that behind leads on: €15 - €20."""
        behind = self._purse.behind(quantity.end)
        if behind and not figure_follows().match(self._plain, behind.end):
            return behind
        before = self._purse.before(quantity.start, claimed)
        return before or (None if behind and self._of_the_next(quantity, behind) else behind)

    def _of_the_next(self, quantity: Quantity, money: Money) -> bool:
        """Whether a sign between two numbers goes with the second, on which it is glued: "2 £500", "saath £890"."""
        few = not quantity.figures or quantity.value < _FEW
        glued = self._plain[money.start - 1] == " " and self._plain[money.end : money.end + 1].isdigit()
        return few and glued and self._plain[money.start : money.end] in signs()

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
        if _CODE.fullmatch(self._plain, quantity.start, quantity.end):
            return None
        scale = money.scale_of(value)
        value *= scale
        start, end = min(quantity.start, money.start), max(quantity.end, money.end)
        if self._plain[end : end + 1] == "%":
            return None
        rule = "figure and currency" if quantity.figures else "number in words and currency"
        return Amount(start, end, value, value, money.code, rule, quantity.end, scale)

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
        bottom = lower_end(low, high)
        if not _SMALLEST <= bottom < high.value <= min(_LARGEST, bottom * 100):
            return None, 1
        start = min(low.start, first.start if first else low.start)
        end = max(high.end, second.end if second else high.end)
        scale = money.scale_of(high.value)
        return Amount(start, end, bottom * scale, high.value * scale, money.code, "range", high.end, scale), 2

    def _connected(self, low: Quantity, high: Quantity, begin: int, end: int, *, both: bool) -> bool:
        if end < begin:
            return False
        if self._plain[begin:end] == " ":  # "iki üç bin", "دو سه هزار": two or three thousand
            return not low.figures and high.multiplier >= 100 and low.value + 1 == high.value / high.multiplier
        either = self._words.either.fullmatch(self._plain, begin, end)
        if self._words.connects.fullmatch(self._plain, begin, end) and (not either or "-" in self._plain[begin:end]):
            return True
        if not either:
            return False
        before = self._plain[max(0, low.start - 20) : low.start].rstrip(signs() + " ") + " "
        # "and" joins a range only behind "from", "between"
        return bool(self._words.between.search(before) or (not both and self._words.from_before.search(before)))


def lower_end(low: Quantity, high: Quantity) -> float:
    """The lower end of a range, of which the upper one may bear the multiplier for both: 2-3 thousand."""
    shared = low.multiplier < high.multiplier and low.value * high.multiplier <= high.value
    return low.value * high.multiplier / low.multiplier if shared else low.value


@lru_cache(maxsize=1)
def figure_follows() -> re.Pattern[str]:
    """What stands between a currency and the figure that it leads on to, with that figure's first digit."""
    return re.compile(rf"[ .:]{{0,2}}[{re.escape(signs())}]? ?\d")
