"""How a crawl went, by its own statistics: Scrapy exits with 0 even where no page was reached."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from crawlers.source import Source
from waymark.records import Reject

_COMPLETE = {"finished", "closespider_pagecount"}


class Statistics(BaseModel):
    """What a crawl tells of itself when it ends."""

    model_config = ConfigDict(frozen=True)

    finish_reason: str
    documents: int
    problems: tuple[Reject, ...]  #: pages that could not be read, each with its reason
    stats: dict[str, float]  #: Scrapy's own

    def count(self, name: str) -> int:
        """One of Scrapy's counts."""
        return int(self.stats.get(name, 0))

    @property
    def pages(self) -> int:
        """Pages that were answered with 200, robots.txt among them."""
        return self.count("downloader/response_status_count/200")

    @property
    def forbidden(self) -> int:
        """Pages that robots.txt forbids: not asked for."""
        return self.count("robotstxt/forbidden")

    @property
    def refused(self) -> int:
        """Pages that the site refuses without a sign-in or the like: not circumvented."""
        return self.count("waymark/access_refused")


def told(file: Path) -> Statistics | None:
    """The statistics in `file`; None where the crawl ended without writing any."""
    try:
        return Statistics.model_validate_json(file.read_bytes())
    except (OSError, ValidationError):
        return None


def verdict(source: Source, statistics: Statistics) -> str | None:
    """Why this crawl counts as failed, or None."""
    first = f" ({_said(statistics.problems[0])})" if statistics.problems else ""
    if statistics.count("waymark/start_failed") >= len(source.start):
        if first or not statistics.forbidden:
            return f"the start address could not be read{first}: check `start` and whether the site is up"
        return "robots.txt forbids the start address: nothing may be read there"
    if statistics.finish_reason not in _COMPLETE:
        return f"the crawl was ended early ({statistics.finish_reason}){first}: what it had read is kept"
    if unknown := statistics.count("spider_exceptions/count"):
        return f"{unknown} pages broke the spider{first}: this is a fault of Waymark, report it"
    expected = source.expect
    if statistics.documents < expected.min and not (expected.may_be_quiet and statistics.documents == 0):
        return (
            f"{statistics.documents} ads found, at least {expected.min} expected{first}: "
            "compare the source's selectors with the site, or set expect"
        )
    return None


def _said(problem: Reject) -> str:
    return f"{problem.item}: {problem.reason}"
