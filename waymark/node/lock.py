"""One at a time, among processes: whoever comes second waits and then finds the work done."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from waymark.errors import ServiceError
from waymark.progress import say


@contextmanager
def locked(file: Path, what: str) -> Iterator[None]:
    """Holds the lock `file` (made where missing); says that it waits for `what` when another process has it."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        held = file.open("a")
    except OSError as error:
        raise ServiceError(f"{file}: cannot be written ({error.strerror}): {what} needs that folder") from error
    with held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"waiting for another process that does the same: {what}")
            fcntl.flock(held, fcntl.LOCK_EX)
        yield
