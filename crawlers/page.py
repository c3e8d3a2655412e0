"""A saved page to the ads on it and the pages it leads to: a pure function, no network, no clock, no settings."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from html import escape
from urllib.parse import urljoin, urlsplit

from parsel import Selector

from crawlers.selectors import barriers, each, outermost
from crawlers.source import Source
from crawlers.text import readable
from waymark.records import LONGEST_TEXT

_LONGEST_KEY = 300
_LONGEST_ADDRESS = 2000
_SAID = ("title", "text", "contact", "signature")
#: RFC 4287, 3.1: what an Atom text construct of these types holds is text, not markup.
_PLAIN_ATOM = {None: ("title",), "text": _SAID}


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
    barrier: str | None = None  #: what the site asks for before it shows anything


def parse(text: str, url: str, source: Source) -> Page:
    """The page `text`, decoded, as it was found at `url`. Broken markup yields what can be read of it."""
    document = Selector(text=text.replace("\0", ""), type="xml" if source.kind == "feed" else "html")
    if document.root is None:  # XML without a single element
        return Page((), ())
    if source.kind == "feed":
        document.remove_namespaces()
    barrier = _barrier(document)
    for name in ("noise", "quote"):
        for part in outermost(each(document, source.rules[name])):
            part.drop()
    items = outermost(each(document, source.rules["item"]))
    postings = tuple(
        posting for item in items if (posting := _posting(item, url, source, is_alone=len(items) == 1)) is not None
    )
    # A board's links lead from lists to the ads' pages; elsewhere the link is the ad's own address.
    names = ("next", "more", "link") if source.kind == "board" else ("next",)
    further = _addresses((link for name in names for link in each(document, source.rules[name]).getall()), url)
    return Page(postings, further, None if postings or further else barrier)


def _posting(item: Selector, page: str, source: Source, *, is_alone: bool) -> Posting | None:
    rules = source.rules
    parts = [readable(markup) for name in _SAID for markup in _markups(item, rules[name], name)]
    text = "\n".join(dict.fromkeys(part for part in parts if part))[:LONGEST_TEXT]
    if not text:
        return None
    own = [] if source.kind == "board" else list(_addresses(each(item, rules["link"]).getall(), page, whole=True))
    url = own[0] if own else page
    key = _key(item, url, source)
    if not own and not is_alone and key == _without_host(page):  # else all ads of the page would be one
        key = _short(f"{key}#{hashlib.sha256(text.encode()).hexdigest()[:16]}")
    published = source.dates.moment(_plain(part) for part in each(item, rules["published"]))
    return Posting(key, text, url, published)


def _key(item: Selector, url: str, source: Source) -> str:
    """The ad's own id: by the source's expression, by the kind's selector, or else its address without the host."""
    if source.key and (found := re.search(source.key, url)) and found[1]:
        return _short(found[1])
    for part in each(item, source.rules["key"]):
        if key := _plain(part):
            return _short(_without_host(key) if key.startswith(("http://", "https://")) else key)
    return _without_host(url)


def _without_host(url: str) -> str:
    """Path, query and fragment: what stays when a site moves to another host or port."""
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return _short((parts.path or "/") + query + fragment)


def _short(key: str) -> str:
    return key if len(key) <= _LONGEST_KEY else hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def _barrier(document: Selector) -> str | None:
    return next((name for name, rule in barriers().items() if each(document, rule)), None)


def _plain(part: Selector) -> str:
    """The words of an element, an attribute or a text."""
    return (str(part.xpath("string()").get()) if hasattr(part.root, "tag") else str(part.get())).strip()


def _markups(item: Selector, rule: str, name: str) -> list[str]:
    """The HTML of what a rule finds; in a feed that is the text of an element, escaped or in CDATA (or XHTML)."""
    found = outermost(each(item, rule))
    if item.type != "xml":
        return [part.get() for part in found]
    return [_of_feed(part, name) for part in found]


def _of_feed(part: Selector, name: str) -> str:
    if not hasattr(part.root, "tag") or len(part.root):
        return str(part.get())
    text = part.root.text or ""
    is_atom = part.xpath("boolean(ancestor::feed)").get() == "1"
    is_plain = is_atom and name in _PLAIN_ATOM.get(part.attrib.get("type"), ())
    return escape(text, quote=False).replace("\n", "<br>") if is_plain else text


def _addresses(links: Iterable[str], page: str, *, whole: bool = False) -> tuple[str, ...]:
    """Links as absolute http addresses; without their fragments unless `whole`. What is none is left out."""
    found = []
    for link in links:
        try:
            address = urljoin(page, link.strip())
            scheme = urlsplit(address).scheme
        except ValueError:  # such as http://[
            continue
        if scheme in {"http", "https"} and len(address) <= _LONGEST_ADDRESS:
            found.append(address if whole else address.partition("#")[0])
    return tuple(dict.fromkeys(found))
