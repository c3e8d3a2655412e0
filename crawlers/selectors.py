"""Where things stand on a page, by kind of site: the table in selectors.yml, and the rules of a source over it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from cssselect import SelectorError
from parsel import Selector, SelectorList

_TABLE = Path(__file__).with_name("selectors.yml")


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, str]]:
    return dict(yaml.safe_load(_TABLE.read_text("utf-8")))


def defaults(kind: str) -> dict[str, str]:
    """The rules of a kind of site by name; an empty one is not there unless a source gives it."""
    return dict(_table()[kind])


def barriers() -> dict[str, str]:
    """What shows that a site wants something of its reader first (a sign-in, a riddle), by name."""
    return dict(_table()["barriers"])


def each(node: Selector, rule: str) -> SelectorList[Selector]:
    """What `rule` finds in `node`; nothing for an empty rule."""
    if not rule:
        return SelectorList()
    return node.xpath(rule) if _is_xpath(rule) else node.css(rule)


def compiled(rule: str) -> str:
    """`rule` itself. ValueError: it is neither XPath (begins with / ./ or a bracket) nor CSS."""
    try:
        each(Selector(text="<a/>"), rule)
    except (SelectorError, ValueError) as error:
        raise ValueError(f"{rule!r} is no {'XPath' if _is_xpath(rule) else 'CSS selector'}: {error}") from None
    return rule


def outermost(found: SelectorList[Selector]) -> list[Selector]:
    """Without the elements that stand inside another one that was found."""
    elements = {id(part.root) for part in found if _is_element(part.root)}
    return [part for part in found if not _is_element(part.root) or not _inside(part.root, elements)]


def _inside(element: Any, others: set[int]) -> bool:
    return any(id(ancestor) in others for ancestor in element.iterancestors())


def _is_element(root: object) -> bool:
    return hasattr(root, "iterancestors")


def _is_xpath(rule: str) -> bool:
    return rule.startswith(("/", "./", "("))
