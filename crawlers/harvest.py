"""What a running crawl brings in: documents and captures line by line, and at its end how it went."""

from __future__ import annotations

import json
from typing import IO, Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.logformatter import LogFormatter

from crawlers.job import Job
from waymark.records import Capture, Document

_MOST_PROBLEMS = 200


class Harvest:
    """The files of one crawl, written line by line, so that a killed crawl leaves what it had."""

    def __init__(self, job: Job) -> None:
        self._documents: IO[str] = job.documents.open("w", encoding="utf-8")
        self._captures: IO[str] = job.captures.open("w", encoding="utf-8")
        self._outcome = job.outcome
        self._seen: set[str] = set()
        self._problems: list[str] = []

    def capture(self, capture: Capture) -> None:
        self._write(self._captures, capture.model_dump_json())

    def document(self, document: Document) -> bool:
        """Keeps a document; an ad that stands on several pages is kept once. False: it was there already."""
        if document.id in self._seen:
            return False
        self._seen.add(document.id)
        self._write(self._documents, document.model_dump_json(exclude_defaults=True))
        return True

    def problem(self, where: str, what: str) -> None:
        """Something that could not be read, by its address; never with its content."""
        if len(self._problems) < _MOST_PROBLEMS:
            self._problems.append(f"{where}: {what}")

    def close(self, reason: str, stats: dict[str, Any]) -> None:
        self._documents.close()
        self._captures.close()
        numbers = {name: value for name, value in stats.items() if isinstance(value, int | float)}
        outcome = {"finish_reason": reason, "documents": len(self._seen), "problems": self._problems, "stats": numbers}
        self._outcome.write_text(json.dumps(outcome), "utf-8")

    @staticmethod
    def _write(file: IO[str], line: str) -> None:
        file.write(line + "\n")
        file.flush()


class Documents:
    """Scrapy's item pipeline: documents into the harvest."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_item(self, item: Document) -> Document:
        spider: Any = self._crawler.spider
        if not spider.harvest.document(item):
            self._crawler.stats.inc_value("waymark/ads_seen_again")
        return item


class Outcome:
    """Scrapy's extension that writes the statistics when the crawl ends, whatever ended it."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls()
        extension._crawler = crawler
        crawler.signals.connect(extension.closed, signals.spider_closed)
        return extension

    _crawler: Crawler

    def closed(self, spider: Any, reason: str) -> None:
        spider.harvest.close(reason, self._crawler.stats.get_stats())


class QuietFormatter(LogFormatter):
    """Logs no ad: neither what was scraped nor what was dropped or broke a step."""

    def scraped(self, *_: Any, **__: Any) -> None:  # type: ignore[override]
        return None

    def dropped(self, *_: Any, **__: Any) -> None:  # type: ignore[override]
        return None

    def item_error(self, _item: Any, exception: BaseException, *_: Any, **__: Any) -> dict[str, Any]:  # type: ignore[override]
        return {"level": 40, "msg": "an ad could not be kept: %(error)s", "args": {"error": type(exception).__name__}}
