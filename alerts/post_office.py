"""How deliveries leave: through the channels, with these settings and this way to Elasticsearch."""

from __future__ import annotations

from importlib import import_module

from elasticsearch import Elasticsearch

from alerts.notice import Channel, Notice, Outcome
from alerts.sending import Deliver
from waymark.settings import Settings


def post_office(client: Elasticsearch, settings: Settings) -> Deliver:
    """What sends a notice over a channel."""

    def deliver(channel: Channel, notice: Notice) -> Outcome:
        try:
            channels = import_module("alerts.channels")
        except ImportError:
            return Outcome(status="retry", detail="this Waymark has no channels yet")
        outcome: Outcome = channels.deliver(channel, notice, settings=settings, client=client)
        return outcome

    return deliver
