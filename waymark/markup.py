"""How deep markup is nested, as the parser that is to read it will see it, told before a tree is made of it."""

from __future__ import annotations

from lxml import etree

#: Elements open at the same time that are still read: a tree takes time with the square of its depth. Pages and letters
#: have some dozens.
DEEPEST = 1000
_AT_ONCE = 8192  # bytes


class _TooDeepError(Exception):
    """More elements are open than are wanted: the rest need not be looked at."""


class _Depth:
    """Counts the elements that are open; lxml tells of each that begins and ends, those left unclosed too."""

    def __init__(self, most: int) -> None:
        self._left = most

    def start(self, _tag: str, _attributes: object) -> None:
        self._left -= 1
        if self._left < 0:
            raise _TooDeepError

    def end(self, _tag: str) -> None:
        self._left += 1

    def close(self) -> None:
        """Nothing is made of what was read."""


def nested_deeper_than(most: int, markup: str) -> bool:
    """Whether more than `most` elements of the HTML are open at the same time; stops reading where they are."""
    parser = etree.HTMLParser(target=_Depth(most), encoding="utf-8")
    try:
        written = markup.encode("utf-8", "replace")
        for start in range(0, len(written), _AT_ONCE):  # the parser tells of an error only behind what it was given
            parser.feed(written[start : start + _AT_ONCE])
        parser.close()
    except _TooDeepError:
        return True
    except etree.XMLSyntaxError:  # nothing that could be an element: empty, or a comment alone
        return False
    return False
