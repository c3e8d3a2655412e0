"""An RSS 2.0 or Atom feed."""

from __future__ import annotations

from crawlers.spiders.source_spider import SourceSpider


class FeedSpider(SourceSpider):
    """An RSS 2.0 or Atom feed."""

    name = "feed"
