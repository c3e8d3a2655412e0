"""The public preview of a messaging channel, from its newest messages back."""

from __future__ import annotations

from crawlers.spiders.source_spider import SourceSpider


class ChannelSpider(SourceSpider):
    """The public preview of a messaging channel, from its newest messages back."""

    name = "channel"
