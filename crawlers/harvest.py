"""What a running crawl brings in: documents and captures line by line, and at its end how it went."""

from __future__ import annotations

import hashlib
from typing import IO, Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.logformatter import LogFormatter

from crawlers.job import Job
from crawlers.statistics import Statistics
from waymark.records import Capture, Document, Reject

_MOST_PROBLEMS = 1000


class Harvest:
    """The files of one crawl, written line by line, so that a killed crawl leaves what it had."""

    def __init__(self, job: Job) -> None:
        self._documents: IO[str] = job.documents.open("w", encoding="utf-8")
        self._captures: IO[str] = job.captures.open("w", encoding="utf-8")
        self._outcome = job.outcome
        self._seen: dict[str, bytes] = {}
        self._problems: list[Reject] = []

    def capture(self, capture: Capture) -> None:
        self._write(self._captures, capture.model_dump_json())

    def document(self, document: Document) -> None:
        """Keeps a document. An ad that stands on several pages is kept once; two ads under one id are a problem."""
        wording = hashlib.sha256(document.text.encode("utf-8", "replace")).digest()
        if document.id not in self._seen:
            self._seen[document.id] = wording
            self._write(self._documents, document.model_dump_json(exclude_defaults=True))
        elif self._seen[document.id] != wording:
            self.problem(document.url or document.id, "other words under an id that was read before: check `key`")

    def problem(self, where: str, what: str) -> None:
        """Something that could not be read, by its address; never with its content."""
        if len(self._problems) < _MOST_PROBLEMS:
            self._problems.append(Reject(item=where, reason=what))

    def close(self, reason: str, stats: dict[str, Any]) -> None:
        self._documents.close()
        self._captures.close()
        numbers = {name: float(value) for name, value in stats.items() if isinstance(value, int | float)}
        outcome = Statistics(
            finish_reason=reason, documents=len(self._seen), problems=tuple(self._problems), stats=numbers
        )
        self._outcome.write_text(outcome.model_dump_json(), "utf-8")

    @staticmethod
    def _write(file: IO[str], line: str) -> None:
        file.write(line + "\n")
        file.flush()


def reason(error: BaseException | None) -> str:
    """The kind of failure and the first line of its message, which is about the address and never quotes the page."""
    return f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else 'no answer'}"[:300]


class Documents:
    """Scrapy's item pipeline: documents into the harvest."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_item(self, item: Document) -> Document:
        spider: Any = self._crawler.spider
        spider.harvest.document(item)
        return item


class Outcome:
    """Scrapy's extension that writes the statistics when the crawl ends, whatever ended it."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        crawler.signals.connect(extension.closed, signals.spider_closed)
        return extension

    def closed(self, spider: Any, reason: str) -> None:
        stats = self._crawler.stats
        spider.harvest.close(reason, stats.get_stats() if stats else {})


class QuietFormatter(LogFormatter):
    """Logs no ad: neither what was scraped nor what was dropped or broke a step."""

    def scraped(self, *_: Any, **__: Any) -> None:  # type: ignore[override]
        return None

    def dropped(self, *_: Any, **__: Any) -> None:  # type: ignore[override]
        return None

    def item_error(self, _item: Any, exception: BaseException, *_: Any, **__: Any) -> dict[str, Any]:  # type: ignore[override]
        return {"level": 40, "msg": "an ad could not be kept: %(error)s", "args": {"error": type(exception).__name__}}
