"""Whether an amount is the least or the most that is asked: "from 2000 €", "up to 3000 €"."""

from __future__ import annotations

import re

from nlp.prices.amounts import Amount, figure_follows
from nlp.prices.mentions import Mentions
from nlp.prices.tables import Phrases

_REACH = 30  # characters before an amount


class Bounds:
    """Of one text."""

    def __init__(self, plain: str, mentions: Mentions, words: Phrases) -> None:
        self._plain, self._mentions, self._words = plain, mentions, words

    def of(self, amount: Amount) -> Amount:
        """`amount` without max where it is said to be the least, without min where the most; a range as it is."""
        if amount.min != amount.max:
            return amount
        words, before = self._words, self._plain[max(0, amount.start - _REACH) : amount.start]
        itself = self._plain[amount.start : amount.end]
        said = before.rstrip(" :.").endswith(words.bounds)  # nearly never, and asked in no time
        upto = itself.endswith(words.upto_ends) or (said and words.upto_before.search(before))
        if upto or self._follows(words.upto_behind, amount.end):
            return amount._replace(min=None, rule=amount.rule + ", up to")
        lowest = itself.endswith(words.from_ends) or (said and words.from_before.search(before))
        if lowest or self._follows(words.from_behind, amount.end):
            return amount._replace(max=None, rule=amount.rule + ", from")
        return amount

    def _follows(self, pattern: re.Pattern[str], end: int) -> bool:
        """Whether it stands behind `end`, or behind whom the price is for."""
        if self._says(pattern.match(self._plain, end)):
            return True
        mention = self._mentions.behind(end)
        return mention is not None and self._says(pattern.match(self._plain, mention.end))

    def _says(self, bound: re.Match[str] | None) -> bool:
        """Whether a bound found behind a price is the price's: "500 € max 3 people", "min 500 € max 900 €" go on."""
        if bound is None:
            return False
        of_the_next = bound[0].strip(" '") in self._words.bounds and figure_follows().match(self._plain, bound.end())
        return not of_the_next
