"""A number's timeline as it is drawn: a row a language or place, a line from its first sight to its last."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from console.rendering import link
from leads import box
from leads.languages import ONE_LANGUAGE, name_of
from leads.timeline import Row, Timeline
from nlp.gazetteer import Gazetteer

_WIDE = 100.0  # units of a row
_SMALLEST, _LARGEST = 5.0, 14.0  # pixels of a dot


@dataclass(frozen=True)
class Dot:
    """The leads that came from one moment on."""

    x: float
    size: float


@dataclass(frozen=True)
class Lane:
    """A row: its words, the search behind it, its line and dots."""

    label: str
    leads: int
    first: datetime
    last: datetime
    start: float
    end: float
    dots: tuple[Dot, ...]
    address: str


@dataclass(frozen=True)
class Shown:
    """A whole timeline."""

    e164: str
    leads: int
    first: datetime
    last: datetime
    languages: tuple[Lane, ...]
    places: tuple[Lane, ...]
    more: int


def shown(found: Timeline, gazetteer: Gazetteer) -> Shown:
    """The timeline as it is drawn."""
    most = max((count for row in (*found.languages, *found.places) for _, count in row.came), default=1)

    def lane(field: str, row: Row, name: Callable[[str], str]) -> Lane:
        return Lane(
            label=name(row.value),
            leads=row.leads,
            first=row.first,
            last=row.last,
            start=_across(row.first, found),
            end=_across(row.last, found),
            dots=tuple(
                Dot(_across(at, found), _SMALLEST + (_LARGEST - _SMALLEST) * math.sqrt(count / most))
                for at, count in row.came
            ),
            address=link("/", q=box.with_term(f"phone:{found.e164}", field, row.value)),
        )

    def place(identity: str) -> str:
        entry = gazetteer.entry(identity)
        return entry.name if entry else identity

    return Shown(
        found.e164,
        found.leads,
        found.first,
        found.last,
        tuple(lane("lang", row, language) for row in found.languages),
        tuple(lane("place", row, place) for row in found.places),
        found.more,
    )


def language(code: str) -> str:
    """A language for people; those that are searched as one, together."""
    return ", ".join(map(name_of, ONE_LANGUAGE[:3])) if code in ONE_LANGUAGE else name_of(code)


def _across(at: datetime, found: Timeline) -> float:
    whole = (found.last - found.first).total_seconds()
    return _WIDE * (at - found.first).total_seconds() / whole if whole else _WIDE / 2
