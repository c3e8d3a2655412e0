"""The lines of a table that say something, each with its number, so that a faulty one can be named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from waymark.errors import ConfigurationError


def numbered(table: Path) -> Iterator[tuple[int, str]]:
    """The lines of `table` (UTF-8), counted from 1; those that are empty or begin with # are left out."""
    try:
        text = table.read_text("utf-8")
    except UnicodeDecodeError as error:
        number = table.read_bytes()[: error.start].count(b"\n") + 1
        raise ConfigurationError(f"{table.name}, line {number}: is not UTF-8; save the table as UTF-8") from error
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield number, line
