"""Slows down who guesses passwords: after a few failures a name, or an address, has to wait, longer each time."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from threading import Lock

_FREE = 5  # failures before anybody waits
_FIRST, _LONGEST = 2.0, 300.0  # seconds
_FORGOTTEN = 3600.0
_MOST = 50_000  # names and addresses that are remembered


class Throttle:
    """Failures by key (a user's name, an address)."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._failures: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def wait(self, keys: Iterable[str]) -> float:
        """Seconds until one of them may try again; 0 when all may."""
        now = self._clock()
        with self._lock:
            return max((self._wait(*self._failures[key], now) for key in keys if key in self._failures), default=0.0)

    def failed(self, keys: Iterable[str]) -> None:
        now = self._clock()
        with self._lock:
            for key in keys:
                count, last = self._failures.pop(key, (0, now))
                self._failures[key] = (1 if now - last > _FORGOTTEN else count + 1, now)
            while len(self._failures) > _MOST:
                self._failures.popitem(last=False)

    def succeeded(self, key: str) -> None:
        with self._lock:
            self._failures.pop(key, None)

    @staticmethod
    def _wait(count: int, last: float, now: float) -> float:
        if count < _FREE:
            return 0.0
        pause: float = min(_LONGEST, _FIRST * 2 ** min(count - _FREE, 30))
        return max(0.0, last + pause - now)
