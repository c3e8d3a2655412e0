"""Where a text says whom a price is for: looked for once, asked for each of its figures."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from nlp.phrases import Mention, PhraseTable

_REACH = 60  # characters before the first figure and behind the last in which such words matter


class Mentions:
    """The mentions around the figures of one text, in order."""

    def __init__(self, plain: str, table: PhraseTable, first: int, last: int) -> None:
        """`first` and `last`: where the first figure begins and the last one ends."""
        start, end = _between_words(plain, max(0, first - _REACH)), min(len(plain), last + _REACH)
        self._all = tuple(table.find(plain, start, end))
        self._starts = [mention.start for mention in self._all]

    def behind(self, end: int) -> Mention | None:
        """The mention right behind `end`, with at most a space between."""
        at = bisect_left(self._starts, end)
        return self._all[at] if at < len(self._all) and self._starts[at] <= end + 1 else None

    def within(self, start: int, end: int) -> Sequence[Mention]:
        """Those that begin at or behind `start` and end at or before `end`."""
        found = self._all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        return found[:-1] if found and found[-1].end > end else found


def _between_words(plain: str, at: int) -> int:
    """The first place from `at` on that is not within a word."""
    while 0 < at < len(plain) and plain[at].isalnum() and plain[at - 1].isalnum():
        at += 1
    return at
