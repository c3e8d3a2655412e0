"""Only the hosts a source names are asked: a redirect or link to any other host or port ends there."""

from __future__ import annotations

from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest


class StartHosts:
    """Refuses requests to hosts that the source's start addresses do not name (so none to private addresses)."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        spider: Any = self._crawler.spider
        if urlsplit(request.url).netloc.lower() not in spider.source.hosts:
            self._crawler.stats.inc_value("waymark/other_hosts_refused")
            raise IgnoreRequest(f"another host than the source's: {urlsplit(request.url).netloc}")
