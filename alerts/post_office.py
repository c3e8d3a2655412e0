"""How deliveries leave: through the channels, with these settings and this way to Elasticsearch."""

from __future__ import annotations

from functools import partial

from elasticsearch import Elasticsearch

from alerts.channels import deliver
from alerts.sending import Deliver
from waymark.settings import Settings


def post_office(client: Elasticsearch, settings: Settings) -> Deliver:
    """What sends a notice over a channel."""
    return partial(deliver, settings=settings, client=client)
