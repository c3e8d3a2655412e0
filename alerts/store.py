"""Where saved queries are kept: each change is a document of its own, so nothing is overwritten and all is known.

Elasticsearch itself puts down who made a change. It counts when it was made by the query's owner, or by somebody who
may act for others (`alerts.authority`): nobody else can have a query asked as another.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping

from elasticsearch import ConflictError, Elasticsearch
from elasticsearch.helpers import scan
from pydantic import ValidationError

from alerts.authority import Kept as Kept
from alerts.authority import folded, identity
from alerts.query import SavedQuery
from search_mappings.alerts import ensure, exist, index_of
from waymark.cluster import failures_in_one_line
from waymark.errors import UsageError
from waymark.records import fault
from waymark.settings import Settings

_PAGE = 5000


class ChangedMeanwhileError(UsageError):
    """Somebody else was faster."""


def new_id() -> str:
    return secrets.token_hex(6)


def save(client: Elasticsearch, settings: Settings, query: SavedQuery, revision: int = 0) -> None:
    """Keeps a query after the change with number `revision` (0: it is new), at once for everybody.

    Raises ChangedMeanwhileError where somebody else has changed it meanwhile.
    """
    with failures_in_one_line(settings):
        try:
            client.create(
                index=index_of(settings, "queries"),
                id=identity(query.id, revision + 1),
                document=document(query, revision + 1),
                refresh=True,
            )
        except ConflictError as error:
            raise ChangedMeanwhileError(
                f"{query.name!r} was changed by somebody else just now: look at it and try again"
            ) from error


def document(query: SavedQuery, revision: int) -> dict[str, object]:
    """What is kept of one change."""
    return {
        "query": query.id,
        "revision": revision,
        "name": query.name,
        "owner": query.owner,
        "saved": query.model_dump(mode="json"),
    }


def changed(query: SavedQuery, **fields: object) -> SavedQuery:
    """The query with other fields. Raises UsageError for what does not fit."""
    return fitting({**query.model_dump(), **fields})


def fitting(fields: Mapping[str, object]) -> SavedQuery:
    """A query of these fields. Raises UsageError for what does not fit."""
    try:
        return SavedQuery.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        raise UsageError(f"{first['loc'][0] if first['loc'] else 'query'}: {fault(first)}") from error


def every(client: Elasticsearch, settings: Settings) -> list[Kept]:
    """All saved queries that were not removed, by name; none where none was ever saved."""
    with failures_in_one_line(settings):
        if not exist(client, settings):
            return []
        hits = scan(client, index=index_of(settings, "queries"), query={"query": {"match_all": {}}}, size=_PAGE)
        found = folded(hits, settings.index_prefix)
    return sorted((one for one in found if not one.query.removed), key=lambda one: (one.query.name, one.query.id))


def named(client: Elasticsearch, settings: Settings, name: str) -> Kept:
    """The saved query of that name or id. Raises UsageError where there is none, or several."""
    all_of_them = every(client, settings)
    found = [one for one in all_of_them if name in (one.query.id, one.query.name)]
    if not found:
        raise UsageError(f"no saved query is called {name!r}: `waymark alerts list` names them")
    if len(found) > 1:
        ids = ", ".join(f"{one.query.id} of {one.query.owner}" for one in found)
        raise UsageError(f"several saved queries are called {name!r}: give the id of one ({ids})")
    return found[0]


def add(client: Elasticsearch, settings: Settings, query: SavedQuery) -> None:
    """Keeps a new query. Raises UsageError where its owner has one of that name."""
    with failures_in_one_line(settings):
        ensure(client, settings)
    refuse_namesake(every(client, settings), query)
    save(client, settings, query)


def refuse_namesake(kept: Iterable[Kept], query: SavedQuery) -> None:
    """Raises UsageError where the query's owner has another one of that name."""
    for one in kept:
        if (one.query.name, one.query.owner) == (query.name, query.owner) and one.query.id != query.id:
            raise UsageError(f"{query.owner} has a saved query {query.name!r} already: give another name, or edit it")
