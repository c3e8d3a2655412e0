"""Waiting for a cluster that is busy, blocked for a migration or gone for a moment: longer each time, not for ever."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

from elasticsearch import ApiError, TransportError

from waymark.errors import ServiceError

_Answer = TypeVar("_Answer")

_PASSING = frozenset({404, 429, 502, 503, 504})  # 404: no index behind the alias for a moment


def passing(status: int, kind: str) -> bool:
    """Whether a refusal may be gone next time: the cluster is busy or away, or a migration blocks writing (403)."""
    return status in _PASSING or kind == "cluster_block_exception"


class Patience:
    """Waits between attempts, 0.05 seconds at first and up to 15, for at most `limit` seconds without any progress."""

    def __init__(self, limit: float = 120) -> None:
        self._limit = limit
        self.progress()

    def progress(self) -> None:
        """Something was done: the next trouble gets the whole time again."""
        self._since: float | None = None
        self._attempts = 0

    def wait(self, reason: str) -> None:
        """Waits before another attempt. Raises ServiceError with the reason when the time is over."""
        now = time.monotonic()
        self._since = self._since or now
        delay = min(0.05 * 2**self._attempts, 15) * random.uniform(0.5, 1)  # noqa: S311 - spreads out, protects nothing
        if now - self._since + delay > self._limit:
            raise ServiceError(
                f"Elasticsearch did not take the leads ({reason}): nothing is lost, the same command finishes the "
                "work. Is it up (`waymark status`)? Was a migration interrupted (`waymark index migrate`)?"
            )
        self._attempts += 1
        time.sleep(delay)

    def ask(self, question: Callable[[], _Answer]) -> _Answer:
        """The answer to `question`, asked again while the trouble may pass."""
        waited = False
        while True:
            try:
                answer = question()
            except ApiError as error:
                if not passing(error.status_code, error.error):
                    raise ServiceError(f"Elasticsearch refused: {error}") from error
                self.wait(f"{error.status_code} {error.error}")
            except TransportError as error:
                self.wait(type(error).__name__)
            else:
                if waited:  # an answer without trouble proves nothing about the writes that are waited for
                    self.progress()
                return answer
            waited = True
