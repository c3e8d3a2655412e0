"""How many messages wait in a reader's inbox, for the head of every page: asked now and then, never waited for."""

from __future__ import annotations

import time
from collections import OrderedDict
from threading import Lock

from alerts import inbox
from console.own import Own
from waymark.errors import WaymarkError
from waymark.settings import Settings

_FRESH, _AFTER_A_FAULT = 10.0, 60.0  # seconds
_PATIENCE = 2.0  # seconds: a page does not wait for a number in its head
_MOST = 10_000  # readers that are remembered


class Unread:
    """Counts by reader. Threads may share it."""

    def __init__(self, own: Own, settings: Settings) -> None:
        self._own, self._settings, self._lock = own, settings, Lock()
        self._known: OrderedDict[str, tuple[float, int | None]] = OrderedDict()

    def count(self, reader: str) -> int | None:
        """None where it cannot be known: the page is shown without it."""
        now = time.monotonic()
        with self._lock:
            until, known = self._known.get(reader, (0.0, None))
        if now < until:
            return known
        found, fresh = self._ask(reader)
        with self._lock:
            self._known[reader] = (now + fresh, found)
            self._known.move_to_end(reader)
            while len(self._known) > _MOST:
                self._known.popitem(last=False)
        return found

    def forget(self, reader: str) -> None:
        """It has changed."""
        with self._lock:
            self._known.pop(reader, None)

    def _ask(self, reader: str) -> tuple[int | None, float]:
        try:
            with self._own() as client:
                brief = client.options(request_timeout=_PATIENCE, max_retries=0)
                return inbox.unread(brief, self._settings, reader), _FRESH
        except WaymarkError:
            return None, _AFTER_A_FAULT
