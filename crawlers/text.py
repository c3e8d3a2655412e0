"""Markup to the text a reader sees: line breaks kept, entities decoded, pictures of emoji as their emoji."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

from bs4 import BeautifulSoup, Tag

from waymark.markup import DEEPEST, nested_deeper_than

_BLOCKS = ("p", "div", "li", "tr", "blockquote", "h1", "h2", "h3", "h4", "ul", "ol", "section", "article")
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n ?")
_GAPS = re.compile(r"\n{3,}")
_ANY_TAG = re.compile(r"<[^<>]*>")


def readable(markup: str) -> str:
    """The text of a piece of HTML (or of plain text, or of HTML that stands escaped in a feed)."""
    if nested_deeper_than(DEEPEST, markup):  # what lies deeper is read without its structure
        return _GAPS.sub("\n\n", _LINES.sub("\n", _SPACES.sub(" ", unescape(_ANY_TAG.sub(" ", markup))))).strip()
    soup = BeautifulSoup(_SPACES.sub(" ", markup.replace("\r\n", "\n")), "lxml")
    for image in soup.find_all("img"):
        image.replace_with(str(image.get("alt") or ""))
    for anchor in soup.find_all("a"):
        _keep_address(anchor)
    for line_break in soup.find_all("br"):
        line_break.insert_before("\n")
        following = line_break.next_sibling
        if isinstance(following, str) and following.startswith("\n"):  # the break in the source is the same one
            following.replace_with(following[1:])
    for block in soup.find_all(_BLOCKS):
        block.insert_before("\n")
        block.insert_after("\n")
    return _GAPS.sub("\n\n", _LINES.sub("\n", soup.get_text())).strip()


def _keep_address(anchor: Tag) -> None:
    """A number or handle may stand in the link alone: <a href="https://wa.me/…">write me</a>."""
    href = str(anchor.get("href") or "").strip()
    if not href.startswith(_CONTACT):
        return
    said = href.partition(":")[2].lstrip("/").partition("?")[0]
    shown = anchor.get_text()
    if said not in shown and (not _digits(said) or _digits(said) not in _digits(shown)):
        anchor.append(f" {href}")


def _digits(text: str) -> str:
    return "".join(str(unicodedata.digit(sign)) for sign in text if sign.isdigit())


_CONTACT = (
    *("tel:", "sms:", "viber:", "tg:", "whatsapp:"),
    *("https://wa.me/", "http://wa.me/", "https://api.whatsapp.com/", "https://t.me/", "http://t.me/"),
    *("https://signal.me/", "https://m.me/", "https://www.instagram.com/", "https://instagram.com/"),
)
