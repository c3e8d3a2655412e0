"""Finds figures that are money though no currency stands beside them: they share that of a price near by ("or 1,700 to
Munich"), or one that the text states once for all ("all prices in euros")."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from nlp.numerals.quantities import Quantity
from nlp.prices import bare
from nlp.prices.amounts import Amount
from nlp.prices.cues import Cues
from nlp.prices.mentions import Mentions
from nlp.prices.money import Money
from nlp.prices.tables import Phrases

SHARED = "shares a currency"  #: the rule of figures that share a neighbour's currency
STATED = "currency stated for all"  #: the rule of those that take the text's
_FAR, _NEARBY = 900, 160  # characters to a price, for figures that look much or little like money
_UNBOUNDED = 2_000  # characters to where a currency is stated for all
_SIMILAR, _LOOSELY_SIMILAR = 8.0, 100.0  # by how many times a figure may differ from the price it shares with
_SMALLEST, _LARGEST = 20, 1e9
_LARGEST_STATED = 60_000
_THOUSAND = 1000
_NEXT_TO = 18  # characters between a figure and the person that makes it a price
_LEAST_ALONE = 100
_NEAR_ALTERNATIVE = 40  # characters
_LONGEST_LINE = 160
_FROM_PLACE = re.compile(r"[ :=\->|(*.,]*(?:[^\W\d_]{2,10} ){0,2}")
_LEADS = re.compile(r"[ :=\-]*(?:(?:po|по|je|nga|kem|от|cate|anche) )?")
_TO_PLACE = re.compile(r" (?:[^\W\d_]{1,10} (?:[^\W\d_]{1,4} )?)?")
_CLAUSE = re.compile(
    r"(?:[^\d.!?\n,;:]{0,30}[,;.:]|(?= (?:u|i|e|a|и|і|y|es|et|si|ve|und|and|dhe|και|و|او|اور)\b))"
    r"(?: [^\W\d_]+'?[^\W\d_]*){1,4}[ :=-]{1,3}"
)
_CLAUSE_ENDS = re.compile(r" ?(?:[.,;!)(\n…]|\Z)")
_LINE_ENDS = re.compile(r"[ *_!.]{0,3}(?:\n|\Z|[,;(] ?[^\W\d_])")
_ROW = re.compile(r"(?:[:=>|→~]|[.…-]{1,}) {0,2}\Z")
_WORDS_ONLY = re.compile(r"(?:[^\W\d_]+ ){0,4}")
_STROKE = re.compile(r" ?/ ?")
_BEHIND_STROKE = re.compile(r" ?/ ?\Z")


class Sharing:
    """Finds the figures of one text that share a currency."""

    def __init__(self, plain: str, mentions: Mentions, words: Phrases, cues: Cues, places: Sequence[tuple[int, int]]):
        self._plain, self._mentions, self._words, self._cues = plain, mentions, words, cues
        self._places = places
        self._place_starts = [start for start, _ in places]

    def among(
        self, quantities: Sequence[Quantity], found: Sequence[Amount], stated: Sequence[Money]
    ) -> Iterator[Amount]:
        """Amounts among `quantities` beside those `found`; `stated` are currencies that stand for themselves."""
        left = _without(quantities, found)
        if not left or not (found or stated):
            return
        if found and (tied := self._tied(left, found)):
            yield from tied
            found = sorted([*found, *tied])
            left = _without(left, found)
        refused: list[Quantity] = []
        taken: list[Amount] = []
        starts = [amount.start for amount in found]
        last: Amount | None = None  # of those taken
        for quantity in left:
            at = bisect_right(starts, quantity.start)
            neighbours = [*found[max(0, at - 1) : at + 1], *([last] if last else [])]
            neighbours.sort(key=lambda amount: _distance(amount, quantity))
            donor = next((amount for amount in neighbours if self._shares(quantity, amount)), None)
            if donor:
                last = _shared(quantity, donor)
                taken.append(last)
            else:
                refused.append(quantity)
        yield from taken
        yield from self._backward(refused, sorted([*found, *taken]), stated)

    def _tied(self, left: Sequence[Quantity], found: Sequence[Amount]) -> list[Amount]:
        """Figures that a stroke ties to a price, or to another of them: 1500/2000/2500 €."""
        if "/" not in self._plain:
            return []
        tied: list[Amount] = []
        begins, ends = {one.start: one for one in found}, {one.end: one for one in found}
        for quantity in reversed(left):
            stroke = _STROKE.match(self._plain, quantity.end)
            if stroke and (price := begins.get(stroke.end())) and _is_like(quantity, price):
                tied.append(_shared(quantity, price))
                begins[quantity.start] = ends[quantity.end] = tied[-1]
        for quantity in left:
            stroke = _BEHIND_STROKE.search(self._plain, max(0, quantity.start - 3), quantity.start)
            known = quantity.start in begins
            if stroke and not known and (price := ends.get(stroke.start())) and _is_like(quantity, price):
                tied.append(_shared(quantity, price))
                ends[quantity.end] = tied[-1]
        return tied

    def _backward(self, left: Sequence[Quantity], found: Sequence[Amount], stated: Sequence[Money]) -> Iterator[Amount]:
        """Those that share with what comes behind them: rows of a list that has its currency in the last."""
        starts = [amount.start for amount in found]
        ends = [money.end for money in stated]
        last: Amount | None = None
        for quantity in reversed(left):
            at = bisect_right(starts, quantity.start)
            behind = [*found[at : at + 1], *([last] if last else [])]
            behind.sort(key=lambda amount: amount.start)
            if behind and behind[0] is last and self._shares(quantity, behind[0]):
                last = _shared(quantity, behind[0])
                yield last
            elif ends and self._is_stated(quantity):
                near = min(stated, key=lambda money: abs(money.start - quantity.start)) if len(ends) < 9 else stated[-1]
                if abs(near.start - quantity.start) <= _UNBOUNDED:
                    last = Amount(
                        quantity.start, quantity.end, quantity.value * near.scale, quantity.value * near.scale,
                        near.code, STATED, quantity.end, near.scale,
                    )  # fmt: skip
                    yield last

    def is_cost(self, quantity: Quantity) -> bool:
        """Whether the words about a number say that it is what a journey costs, or what somebody pays."""
        behind = self._mentions.behind(quantity.end)
        if behind and behind.kind == "person" and " " in self._plain[behind.start : behind.end]:
            return True  # "2 bin kişi başı", where "kişi" alone would be counted
        if bare.is_year(quantity) or not self._is_free(quantity):
            return False
        return self._with_persons(quantity) or self._cues.asks(self._plain, quantity.start, quantity.end)

    def may_be_cost(self, quantity: Quantity) -> bool:
        """Whether a number stands where a journey's price may: behind a place, at the end of a clause."""
        if bare.is_year(quantity) or not self._is_free(quantity):
            return False
        if quantity.multiplier >= _THOUSAND and self._beside(quantity):  # "München 3,8k oder Wien 4k"
            return True
        return self._ends_clause(quantity) and (self._looks_like_money(quantity) or self._beside(quantity))

    def _is_stated(self, quantity: Quantity) -> bool:
        if not _SMALLEST <= quantity.value <= _LARGEST_STATED or quantity.value % 5 or not self._is_free(quantity):
            return False
        return not bare.is_year(quantity) and (
            self._looks_like_money(quantity)
            or self._asked(quantity)
            or self._with_persons(quantity)
            or self._beside(quantity)
            or (quantity.value >= _LEAST_ALONE and quantity.value % 50 == 0 and self._ends_clause(quantity))
        )

    def _shares(self, quantity: Quantity, price: Amount) -> bool:
        """Whether a number is money as `price` is."""
        distance = _distance(price, quantity)
        if (
            distance > _FAR
            or bare.is_year(quantity)
            or not (self._is_free(quantity) and self._is_round(quantity, price))
        ):
            return False
        size, similar = price.said, _similar(quantity, price)
        if distance <= _NEARBY and similar and self._is_next(quantity, price):
            return True
        if not size / _LOOSELY_SIMILAR <= quantity.value <= size * _LOOSELY_SIMILAR:
            return False
        if quantity.value >= _SMALLEST and (self._looks_like_money(quantity) or self._asked(quantity)):
            return True
        alone = quantity.value >= _LEAST_ALONE and quantity.value % 50 == 0
        return alone and similar and distance <= _NEARBY and self._ends_clause(quantity)

    def _is_next(self, quantity: Quantity, price: Amount) -> bool:
        """Whether what stands about a number makes it the price of another journey or person."""
        between = (price.end, quantity.start) if price.end <= quantity.start else (quantity.end, price.start)
        if self._words.either.fullmatch(self._plain, *between):
            return True
        return (
            self._beside(quantity)
            or self._with_persons(quantity)
            or self._goes_on(quantity, price)
            or self._alternative(quantity, price)
        )

    def _is_free(self, quantity: Quantity) -> bool:
        return bare.is_free(self._plain, quantity, self._cues)

    def _is_round(self, quantity: Quantity, price: Amount) -> bool:
        """Whether a number is as round as prices are, or as fine as `price` is: 7.45, 7.29."""
        size = price.said
        as_fine = _near(quantity, price) or (size % 5 != 0 and size / 2 <= quantity.value <= size * 2)
        return (quantity.value % 5 == 0 or as_fine) and quantity.value >= min(_SMALLEST, size / 2)

    def _looks_like_money(self, quantity: Quantity) -> bool:
        """Whether it is a sum by its looks: thousands said or grouped, or a sign of addition before it."""
        if quantity.multiplier >= _THOUSAND:
            return True
        if self._plain[max(0, quantity.start - 2) : quantity.start].rstrip(" ").endswith("+"):
            return not bare.goes_on(self._plain, quantity.end)  # +375 29 …
        return quantity.grouped and not bare.in_a_number(self._plain, quantity)

    def _asked(self, quantity: Quantity) -> bool:
        if quantity.value < _SMALLEST:
            return False
        if self._cues.asks(self._plain, quantity.start, quantity.end):
            return True
        return quantity.value >= _LEAST_ALONE and self._cues.for_so_much(self._plain, quantity.start)

    def _ends_clause(self, quantity: Quantity) -> bool:
        """Whether it ends a clause, or a line that names a place."""
        return bool(
            _CLAUSE_ENDS.match(self._plain, quantity.end)
            or (_LINE_ENDS.match(self._plain, quantity.end))
            or self._mentions.behind(quantity.end)
        )

    def _goes_on(self, quantity: Quantity, price: Amount) -> bool:
        """Whether the number ends a clause that goes on from the price's: "2400 €, with papers 1200."."""
        if price.end > quantity.start:
            return False
        ends = _near(quantity, price) or _CLAUSE_ENDS.match(self._plain, quantity.end)
        return bool(ends and _CLAUSE.fullmatch(self._plain, price.end, quantity.start))

    def _alternative(self, quantity: Quantity, price: Amount) -> bool:
        """Whether the price comes as the other of two: "1500 or to Salzburg 1900 euros"."""
        if price.start < quantity.end or price.start - quantity.end > _NEAR_ALTERNATIVE:
            return False
        word = self._words.either.match(self._plain, quantity.end)
        return bool(word and _WORDS_ONLY.fullmatch(self._plain, word.end(), price.start))

    def _beside(self, quantity: Quantity) -> bool:
        """Whether a place stands before the figure ("Wien: 2500", "Wien mit Bus 2500") or behind ("2500 to Wien")."""
        at = bisect_left(self._place_starts, quantity.start)
        before, behind = self._places[max(0, at - 1) : at], self._places[at : at + 1]
        if any(_TO_PLACE.fullmatch(self._plain, quantity.end, start) for start, _ in behind):
            return True
        for _, end in before:
            if _FROM_PLACE.fullmatch(self._plain, end, quantity.start):
                return True
            row = quantity.start - end <= _LONGEST_LINE and "\n" not in self._plain[end : quantity.start]
            if row and _ROW.search(self._plain, max(end, quantity.start - 6), quantity.start):
                return True
        return False

    def _with_persons(self, quantity: Quantity) -> bool:
        behind = self._mentions.behind(quantity.end)
        if behind and behind.kind != "none":
            return True
        before = self._mentions.within(max(0, quantity.start - _NEXT_TO), quantity.start)
        return bool(before and _LEADS.fullmatch(self._plain, before[-1].end, quantity.start))


