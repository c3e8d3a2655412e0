"""Adds number words up to a number: "two", "thousand", "five", "hundred"."""

from __future__ import annotations

from dataclasses import dataclass

from nlp.numerals.tables import Numeral

_DIGITS = frozenset(range(2, 10))
HUNDRED, KILO = 100.0, 1000.0


@dataclass(slots=True)
class Sum:
    """Adds up numerals from left to right, as long as they make one number."""

    total: float = 0.0
    group: float = 0.0
    floor: float = float("inf")  #: the next value must be smaller: after hundreds come tens, then units
    multiplier: float = 1.0
    started: bool = False
    joined: bool = False
    by_figures: bool = False  #: its last value is written in figures

    def add(self, numeral: Numeral, *, figures: bool) -> bool:
        """Whether `numeral` belongs to this number; then it is part of it."""
        kind = numeral.kind
        taken = (
            self._value(numeral, figures)
            if kind == "value"
            else self._multiplied(numeral.value)
            if kind == "multiplier"
            else self._half()
            if kind == "half" or (kind == "joined half" and (self.joined or not self.started))
            else kind == "joiner" and self.started
        )
        if taken:
            self.joined = kind == "joiner"
            self.started = True
        return taken

    @property
    def said(self) -> float:
        """The number; of thousands with one digit behind, the digit says hundreds: "mille cinq", "duemila e cinque"."""
        elliptic = self.multiplier == KILO and self.total and self.group in _DIGITS and not self.by_figures
        return self.total + (self.group * HUNDRED if elliptic else self.group)

    def _value(self, numeral: Numeral, figures: bool) -> bool:
        value = numeral.value
        if (figures and self.started and not self.total) or (value == 0 and self.started):
            return False
        units = self.group % HUNDRED
        reversed_ten = self.joined and 0 < units < 10 and value in range(20, 100, 10)  # (hundert-)fünf-und-zwanzig
        if value >= self.floor and not reversed_ten:
            return False
        self.group += value
        self.by_figures = figures
        self.floor = 1 if reversed_ten else 20 if numeral.takes_teens else _floor_after(value, figures)
        return True

    def _multiplied(self, by: float) -> bool:
        if by == HUNDRED:
            if self.group >= by or (self.group == 0 and self.floor < by):
                return False
            self.group = (self.group or 1) * by
            self.floor = by
            return True
        if (self.total and by >= self.multiplier) or (self.total and not self.group):
            return False
        self.total += (self.group or 1) * by
        self.group, self.floor, self.multiplier = 0.0, by, by
        return True

    def _half(self) -> bool:
        if self.total and not self.group:
            self.total += self.multiplier / 2
            self.floor = 1
            return True
        if self.group and not self.total:
            self.group += 500 if self.group % 1000 == 0 else 0.5  # "ألفين ونص" is 2500
            return True
        if not self.started:  # half a lakh
            self.group, self.floor = 0.5, 0
            return True
        return False


def _floor_after(value: float, figures: bool) -> float:
    """What a value to be added next must stay below: 100 after "two hundred", 10 after "twenty", nothing after zero."""
    if value == 0:
        return 0
    if figures or value != int(value):
        return 1
    return next(
        (step for step in (1000, 100) if value >= step and value % step == 0), 10 if value in range(20, 100, 10) else 1
    )
