"""The lines of a table that say something, each with its number, so that a faulty one can be named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def numbered(table: Path) -> Iterator[tuple[int, str]]:
    """The lines of `table` (UTF-8), counted from 1; those that are empty or begin with # are left out."""
    for number, line in enumerate(table.read_text("utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield number, line
