"""What all kinds of sites share: start where the source says, read pages, follow what they lead to, note failures."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, Self

from pydantic import ValidationError
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawlers.bounds import OutOfBounds
from crawlers.harvest import Harvest, reason
from crawlers.job import Job
from crawlers.page import Posting, parse
from waymark.records import Capture, Document

#: Not for us without a sign-in, a proxy's sign-in or at all (RFC 9110, RFC 7725).
_REFUSED = {401, 403, 407, 451}
#: What Scrapy's robots.txt middleware says, an IgnoreRequest as others are (a page that unpacks to too much).
_FORBIDDEN = "Forbidden by robots.txt"
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
            self.harvest.problem(response.url, f"{_content_type(response)}: not a text, so it is not read")
            return
        try:
            if _REPLACED in response.text:
                self.harvest.problem(response.url, f"bytes that are no {response.encoding}: read with replacements")
            page = parse(response.text, response.url, self.source)
        except Exception as error:  # noqa: BLE001 - a hostile page must not end the crawl; its text must not be logged
            self.harvest.problem(response.url, f"cannot be parsed ({type(error).__name__}): it is kept as captured")
            return
        if page.barrier:
            self.harvest.problem(response.url, f"{page.barrier}: not circumvented")
            self._count("waymark/access_refused")
        for posting in page.postings:
            yield from self._documents(posting, response)
        for url in page.further:
            yield Request(url, callback=self.parse, errback=self.failed)

    def failed(self, failure: Failure) -> None:
        """Notes why a page could not be read. What robots.txt forbids and where links lead elsewhere is counted only;
        it is told where nothing can be read for it."""
        request: Request = failure.request  # type: ignore[attr-defined]
        error, is_start = failure.value, bool(request.meta.get("is_start"))
        if isinstance(error, HttpError):
            self.harvest.problem(request.url, f"answered {error.response.status}")
            if error.response.status in _REFUSED:
                self._count("waymark/access_refused")
        elif str(error) != _FORBIDDEN and (is_start or not isinstance(error, OutOfBounds)):
            self.harvest.problem(request.url, reason(error))
        if is_start:
            self._count("waymark/start_failed")

    def _count(self, name: str) -> None:
        if self.crawler.stats:
            self.crawler.stats.inc_value(name)

    def _documents(self, posting: Posting, response: Response) -> Iterator[Document]:
        """The posting as a document; none, and a problem, where it does not fit the record (such as an odd id)."""
        try:
            yield self._document(posting, response)
        except ValidationError as error:  # whose message would quote the ad
            field = ".".join(str(part) for part in error.errors()[0]["loc"])
            self.harvest.problem(response.url, f"an ad whose {field} cannot be kept: {error.errors()[0]['type']}")

    def _document(self, posting: Posting, response: Response) -> Document:
        capture: Capture = response.meta["capture"]
        return Document(
            id=posting.key,
            kind="ad",
            text=posting.text,
            source=self.source.id,
            url=posting.url,
            country=self.source.country,
            published_at=posting.published_at,
            captured_at=capture.captured_at,
            evidence=capture.evidence,
        )


def _content_type(response: Response) -> str:
    return (response.headers.get("Content-Type") or b"no content type").decode("latin-1")[:100]
