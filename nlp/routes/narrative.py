"""Whether a text is an advertisement, somebody's account, or news."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.routes.layout import Layout
from nlp.routes.tables import Labels
from waymark.records import Price

_LEAST_TELLING = 2  # words of somebody who speaks of himself
_LEAST_SENTENCES = 4
_SHORTEST, _LONGEST = 350, 2500  # code points: shorter ones are read as advertisements are, longer ones are reports
_SURELY_TOLD = 420  # code points: an advertisement is shorter
_MOST_PRICES = 4  # more are a list of prices
_LEAST_NEWS = 3  # words of those who report an arrest


def is_news(found: Labels) -> bool:
    """Whether it is reported that people or vehicles were stopped."""
    return found.count("news") >= _LEAST_NEWS and found.count("caught") > 0


def is_told(length: int, found: Labels, cut: Layout, prices: Sequence[Price]) -> bool:
    """Whether somebody tells of what he has seen or heard of, in `length` code points."""
    if length > _LONGEST or len(prices) > _MOST_PRICES:
        return False
    if is_news(found):
        return True
    if len(cut.sentences) < _LEAST_SENTENCES:
        return False
    return length > _SURELY_TOLD or (length > _SHORTEST and found.count("teller") >= _LEAST_TELLING)
