"""Ends a crawl whose parent is gone: a killed task must not leave a crawler asking a site for pages."""

from __future__ import annotations

import os
import signal
import threading
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler


class Lifeline:
    """Scrapy's extension that waits for the end of standard input, a pipe that only the parent holds open."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        lifeline = cls()
        crawler.signals.connect(lifeline.hold, signals.engine_started)
        return lifeline

    def hold(self) -> None:
        """Starts waiting; the thread ends with the process."""
        threading.Thread(target=_end_with_parent, name="lifeline", daemon=True).start()


def _end_with_parent() -> None:
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)  # as if told to: Scrapy closes its files and writes its statistics
