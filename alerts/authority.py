"""Which changes to saved queries count: those of their owners, and of whoever may act for others.

Analysts may add changes with whatever is in them, so nothing in one is believed but what Elasticsearch put down itself:
its id, who made it, and when. What does not fit is passed over, and takes no more than its own number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from alerts.query import SavedQuery
from waymark.errors import UsageError

_TRUSTED = ("operator", "service")
_MOST_DIGITS = 9  # of a change's number


@dataclass(frozen=True)
class Kept:
    """A saved query and the number of its last change."""

    query: SavedQuery
    revision: int
    since: datetime  #: when it was first saved


@dataclass(frozen=True)
class _Change:
    query: str
    number: int
    fields: Mapping[str, Any]


def identity(query: str, number: int) -> str:
    """The id of a change: of two with the same number Elasticsearch takes one."""
    return f"{query}.{number}"


def folded(hits: Iterable[Mapping[str, Any]], prefix: str) -> list[Kept]:
    """The queries as their changes leave them, those removed among them; `hits`: the changes, in any order."""
    trusted = frozenset(("superuser", *(f"{prefix}waymark-{role}" for role in _TRUSTED)))
    kept: dict[str, Kept] = {}
    for change in sorted(_changes(hits), key=lambda one: (one.query, one.number)):
        known = kept.get(change.query)
        if change.number != (known.revision if known else 0) + 1:
            continue
        if saved := _counting(change, known, trusted):
            kept[change.query] = saved
        elif known:  # the number is taken nevertheless
            kept[change.query] = Kept(known.query, change.number, known.since)
    return list(kept.values())


def _changes(hits: Iterable[Mapping[str, Any]]) -> Iterator[_Change]:
    for hit in hits:
        query, _, number = hit["_id"].rpartition(".")
        if query and number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS:
            yield _Change(query, int(number), hit["_source"])


def _counting(change: _Change, known: Kept | None, trusted: frozenset[str]) -> Kept | None:
    """The query after this change; None where the change does not count."""
    by, roles = change.fields.get("by"), change.fields.get("by_roles") or ()
    try:
        saved = SavedQuery.model_validate(change.fields.get("saved"))
        since = known.since if known else datetime.fromisoformat(change.fields["at"])
    except (ValidationError, UsageError, KeyError, TypeError, ValueError):
        return None
    if saved.id != change.query:
        return None
    owners = {saved.owner, known.query.owner if known else saved.owner}
    if by is None or not trusted.isdisjoint(roles):  # without security nobody is put down
        return Kept(saved, change.number, since)
    return Kept(_told_alone(saved), change.number, since) if owners == {by} else None


def _told_alone(saved: SavedQuery) -> SavedQuery:
    """With no inbox but its owner's: nobody puts messages into another's."""
    channels = tuple(
        one.model_copy(update={"address": saved.owner}) if one.kind == "inbox" else one for one in saved.channels
    )
    return saved.model_copy(update={"channels": channels})
