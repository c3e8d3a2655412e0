"""Where tables go: as wide as the terminal, and a tab between the cells where standard output is a file or a pipe."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_UNCUT = 100_000  # characters: no row is that long


def console() -> Console:
    """Standard output, for tables and lines that are plain text."""
    from rich.console import Console

    return Console(highlight=False, markup=False, soft_wrap=True, width=None if sys.stdout.isatty() else _UNCUT)


def show(table: Table) -> None:
    """Prints a table for people; into a file or pipe, its rows on a line each, neither padded nor cut."""
    if sys.stdout.isatty():
        console().print(table, soft_wrap=False)
        return
    heads = [[str(column.header) for column in table.columns]] if table.show_header else []
    for row in (*heads, *zip(*(column.cells for column in table.columns), strict=True)):
        print("\t".join(" ".join(str(cell).split()) for cell in row))
