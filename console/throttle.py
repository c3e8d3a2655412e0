"""Slows down who guesses passwords: after a few failures a name, or an address, has to wait, longer each time."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

_FIRST, _LONGEST = 2.0, 300.0  # seconds
_FORGOTTEN = 3600.0
_MOST = 50_000  # names or addresses that are remembered


@dataclass(frozen=True)
class _Failures:
    """How many, when the last was, and the one before it."""

    count: int
    last: float
    before: float


class Throttle:
    """Failures by key (a user's name, an address), of which the first `free` cost no waiting.

    An attempt counts as failed from its beginning: who tries many passwords at once has not more tries for it.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, *, free: int = 5) -> None:
        self._clock, self._lock, self._free = clock, Lock(), free
        self._failures: OrderedDict[str, _Failures] = OrderedDict()

    def attempt(self, key: str) -> float:
        """Begins an attempt and gives 0, or begins none and gives the seconds until there may be one."""
        now = self._clock()
        with self._lock:
            known = self._failures.get(key)
            if known is None or now - known.last > _FORGOTTEN:
                known = _Failures(0, now, now)
            if wait := self._wait(known, now):
                return wait
            self._failures[key] = _Failures(known.count + 1, now, known.last)
            self._failures.move_to_end(key)
            while len(self._failures) > _MOST:
                self._failures.popitem(last=False)
            return 0.0

    def took_back(self, key: str) -> None:
        """The last attempt was none: nobody looked at the password, or it was right."""
        with self._lock:
            known = self._failures.pop(key, None)
            if known and known.count > 1:
                self._failures[key] = _Failures(known.count - 1, known.before, known.before)

    def succeeded(self, key: str) -> None:
        with self._lock:
            self._failures.pop(key, None)

    def _wait(self, known: _Failures, now: float) -> float:
        if known.count < self._free:
            return 0.0
        pause: float = min(_LONGEST, _FIRST * 2 ** min(known.count - self._free, 30))
        return max(0.0, known.last + pause - now)
