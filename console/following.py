"""What of a search can be followed by one click: the numbers, handles, places, routes and sources it asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from alerts.following import KINDS, followed
from leads.box import Understood
from nlp.gazetteer import Gazetteer
from waymark.errors import UsageError


@dataclass(frozen=True)
class Offered:
    """What a button sends, and what it says."""

    what: str
    name: str


def offered(box: str, understood: Sequence[Understood], gazetteer: Gazetteer) -> tuple[Offered, ...]:
    """Of each term of the box that names one of them whole; of both ends of a journey the route."""
    found = []
    for kind, value in _terms({part.field: box[part.start : part.end] for part in understood}):
        try:
            found.append(Offered(f"{kind}:{value}", followed(kind, value, gazetteer).name))
        except UsageError:  # a part of a number, say
            continue
    return tuple(found)


def _terms(written: dict[str, str]) -> Iterator[tuple[str, str]]:
    values = {name: _value(name, term) for name, term in written.items()}
    for kind in KINDS:
        if kind in values:
            yield kind, values[kind]
    if "from" in values and "to" in values:
        yield "route", f"{values['from']}>{values['to']}"


def _value(name: str, term: str) -> str:
    start, parted, value = term.partition(":")
    return (value if parted and start.lower() == name else term).strip().strip('"')
