"""A forum thread, page after page; what a post quotes of earlier ones is not its own."""

from __future__ import annotations

from crawlers.spiders.source_spider import SourceSpider


class ThreadSpider(SourceSpider):
    """A forum thread, page after page; what a post quotes of earlier ones is not its own."""

    name = "thread"
