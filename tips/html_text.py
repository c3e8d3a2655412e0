"""HTML of a letter as plain text: lines where a reader sees lines, nothing that a reader does not see."""

from __future__ import annotations

import re
import warnings

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning
from bs4.element import NavigableString

from tips.tip import UnfitError
from waymark.markup import DEEPEST, nested_deeper_than

_UNSEEN = ("head", "script", "style", "template", "noscript", "svg")
_LINES = ("p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "ul", "ol", "pre")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n\s*\n\s*")


def text_of_html(html: str) -> str:
    """What a reader sees of `html`. Raises UnfitError for elements nested without end."""
    if nested_deeper_than(DEEPEST, html):
        raise UnfitError(f"HTML nested deeper than {DEEPEST} elements: no letter")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        soup = BeautifulSoup(html, "lxml")
    for unseen in soup.find_all(_UNSEEN) + soup.find_all(style=_HIDDEN):
        unseen.extract()
    for piece in soup.find_all(string=lambda string: type(string) is NavigableString):
        piece.replace_with(re.sub(r"\s+", " ", piece))  # line breaks of the source are no line breaks
    for line_break in soup.find_all("br"):
        line_break.replace_with("\n")
    for block in soup.find_all(_LINES):
        block.insert_before("\n")
        block.append("\n")
    lines = (line.strip() for line in soup.get_text().replace("\xa0", " ").split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()
