"""What tests of crawls share: a site, an archive, and a crawl into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from loopback_site import Crawled, Site

from crawlers.crawl import crawl
from crawlers.source import Source
from waymark.archive import Archive
from waymark.settings import Settings


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(state=tmp_path / "state", contact="https://police.example/crawler")


@pytest.fixture
def archive(settings: Settings) -> Archive:
    return Archive(settings.archive_url)


@pytest.fixture
def read(archive: Archive, settings: Settings) -> Callable[[Source], Crawled]:
    """Crawls a source into the test's archive."""
    return lambda source: Crawled(crawl(source, run="run", archive=archive, settings=settings), archive)
