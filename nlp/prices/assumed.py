"""Finds what a journey costs where no currency is said anywhere: "Subotica - Beč 900 po glavi" is euros."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from nlp.numerals.quantities import Quantity
from nlp.prices import bare
from nlp.prices.amounts import Amount, lower_end
from nlp.prices.sharing import Sharing
from nlp.prices.tables import Phrases, read_table
from nlp.prices.whereabouts import PlaceAt
from nlp.reading import fold

RULE = "no currency said: the usual one of such journeys"
_FEWEST_COUNTRIES = 2
_ROUND = 50
_MIDNIGHT, _HOUR = 2400, 60
_LONGEST = 12  # letters of a word of the clock


@lru_cache(maxsize=4)
def _folded(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)


class Assumed(BaseModel):
    """A currency that goes without saying; see assumed.yml."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    code: str = Field(pattern=r"^[A-Z]{3}$")
    countries: frozenset[str]
    not_: frozenset[str] = Field(alias="not")
    least: float
    most: float
    clock: tuple[str, ...]

    def is_time(self, plain: str, quantity: Quantity) -> bool:
        """Whether figures stand behind a word of the clock and can be a time of day: "at 1800"."""
        if quantity.multiplier > 1 or not (quantity.value < _MIDNIGHT and quantity.value % 100 < _HOUR):
            return False
        before = plain[max(0, quantity.start - _LONGEST) : quantity.start].rstrip(" ").rpartition(" ")[2]
        return before in _folded(self.clock)


@lru_cache(maxsize=1)
def usual() -> tuple[Assumed, ...]:
    """Raises ConfigurationError where assumed.yml does not fit its schema."""
    return read_table("assumed.yml", TypeAdapter(tuple[Assumed, ...]))


def assumed(places: Sequence[PlaceAt]) -> Assumed | None:
    """The currency that goes without saying between `places`, None within one country, where it may be its own."""
    countries = {place.country for place in places}
    if len(countries) < _FEWEST_COUNTRIES:
        return None
    return next((one for one in usual() if countries & one.countries and not countries & one.not_), None)


def costs(
    plain: str, quantities: Sequence[Quantity], currency: Assumed, sharing: Sharing, words: Phrases
) -> list[Amount]:
    """The amounts among `quantities`, of which none has a currency: what is said to be paid, for whom, or for where."""
    found: list[Amount] = []
    sure: list[bool] = []
    counts = False  # a text that counts other things has no prices that no word speaks for
    for low, quantity, high in zip((None, *quantities), quantities, (*quantities[1:], None), strict=False):
        if quantity.value < currency.least or quantity.value % _ROUND:
            continue
        if (high and _is_range(plain, quantity, high, words)) or currency.is_time(plain, quantity):
            continue
        said = sharing.is_cost(quantity)
        ranges = low is not None and _is_range(plain, low, quantity, words)
        fits = quantity.value <= currency.most and (ranges or not bare.in_a_number(plain, quantity))
        if fits and (said or sharing.may_be_cost(quantity)):
            first = low if low and ranges else quantity
            found.append(
                Amount(
                    first.start,
                    quantity.end,
                    lower_end(first, quantity),
                    quantity.value,
                    currency.code,
                    RULE,
                    quantity.end,
                )
            )
            sure.append(said)
        else:
            counts = counts or fits
    return [amount for amount, said in zip(found, sure, strict=True) if said or not counts]


def _is_range(plain: str, low: Quantity, high: Quantity, words: Phrases) -> bool:
    if not low.figures or not words.connects.fullmatch(plain, low.end, high.start):
        return False
    return high.value / 4 <= lower_end(low, high) < high.value
