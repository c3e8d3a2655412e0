"""One thing that somebody said about a lead, as the index of work holds it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from waymark.records import Moment, Record

Kind = Literal["status", "grade", "star", "note"]
KINDS: tuple[Kind, ...] = ("status", "grade", "star", "note")

#: How far the work on a lead is, in the order of the work; a lead about which nothing was said is new.
STATUSES = {"new": "new", "work": "in work", "done": "done", "irrelevant": "not relevant"}
NO_GRADE = ""  #: takes a grade back
STARRED, UNSTARRED = "on", "off"


class Event(Record):
    """What was said: `by` and `at` come from Elasticsearch, which knows who writes and when, and from nobody else.

    Of what was said of one kind about one lead (of stars: by one user) each has the number after the one before.
    """

    id: str
    lead: str
    kind: Kind
    value: str = ""
    text: str = ""
    number: int = 0
    by: str
    at: Moment


def event(hit: Mapping[str, Any]) -> Event | None:
    """The event in a hit; None for what else stands in the index."""
    fields = hit["_source"]
    if fields["kind"] not in KINDS:
        return None
    return Event(id=hit["_id"], **{**fields, "at": datetime.fromisoformat(fields["at"])})


def identity(lead: str, kind: Kind, number: int | str, user: str) -> str:
    """The id of an event. Two that would be the same thing next have the same, so that only one of them is taken."""
    whose = hashlib.sha256(user.encode()).hexdigest()[:16] if kind in ("star", "note") else ""
    return ".".join(part for part in (lead, kind, whose, str(number)) if part)
