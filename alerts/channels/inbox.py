"""The inbox in the console: one document a delivery.

It holds ids and counts, at every level: what a lead says is read when somebody looks, with that person's rights.
"""

from __future__ import annotations

from datetime import UTC
from typing import Any

from elasticsearch import ApiError, ConflictError, Elasticsearch, NotFoundError, TransportError

from alerts.notice import Channel, Notice, Outcome
from search_mappings import inbox as mapping
from waymark.cluster import connect
from waymark.settings import Settings


def send(channel: Channel, notice: Notice, settings: Settings, client: Elasticsearch | None = None) -> Outcome:
    """Puts the notice into the inbox of the user that the channel's address names; a repeat changes nothing.

    Raises WaymarkError where Elasticsearch is not there, or the index cannot be made.
    """
    if not channel.address:
        return Outcome(status="failed", detail="the inbox has no reader: the channel's address is a user's name")
    if client is None:
        with connect(settings) as own:
            return send(channel, notice, settings, own)
    try:
        return _create(client, settings, notice.delivery_id, document(channel, notice))
    except ApiError as error:
        return Outcome(status="retry", detail=f"Elasticsearch refused ({error.meta.status} {error.error})")
    except TransportError as error:
        return Outcome(status="retry", detail=f"Elasticsearch does not answer ({type(error).__name__})")


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
            return Outcome(status="delivered", detail="it was in the inbox already")
        except NotFoundError:
            continue
        return Outcome(status="delivered", detail="it is in the inbox")
    return Outcome(status="retry", detail="the index of the inbox is gone again: run `waymark security apply`")
