"""HTML of a letter as plain text: lines where a reader sees lines, nothing that a reader does not see."""

from __future__ import annotations

import re
import warnings
from collections import Counter

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning
from bs4.element import NavigableString

from tips.tip import UnfitError

_UNSEEN = ("head", "script", "style", "template", "noscript", "svg")
_LINES = ("p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "ul", "ol", "pre")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n\s*\n\s*")


_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"))
_DEEPEST = 1000  # reading takes time with the square of the depth; letters have some dozens, and unclosed <p> and <td>


def text_of_html(html: str) -> str:
    """What a reader sees of `html`. Raises UnfitError for elements nested without end."""
    if _depth(html) > _DEEPEST:
        raise UnfitError(f"HTML nested deeper than {_DEEPEST} elements: no letter")
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


def _depth(html: str) -> int:
    """How many elements are open at the same time, at most; an end that nothing began does not count."""
    began: Counter[str] = Counter()
    depth = deepest = 0
    for ends, name in _TAG.findall(html.lower()):
        if name in _VOID:
            continue
        if not ends:
            began[name] += 1
            depth += 1
            deepest = max(deepest, depth)
        elif began[name]:
            began[name] -= 1
            depth -= 1
    return deepest
