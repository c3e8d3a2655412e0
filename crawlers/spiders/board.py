"""A classifieds board: lists, their further pages and categories, and a page for each ad."""

from __future__ import annotations

from crawlers.spiders.source_spider import SourceSpider


class BoardSpider(SourceSpider):
    """A classifieds board: lists, their further pages and categories, and a page for each ad."""

    name = "board"
