"""Only what a source names is asked: a redirect or link to any other host, port or path ends there."""

from __future__ import annotations

from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

from crawlers.source import host_and_port


class OutOfBounds(IgnoreRequest):
    """A request to a host that the source's start addresses do not name, or outside its paths."""


class Bounds:
    """Scrapy's downloader middleware that holds a crawl to its source, so that no site can point it elsewhere."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raises OutOfBounds; the host's robots.txt may be asked for whatever the source's paths are."""
        spider: Any = self._crawler.spider
        is_robots = request.meta.get("dont_obey_robotstxt") and host_and_port(request.url) in spider.source.hosts
        if is_robots or spider.source.may_ask(request.url):
            return
        assert self._crawler.stats is not None  # noqa: S101 - for mypy: it is there as soon as a crawl runs
        self._crawler.stats.inc_value("waymark/out_of_bounds")
        raise OutOfBounds(f"leads to {host_and_port(request.url)}, which the source's `start` and `paths` do not allow")