def _shared(quantity: Quantity, donor: Amount) -> Amount:
    value = quantity.value * donor.scale
    rule = STATED if donor.rule == STATED else SHARED
    return Amount(quantity.start, quantity.end, value, value, donor.currency, rule, quantity.end, donor.scale)


def _without(quantities: Sequence[Quantity], found: Sequence[Amount]) -> list[Quantity]:
    """The quantities that are part of no amount."""
    starts = [amount.start for amount in found]
    left = []
    for quantity in quantities:
        at = bisect_right(starts, quantity.start) - 1
        if at < 0 or quantity.start >= found[at].end:
            left.append(quantity)
    return left


def _is_like(quantity: Quantity, price: Amount) -> bool:
    """Whether a figure may be a price beside `price`: as many digits or nearly, no year, no day."""
    figure = quantity.figures and quantity.value >= _LEAST_ALONE and not bare.is_year(quantity)
    return figure and _similar(quantity, price)


def _similar(quantity: Quantity, price: Amount) -> bool:
    """Whether a number is of the size of a price."""
    return price.said / _SIMILAR <= quantity.value <= price.said * _SIMILAR


def _near(quantity: Quantity, price: Amount) -> bool:
    """Whether a number is nearly the price: what the same thing costs elsewhere."""
    size = price.said
    return size * 0.8 <= quantity.value <= size * 1.25


def _distance(amount: Amount, quantity: Quantity) -> int:
    return quantity.start - amount.end if amount.end <= quantity.start else amount.start - quantity.end
