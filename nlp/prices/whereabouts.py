"""Which countries a text speaks of, and where: whose dinar it is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Sequence
from typing import NamedTuple

_NEAR = 25  # places on either side


class PlaceAt(NamedTuple):
    """A place name at [start, end) of a text, and the country it lies in."""

    start: int
    end: int
    country: str


class Whereabouts:
    """The countries of one text: where it was published, those of its places, those of its phones."""

    def __init__(self, published: str | None, places: Sequence[PlaceAt], phones: Sequence[str]) -> None:
        self._published, self._places, self._phones = published, places, phones
        self._starts = [place.start for place in places]
        self._all = frozenset([*(place.country for place in places), *phones, *([published] if published else [])])

    def speaks_of(self, countries: Sequence[str]) -> bool:
        """Whether the text speaks of one of `countries`; of no country in particular, it always does."""
        return not countries or not self._all.isdisjoint(countries)

    def of(self, countries: Container[str], start: int) -> str | None:
        """The one of `countries` that something at `start` belongs to: where the text was published, else that of the
        nearest place, what stands before it first, else a phone's."""
        if self._published in countries:
            return self._published
        at, places = bisect_right(self._starts, start), self._places
        near = (places[index] for index in range(at - 1, max(-1, at - 1 - _NEAR), -1))
        before = next((place for place in near if place.country in countries), None)
        behind = next((place for place in places[at : at + _NEAR] if place.country in countries), None)
        if before and behind:
            return (before if start - before.end <= 2 * (behind.start - start) else behind).country
        found = before or behind
        return found.country if found else next((country for country in self._phones if country in countries), None)
