"""The inbox in the console: one document a delivery.

It holds ids and counts, at every level: what a lead says is read when somebody looks, with that person's rights.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from http import HTTPStatus
from typing import Any

from elasticsearch import ApiError, ConflictError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.helpers import streaming_bulk

from alerts.notice import Channel, Notice, Outcome
from search_mappings import inbox as mapping
from waymark.cluster import connect
from waymark.settings import Settings

_LARGEST_REQUEST = 20_000_000  # bytes
_NO_READER = Outcome(status="failed", detail="the inbox has no reader: the channel's address is a user's name")
_PUT = Outcome(status="delivered", detail="it is in the inbox")
_THERE = Outcome(status="delivered", detail="it was in the inbox already")
_GONE = Outcome(status="retry", detail="the index of the inbox is gone again: run `waymark security apply`")


def send(channel: Channel, notice: Notice, settings: Settings, client: Elasticsearch | None = None) -> Outcome:
    """Puts the notice into the inbox of the user that the channel's address names; a repeat changes nothing.

    Raises WaymarkError where Elasticsearch is not there, or the index cannot be made.
    """
    if not channel.address:
        return _NO_READER
    if client is None:
        with connect(settings) as own:
            return send(channel, notice, settings, own)
    try:
        return _create(client, settings, notice.delivery_id, document(channel, notice))
    except ApiError as error:
        return Outcome(status="retry", detail=f"Elasticsearch refused ({error.meta.status} {error.error})")
    except TransportError as error:
        return Outcome(status="retry", detail=f"Elasticsearch does not answer ({type(error).__name__})")


def send_all(sent: Sequence[tuple[Channel, Notice]], settings: Settings, client: Elasticsearch) -> list[Outcome]:
    """Puts many notices into inboxes, an outcome each, in their order; a repeat changes nothing.

    Raises WaymarkError where the index cannot be made.
    """
    outcomes = [_GONE if channel.address else _NO_READER for channel, _ in sent]
    for attempt in ("as it is", "with an index made for it"):
        left = [at for at, outcome in enumerate(outcomes) if outcome is _GONE]
        if left and attempt != "as it is":
            mapping.ensure(client, settings)
        for at, outcome in zip(left, _outcomes([sent[at] for at in left], settings, client), strict=True):
            outcomes[at] = outcome
    return outcomes


def _outcomes(sent: Sequence[tuple[Channel, Notice]], settings: Settings, client: Elasticsearch) -> Iterator[Outcome]:
    actions = (
        {
            "_op_type": "create",
            "_index": settings.inbox_index,
            "_id": notice.delivery_id,
            "_source": document(channel, notice),
        }
        for channel, notice in sent
    )
    done = 0
    try:
        for _, result in streaming_bulk(
            client,
            actions,
            max_chunk_bytes=_LARGEST_REQUEST,
            raise_on_error=False,
            raise_on_exception=False,
            require_alias=True,
        ):
            yield _outcome(next(iter(result.values())))
            done += 1
    except TransportError as error:
        silent = Outcome(status="retry", detail=f"Elasticsearch does not answer ({type(error).__name__})")
        yield from [silent] * (len(sent) - done)


def _outcome(answer: Mapping[str, Any]) -> Outcome:
    """What the answer to one write of many means."""
    known = {HTTPStatus.CREATED: _PUT, HTTPStatus.CONFLICT: _THERE, HTTPStatus.NOT_FOUND: _GONE}
    if outcome := known.get(answer["status"]):
        return outcome
    error = answer.get("error")
    kind = error.get("type") if isinstance(error, Mapping) else error
    return Outcome(status="retry", detail=f"Elasticsearch refused ({answer['status']} {kind})")


def document(channel: Channel, notice: Notice) -> dict[str, Any]:
    """What is kept."""
    return {
        "delivery_id": notice.delivery_id,
        "owner": channel.address,
        "alert_id": notice.alert_id,
        "alert": notice.alert,
        "count": notice.count,
        "leads": [{"id": lead.id, "version": lead.version} for lead in notice.leads],
        "link": notice.link,
        "message": notice.message,
        "made_at": notice.made_at.astimezone(UTC).isoformat(),
    }


def _create(client: Elasticsearch, settings: Settings, identity: str, content: dict[str, Any]) -> Outcome:
    for attempt in ("as it is", "with an index made for it"):
        if attempt != "as it is":
            mapping.ensure(client, settings)
        try:
            client.create(index=settings.inbox_index, id=identity, document=content, require_alias=True)
        except ConflictError:
            return _THERE
        except NotFoundError:
            continue
        return _PUT
    return _GONE
