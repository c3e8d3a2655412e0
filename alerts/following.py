"""Following a telephone number, a handle, a place, a route or a source: a saved query with a name that says so."""

from __future__ import annotations

import re
from dataclasses import dataclass

from alerts.query import LONGEST_NAME
from leads import box
from leads.links import Node, label, node
from leads.places_asked import place_asked_for
from nlp.gazetteer import Gazetteer
from waymark.errors import UsageError

#: What can be followed, and how it is called where it stands before a value.
KINDS = {"phone": "Phone", "handle": "Handle", "place": "Place", "route": "Route", "source": "Source"}
_SOURCE = re.compile(r'[^\s"\x00-\x1f\x7f]{1,200}')


@dataclass(frozen=True)
class Followed:
    """What is followed: its name for people, the name of the saved query, and what the box asks for it."""

    label: str
    name: str
    box: str


def followed(kind: str, value: str, gazetteer: Gazetteer) -> Followed:
    """How `value` is followed; places may be named in any language. Raises UsageError for what is none of its kind."""
    if kind not in KINDS:
        raise UsageError(f"{kind[:40]!r} cannot be followed; there are {', '.join(KINDS)}")
    if kind == "source":
        return _followed(kind, _source(value), value.strip())
    one = _node(kind, value.strip(), gazetteer)
    return _followed(kind, one.value, label(one, gazetteer))


def _followed(kind: str, value: str, told: str) -> Followed:
    return Followed(told, f"{KINDS[kind]} {told}"[:LONGEST_NAME], box.with_term("", kind, value))


def _source(value: str) -> str:
    if not _SOURCE.fullmatch(value.strip()):
        raise UsageError(f"{value[:60]!r} is no source: give its id, as in example-board")
    return value.strip()


def _node(kind: str, value: str, gazetteer: Gazetteer) -> Node:
    match kind:
        case "phone":
            return _phone(value, gazetteer)
        case "place":
            return Node("place", place_asked_for("place", value, gazetteer).id)
        case "route":
            start, parted, end = (part.strip() for part in re.sub("→|->", ">", value).partition(">"))
            if not (start and parted and end) or ">" in end:
                raise UsageError(f"{value[:60]!r} is no route: give both ends, as in Prishtina>Wien")
            ends = (place_asked_for("route", one, gazetteer).id for one in (start, end))
            return Node("route", ">".join(ends))
        case _:
            return node(f"handle:{value.removeprefix('@')}", gazetteer)


def _phone(value: str, gazetteer: Gazetteer) -> Node:
    digits = re.sub(r"[\s()/.\-]", "", value)
    number = f"+{digits[2:]}" if digits.startswith("00") else digits
    try:
        return node(f"phone:{number}", gazetteer)
    except UsageError as error:
        raise UsageError(
            f"{value[:40]!r} is no whole telephone number: give it with its country's code, as in +383 44 123 456"
        ) from error
