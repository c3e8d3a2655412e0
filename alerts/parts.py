"""Many things, some at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

_One = TypeVar("_One")


def in_parts(items: Iterable[_One], most: int) -> Iterator[tuple[_One, ...]]:
    """The items in their order, at most so many in each part."""
    left = iter(items)
    while part := tuple(islice(left, most)):
        yield part
