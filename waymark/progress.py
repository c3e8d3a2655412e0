"""Says what is being done while it takes long: a live bar on a terminal, plain lines elsewhere, on standard error."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

_console = Console(stderr=True)
_OBEYED = re.compile(r"[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_PLAIN_EVERY = 5.0  # seconds between two plain lines


def printable(text: str) -> str:
    """`text` without what a terminal would obey: an ad or the name of a file may hold commands to it (ECMA-48).

    Also without marks of direction that reach beyond their line (Unicode TR 36, 3.2: text that shows as another).
    """
    return _OBEYED.sub("\N{REPLACEMENT CHARACTER}", text)


def say(message: str) -> None:
    """What is said on standard error, without markup and commands to the terminal."""
    _console.print(printable(message), markup=False, highlight=False, soft_wrap=True)


@contextmanager
def track(label: str, total: int | None = None, unit: str = "") -> Iterator[Callable[[int], None]]:
    """Shows work under `label`; the caller reports each step's amount through the yielded function."""
    if not _console.is_terminal:
        yield _plain(label, total, unit)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(unit),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=_console, transient=True) as progress:
        task = progress.add_task(label, total=total)
        yield lambda amount: progress.advance(task, amount)


def _plain(label: str, total: int | None, unit: str) -> Callable[[int], None]:
    done, last = 0, time.monotonic()

    def advance(amount: int) -> None:
        nonlocal done, last
        done += amount
        now = time.monotonic()
        if now - last >= _PLAIN_EVERY:
            last = now
            say(f"{label}: {done}{f' of {total}' if total else ''} {unit}".rstrip())

    return advance
