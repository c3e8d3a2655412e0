"""Mentions in, journeys out: who goes from where, by what way, to where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from nlp.routes.mentions import Mention


@dataclass
class Journey:
    """One journey as it is being read; `ends` are alternative destinations from the same origin."""

    origin: Mention | None = None
    via: list[Mention] = field(default_factory=list)
    ends: list[Mention] = field(default_factory=list)
    chained: bool = False  #: by arrows or dashes
    last: str = ""  #: the part the last mention played

    def all(self) -> list[Mention]:
        return [*([self.origin] if self.origin else []), *self.via, *self.ends]

    def whole(self) -> bool:
        return len({mention.place.id for mention in self.all()}) > 1 and bool(self.ends)


def read(mentions: Iterable[Mention]) -> list[Journey]:
    """The journeys of a text, in order; such as lack an origin or a destination and have one stop are left out."""
    journeys: list[Journey] = []
    now = Journey()
    pending: Mention | None = None  # a place that may begin a chain
    for mention in mentions:
        if mention.part == "home":
            pending = None
            continue
        if mention.tie in ("arrow", "bare") and mention.part in ("", "at", "to", "via") and (pending or now.last):
            if pending is not None:
                if now.all():
                    journeys.append(now)
                now, pending = Journey(origin=pending, chained=True, last="from"), None
            _continue(now, mention)
            continue
        part = _inherited(mention, now, pending)
        if part == "from" and now.origin is not None:
            journeys.append(now)
            now = Journey()
        if part in ("from", "via", "to"):
            now = _play(journeys, now, mention, part)
            pending = None
        elif mention.part == "at" and now.origin is not None and not now.ends and mention.tie != "break":
            now.ends.append(mention)
            now.last, pending = "to", None
        else:
            pending = mention
            if mention.tie == "break":
                now.last = ""
    journeys.append(now)
    return [journey for journey in journeys if journey.whole()]


def _inherited(mention: Mention, now: Journey, pending: Mention | None) -> str:
    """A place in a list plays the part of the one before it."""
    if mention.part in ("", "at") and mention.tie in ("list", "or") and pending is None:
        return "via" if now.last == "via" else "to" if now.last == "to" else ""
    return mention.part


def _continue(now: Journey, mention: Mention) -> None:
    """One stop further along a chain."""
    now.chained = True
    if now.last == "to" and now.ends:
        now.via.append(now.ends.pop())
    if mention.part == "via":
        now.via.append(mention)
        now.last = "via"
        return
    now.ends.append(mention)
    now.last = "to"


def _play(journeys: list[Journey], now: Journey, mention: Mention, part: str) -> Journey:
    if part == "from":
        now.origin = mention
    elif part == "via":
        now.via.append(mention)
    elif now.chained and now.ends and mention.tie in ("text", "break") and now.origin is not None:
        journeys.append(now)  # "A-B 2500, to C 3000": the same start
        now = Journey(origin=now.origin, ends=[mention])
    else:
        now.ends.append(mention)
    now.last = part
    return now
