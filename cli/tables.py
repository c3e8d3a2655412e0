"""Where tables for people go: as wide as the terminal, and not cut where standard output is a file or a pipe."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

_UNCUT = 100_000  # characters: no row is that long


def console() -> Console:
    """Standard output, for tables and lines that are plain text."""
    from rich.console import Console

    return Console(highlight=False, markup=False, soft_wrap=True, width=None if sys.stdout.isatty() else _UNCUT)
