"""The inbox as its reader sees it: what came, newest first, how much of it is unread; and marking it read.

Every request is held to one reader by the caller, who knows from Elasticsearch's own sign-in who that is. The client is
the console's own (role `console`), not the reader's: no person's role reaches the inbox.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError
from pydantic import BaseModel, ConfigDict

from waymark.cluster import failures_in_one_line
from waymark.records import Moment
from waymark.settings import Settings

PAGE = 50
_UNREAD = {"bool": {"must_not": [{"exists": {"field": "read_at"}}]}}


class InboxLead(BaseModel):
    model_config = ConfigDict(frozen=True)
    id: str
    version: int


class Place(BaseModel):
    """A place in the list of messages: behind this one."""

    model_config = ConfigDict(frozen=True)
    id: str
    made_at: Moment


class Message(Place):
    """One delivery in the inbox."""

    alert_id: str
    alert: str
    count: int
    link: str
    message: str = ""  #: about the query itself, where that is what was told
    read_at: Moment | None = None


class WholeMessage(Message):
    """A message with the leads it tells of: thousands, at most."""

    leads: tuple[InboxLead, ...]


def look_anew(client: Elasticsearch, settings: Settings) -> None:
    """What was delivered before can be read when this returns."""
    with _of_the_inbox(settings):
        client.indices.refresh(index=settings.inbox_index)


def unread(client: Elasticsearch, settings: Settings, reader: str) -> int:
    """How many messages the reader has not read."""
    with _of_the_inbox(settings):
        return int(client.count(index=settings.inbox_index, query=_of(reader, _UNREAD))["count"])
    return 0


def messages(
    client: Elasticsearch, settings: Settings, reader: str, *, only_unread: bool = False, after: Place | None = None
) -> list[Message]:
    """The reader's messages, newest first, a page at a time: `after` is the last one of the page before. Of their leads
    only the number is read."""
    with _of_the_inbox(settings):
        answer = client.search(
            index=settings.inbox_index,
            query=_of(reader, *([_UNREAD] if only_unread else [])),
            sort=[{"made_at": {"order": "desc", "format": "strict_date_optional_time_nanos"}}, {"delivery_id": "asc"}],
            search_after=[after.made_at.isoformat(), after.id] if after else None,
            size=PAGE,
            source={"excludes": ["leads"]},
        )
        return [Message.model_validate(_fields(hit)) for hit in answer["hits"]["hits"]]
    return []


def message(client: Elasticsearch, settings: Settings, reader: str, identity: str) -> WholeMessage | None:
    """One message of the reader; None where they have none of that id."""
    with _of_the_inbox(settings):
        answer = client.search(index=settings.inbox_index, query=_of(reader, {"ids": {"values": [identity]}}), size=1)
        return next((WholeMessage.model_validate(_fields(hit)) for hit in answer["hits"]["hits"]), None)
    return None


def mark_read(client: Elasticsearch, settings: Settings, reader: str, ids: Sequence[str] | None = None) -> int:
    """Marks these messages of the reader read, all of them without `ids`; those of others are not touched. How many."""
    among = [{"ids": {"values": list(ids)}}] if ids is not None else []
    with _of_the_inbox(settings):
        client.indices.refresh(index=settings.inbox_index)
        answer = client.update_by_query(
            index=settings.inbox_index,
            query=_of(reader, _UNREAD, *among),
            script={"source": "ctx._source.read_at = params.now", "params": {"now": datetime.now(UTC).isoformat()}},
            conflicts="proceed",  # marked by another page of the same reader at the same time
            refresh=True,
        )
        return int(answer["updated"])
    return 0


def _of(reader: str, *clauses: dict[str, Any]) -> dict[str, Any]:
    return {"bool": {"filter": [{"term": {"owner": reader}}, *clauses]}}


def _fields(hit: dict[str, Any]) -> dict[str, Any]:
    return {**hit["_source"], "id": hit["_id"]}


@contextmanager
def _of_the_inbox(settings: Settings) -> Iterator[None]:
    """Where nothing was ever delivered there is no index yet: nothing is found. Raises ServiceError."""
    with failures_in_one_line(settings):
        try:
            yield
        except NotFoundError:
            return
