"""What all kinds of sites share: start where the source says, read pages, follow what they lead to, note failures."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response, TextResponse
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawlers.harvest import Harvest
from crawlers.job import Job
from crawlers.page import Posting, parse
from waymark.records import Document

_REPLACED = "\N{REPLACEMENT CHARACTER}"


class SourceSpider(Spider):
    """Reads one source; `job` is the path of the job file (crawlers.job)."""

    def __init__(self, job: str, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.job = Job.model_validate_json(Path(job).read_text("utf-8"))
        self.source = self.job.source
        self.harvest = Harvest(self.job)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *arguments: Any, **named: Any) -> Self:
        spider = super().from_crawler(crawler, *arguments, **named)
        polite = spider.source.politeness
        for name, value in {
            "DOWNLOAD_DELAY": polite.delay_seconds,
            "CONCURRENT_REQUESTS": polite.concurrency,
            "CONCURRENT_REQUESTS_PER_DOMAIN": polite.concurrency,
            "DOWNLOAD_MAXSIZE": polite.max_bytes,
            "CLOSESPIDER_PAGECOUNT": polite.max_pages,
            "CLOSESPIDER_TIMEOUT": polite.max_minutes * 60,
        }.items():
            crawler.settings.set(name, value, priority="spider")
        return spider

    async def start(self) -> AsyncIterator[Request]:
        for url in self.source.start:
            yield Request(url, errback=self.failed, meta={"is_start": True})

    def parse(self, response: Response, **_: Any) -> Iterator[Document | Request]:
        if not isinstance(response, TextResponse):
            self.harvest.problem(response.url, "no text: not read")
            return
        if _REPLACED in response.text:
            self.harvest.problem(response.url, f"bytes that are no {response.encoding}: read with replacements")
        page = parse(response.text, response.url, self.source)
        if self.crawler.stats and not page.postings and not page.further:
            self.crawler.stats.inc_value("waymark/pages_with_nothing")
        for posting in page.postings:
            yield self._document(posting, response)
        for url in page.further:
            yield Request(url, callback=self.parse, errback=self.failed)

    def failed(self, failure: Failure) -> None:
        """Notes why a page could not be read; what robots.txt or the host rule forbids is counted by Scrapy."""
        request: Request = failure.request  # type: ignore[attr-defined]
        stats, error = self.crawler.stats, failure.value
        if isinstance(error, HttpError):
            self.harvest.problem(request.url, f"answered {error.response.status}")
            if error.response.status in {401, 403, 407, 451} and stats:
                stats.inc_value("waymark/access_refused")
        elif not isinstance(error, IgnoreRequest):
            self.harvest.problem(request.url, _reason(error))
        if request.meta.get("is_start") and stats:
            stats.inc_value("waymark/start_failed")

    def _document(self, posting: Posting, response: Response) -> Document:
        capture = response.meta.get("capture")
        return Document(
            id=posting.key,
            kind="ad",
            text=posting.text,
            source=self.source.id,
            url=posting.url,
            country=self.source.country,
            published_at=posting.published_at,
            captured_at=capture.captured_at if capture else datetime.now(UTC),
            evidence=capture.evidence if capture else None,
        )


def _reason(error: BaseException | None) -> str:
    return f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else 'no answer'}"[:200]
