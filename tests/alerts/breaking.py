"""A way to Elasticsearch that breaks at a chosen call: before it is made, or after it, so that nobody learns of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from elasticsearch import Elasticsearch


class BrokenOff(BaseException):  # nothing may catch it
    """The process ended here."""


class Breaking:
    """Put on a client, it counts calls and breaks one; from then on nothing goes through until it is mended."""

    def __init__(self, client: Elasticsearch) -> None:
        self._perform = client._transport.perform_request
        self._left: int | None = None
        self._after = self._broken = False
        client._transport.perform_request = self._request  # type: ignore[method-assign]

    def _request(self, *args: Any, **more: Any) -> Any:
        if self._broken:
            raise BrokenOff
        if self._left is None:
            return self._perform(*args, **more)
        self._left -= 1
        if self._left >= 0:
            return self._perform(*args, **more)
        self._broken = True
        if self._after:
            self._perform(*args, **more)
        raise BrokenOff

    @contextmanager
    def at(self, call: int, *, after: bool) -> Iterator[None]:
        """Breaks at the call with that number, if so many are made; whole again when this is left."""
        self._left, self._after, self._broken = call, after, False
        try:
            yield
        finally:
            self._left, self._broken = None, False
