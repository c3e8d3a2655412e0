"""A saved page to the ads on it and the pages it leads to: a pure function, no network, no clock, no settings."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import yaml
from parsel import Selector, SelectorList

from crawlers.source import Source
from crawlers.text import readable
from waymark.records import LONGEST_TEXT

_SELECTORS = Path(__file__).with_name("selectors.yml")


@dataclass(frozen=True)
class Posting:
    """One ad as it stands on a page."""

    key: str  #: the site's own id of it
    text: str
    url: str
    published_at: datetime | None = None


@dataclass(frozen=True)
class Page:
    """What a page holds: ads, and addresses to go on with (absolute, without fragment, in order, no doubles)."""

    postings: tuple[Posting, ...]
    further: tuple[str, ...]


@lru_cache(maxsize=1)
def _defaults() -> dict[str, dict[str, str]]:
    return dict(yaml.safe_load(_SELECTORS.read_text("utf-8")))


def selectors(source: Source) -> dict[str, str]:
    """The selectors in force for a source: its kind's, and its own over them."""
    return _defaults()[source.kind] | source.select


def parse(text: str, url: str, source: Source) -> Page:
    """The page `text`, decoded, as it was found at `url`. Broken markup yields what can be read of it."""
    rules = selectors(source)
    document = Selector(text=text.replace("\0", ""), type="xml" if source.kind == "feed" else "html")
    if source.kind == "feed":
        document.remove_namespaces()
    for name in ("noise", "quote"):
        if rules.get(name):
            _each(document, rules[name]).drop()
    items = _each(document, rules["item"])
    postings = tuple(posting for item in items if (posting := _posting(item, url, source, rules)))
    # A board's links lead from lists to the ads' pages; elsewhere the link is the ad's own address.
    names = ("next", "more", "link") if source.kind == "board" else ("next",)
    links = [link for name in names if name in rules for link in _texts(document, rules[name])]
    return Page(postings, _addresses(links, url))


def _posting(item: Selector, page: str, source: Source, rules: dict[str, str]) -> Posting | None:
    parts = [
        readable(html) for name in ("title", "text", "contact", "signature") for html in _htmls(item, rules.get(name))
    ]
    text = "\n".join(dict.fromkeys(part for part in parts if part))[:LONGEST_TEXT]
    if not text:
        return None
    links = _texts(item, rules["link"]) if source.kind != "board" and rules.get("link") else []
    url = urljoin(page, links[0].strip()) if links else page
    return Posting(_key(item, url, source, rules), text, url, _moment(_texts(item, rules.get("published"))))


def _key(item: Selector, url: str, source: Source, rules: dict[str, str]) -> str:
    """The ad's own id: by the source's expression, by the kind's selector, or else its address without the host."""
    if source.key and (found := re.search(source.key, url)):
        return found[1]
    if found_keys := [key.strip() for key in _texts(item, rules.get("key")) if key.strip()]:
        return found_keys[0] if len(found_keys[0]) <= 300 else hashlib.sha256(found_keys[0].encode()).hexdigest()
    parts = urlsplit(url)
    return (parts.path + (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else ""))[
        :300
    ]


def _each(node: Selector, rule: str) -> SelectorList[Selector]:
    return node.xpath(rule) if rule.startswith(("/", ".//", "./", "(")) else node.css(rule)


def _texts(node: Selector, rule: str | None) -> list[str]:
    return _each(node, rule).getall() if rule else []


def _htmls(node: Selector, rule: str | None) -> list[str]:
    """The markup of each part; of nested matches only the outermost."""
    found = _texts(node, rule)
    return [html for html in found if not any(html != other and html in other for other in found)]


def _addresses(links: Iterable[str], page: str) -> tuple[str, ...]:
    absolute = (urljoin(page, link.strip()).partition("#")[0] for link in links)
    return tuple(dict.fromkeys(link for link in absolute if urlsplit(link).scheme in {"http", "https"}))


def _moment(values: list[str]) -> datetime | None:
    """ISO 8601 or RFC 5322 to UTC; a time without zone is taken as UTC; what cannot be read is left out."""
    for value in values:
        for read in (datetime.fromisoformat, parsedate_to_datetime):
            try:
                moment = read(value.strip())
            except (ValueError, TypeError, IndexError, OverflowError):
                continue
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return None
