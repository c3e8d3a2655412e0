"""What Scrapy leaves open of robots.txt: a file that cannot be read forbids all, and Crawl-delay is kept to."""

from __future__ import annotations

from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse
from scrapy.robotstxt import RobotParser

from crawlers.harvest import reason

_FORBID_ALL = b"User-agent: *\nDisallow: /\n"


class Robots:
    """Scrapy's downloader middleware for the host's robots.txt (RFC 9309).

    2.3.1.4: while it is unreachable or answers with a server's error, complete disallow is assumed. A file that is
    not there (2.3.1.3) allows all, as Scrapy has it.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        robots = cls(crawler)
        crawler.signals.connect(robots.keep_to_delay, signals.robots_parsed)
        return robots

    def process_response(self, request: Request, response: Response) -> Response:
        if _is_robots(request) and (response.status >= 500 or response.status == 429):
            return self._unreadable(request, f"answered {response.status}")
        return response

    def process_exception(self, request: Request, exception: Exception) -> Response | None:
        return self._unreadable(request, reason(exception)) if _is_robots(request) else None

    def keep_to_delay(self, robotparser: RobotParser, request: Request) -> None:
        """Lengthens the host's delay to the Crawl-delay that its robots.txt asks of us; never shortens it."""
        asked = robotparser.crawl_delay(self._crawler.settings["ROBOTSTXT_USER_AGENT"])
        engine = self._crawler.engine
        if not asked or engine is None:
            return
        downloader = engine.downloader
        key = downloader.get_slot_key(request)
        delay = max(asked, self._crawler.settings.getfloat("DOWNLOAD_DELAY"))
        downloader.per_slot_settings.setdefault(key, {})["delay"] = delay  # for when the slot is made anew
        if slot := downloader.slots.get(key):
            slot.delay = delay

    def _unreadable(self, request: Request, why: str) -> Response:
        spider: Any = self._crawler.spider
        spider.harvest.problem(request.url, f"{why}: so nothing of this host is read (RFC 9309)")
        return TextResponse(request.url, status=200, body=_FORBID_ALL, encoding="utf-8")


def _is_robots(request: Request) -> bool:
    """Only Scrapy's own request for robots.txt carries this mark, redirected or not."""
    return bool(request.meta.get("dont_obey_robotstxt"))
