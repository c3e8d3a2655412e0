"""The demo's sites as a browser reads them, and what should stand on them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import urljoin

import httpx
import pytest
from bs4 import BeautifulSoup, Tag

from demo.sites.world import Ad, SiteKind, site_world

TODAY = date(2026, 3, 1)


def soup(answer: httpx.Response) -> BeautifulSoup:
    """The page as a browser reads it: by the header's encoding, else by the one the page declares."""
    return BeautifulSoup(answer.content, "html.parser", from_encoding=answer.charset_encoding)


def words(element: Tag | None) -> str:
    """An element's text with <br> as line breaks."""
    assert element is not None
    for line_break in element.select("br"):
        line_break.replace_with("\n" if not str(line_break.next_sibling or "").startswith("\n") else "")
    return element.get_text().strip("\n")


def walk(client: httpx.Client, start: str, next_link: str) -> Iterator[BeautifulSoup]:
    """The pages from `start` on, by their links to the next one."""
    url, seen = start, set[str]()
    while url not in seen:
        seen.add(url)
        answer = client.get(url)
        assert answer.status_code == 200
        page = soup(answer)
        yield page
        link = page.select_one(next_link)
        if link is None:
            return
        url = urljoin(url, str(link["href"]))
    pytest.fail(f"the pages from {start} run in a circle")


def public(site: SiteKind) -> list[Ad]:
    return [ad for ad in site_world(site).shown(1) if not ad.forbidden]


def text_of(ad: Ad) -> str:
    return ad.wording(1)
