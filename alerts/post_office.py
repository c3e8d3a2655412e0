"""How deliveries leave: through the channels, with these settings and this way to Elasticsearch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from elasticsearch import Elasticsearch

from alerts.notice import Channel, Notice, Outcome
from waymark.settings import Settings

Deliver = Callable[[Channel, Notice], Outcome]
DeliverAll = Callable[[Sequence[tuple[Channel, Notice]]], Sequence[Outcome]]


@dataclass(frozen=True)
class PostOffice:
    """What sends notices. What goes to inboxes is written in one request for many, where `inboxes` is given."""

    deliver: Deliver
    inboxes: DeliverAll | None = None


def post_office(client: Elasticsearch, settings: Settings) -> PostOffice:
    """What sends notices over all channels there are."""
    from alerts.channels import deliver, deliver_to_inboxes  # slow to import

    return PostOffice(
        deliver=partial(deliver, settings=settings, client=client),
        inboxes=partial(deliver_to_inboxes, settings=settings, client=client),
    )
