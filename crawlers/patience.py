"""Asks again for a page that failed, after a wait that grows with each try and is as long as the site asks for."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.misc import load_object
from scrapy.utils.response import response_status_message

#: No longer than this within a crawl, so that a crawl that is told to end does so in time (crawlers.process).
LONGEST_WAIT = 45.0


class Patience:
    """Scrapy's downloader middleware in the place of its own retries, which ask again at once."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._codes = {int(code) for code in crawler.settings.getlist("RETRY_HTTP_CODES")}
        self._failures = tuple(load_object(name) for name in crawler.settings.getlist("RETRY_EXCEPTIONS"))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        if response.status not in self._codes:
            return response
        asked = _retry_after(response)
        if asked is not None and asked > LONGEST_WAIT:  # the next crawl comes later than this one could
            return response
        return await self._again(request, response_status_message(response.status), asked) or response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        if isinstance(exception, self._failures) and not isinstance(exception, IgnoreRequest):
            return await self._again(request, type(exception).__name__, None)
        return None

    async def _again(self, request: Request, reason: str, asked: float | None) -> Request | None:
        spider: Any = self._crawler.spider
        again = get_retry_request(request, spider=spider, reason=reason)
        if again is None:
            return None
        growing = spider.source.politeness.retry_seconds * 2 ** (again.meta["retry_times"] - 1)
        await asyncio.sleep(min(max(growing, asked or 0), LONGEST_WAIT))
        return again


def _retry_after(response: Response) -> float | None:
    """Seconds that a Retry-After header asks for (RFC 9110, 10.2.3); None where there is none that can be read."""
    value = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        return (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
