"""For whom a delivery is at the moment of sending: its query may have been paused, removed, edited or given to another.

A delivery is made for the channels its query had when the round was decided, and keeps them: its id is made of them.
Where it goes is asked again each time it is sent, by what the query says then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from alerts.ledger import named
from alerts.notice import Channel
from alerts.query import SavedQuery

GIVEN_UP = "given up"  #: what a message is about that tells of a dead delivery
REMOVED = "its saved query was removed"
_NOT_THERE = "its saved query does not tell this address any more: give it one again, then replay this"


@dataclass(frozen=True)
class Addressed:
    """Where a delivery goes now, under which id its receiver knows it, and whose query it is."""

    query: SavedQuery
    channel: Channel
    id: str

    def same(self, other: Addressed) -> bool:
        """Whether both go to the same reader, as whose they are told."""
        return (self.query.owner, self.channel, self.id) == (other.query.owner, other.channel, other.id)


@dataclass(frozen=True)
class Unsent:
    """It does not go out: `held` until its query goes on, `dropped` for good, `dead` until somebody replays it."""

    state: Literal["held", "dropped", "dead"]
    detail: str


def addressed(hit: Mapping[str, Any], query: SavedQuery | None) -> Addressed | Unsent:
    """Where this delivery of `query` goes; None: the query is there no more. That it has ended is no reason to keep
    from its owner what it found before."""
    if query is None:
        return Unsent("dropped", REMOVED)
    made_for = Channel.model_validate(hit["_source"]["channel"])
    channel = addressed_now(made_for, query, hit["_source"]["about"])
    if channel is None:
        return Unsent("dead", _NOT_THERE)  # for the address may come back
    if query.paused and hit["_source"]["about"] not in ("paused", GIVEN_UP):  # that it was paused is told at once
        return Unsent("held", "its saved query is paused")
    # Another reader's message is another message: the one before may have it already, under the delivery's own id.
    known = hit["_id"] if channel.address == made_for.address else named(hit["_id"], channel.address)
    return Addressed(query, channel, known)


def addressed_now(made_for: Channel, query: SavedQuery, about: str) -> Channel | None:
    """The channel as the query has it now, None where it has it no more; an inbox is always its owner's, who reads
    there that something was given up whatever the query tells."""
    if about == GIVEN_UP and made_for.kind == "inbox":
        return made_for.model_copy(update={"address": query.owner})
    for one in query.channels:
        if one.kind == made_for.kind == "inbox":
            return one.model_copy(update={"address": query.owner})
        if (one.kind, one.address) == (made_for.kind, made_for.address):
            return one
    return None
