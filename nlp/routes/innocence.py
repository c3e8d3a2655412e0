"""What speaks for a text being about bus lines, work, wares or flats, which is nobody's smuggling."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from nlp.routes.figures import read_figures
from nlp.routes.tables import Labels
from waymark.records import Price

TABLE = Path(__file__).with_name("worth.tsv")
_CHEAP = 30.0  # euro: nobody is smuggled for less
_SHORT = 500  # code points: in a longer text single words do not say what it is about
_DEAR = 350.0  # euro: the dearest ticket or lift on the route costs less, the cheapest smuggling abroad more


def is_innocent(length: int, found: Labels, prices: Sequence[Price]) -> bool:
    """Of a text of `length` code points. Work, wares and what costs next to nothing are; a ticket is, unless it costs
    what no ticket does.

    Not where secrets are told.
    """
    if length > _SHORT or found.count("secret"):
        return False
    if found.count("other") or costs_too_little(prices):
        return True
    return bool(found.count("ticket")) and not any(_euro(price) >= _DEAR for price in prices)


def costs_too_little(prices: Sequence[Price]) -> bool:
    """Whether there are prices and all are so low that they are a parcel's, a kilo's or a city bus's."""
    return bool(prices) and all(0 < _euro(price) < _CHEAP for price in prices)


def dearest(prices: Sequence[Price]) -> str:
    """The highest price by the worth of its currency: none, cheap, a ticket's, or dearer than that."""
    euro = max(map(_euro, prices), default=0.0)
    return "-" if euro <= 0 else "cheap" if euro < _CHEAP else "ticket" if euro < _DEAR else "dear"


def _euro(price: Price) -> float:
    return (price.max or price.min or 0.0) * worth().get(price.currency, 0.0)


@lru_cache(maxsize=1)
def worth() -> dict[str, float]:
    """What a unit of each currency is worth in euro, roughly; ConfigurationError names a faulty line."""
    return read_figures(TABLE)
