"""A way to Elasticsearch on which something happens at a chosen call: it ends, or another process comes between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from elasticsearch import Elasticsearch

_READING = ("_search", "_msearch", "_mget", "_count")


class BrokenOff(BaseException):  # nothing may catch it
    """The process ended here."""


def _changes(method: str, path: str) -> bool:
    return method not in ("GET", "HEAD") and not path.endswith(_READING) and "scroll" not in path


class Breaking:
    """Put on a client, it counts its calls."""

    def __init__(self, client: Elasticsearch) -> None:
        self._perform = client._transport.perform_request
        self._left: int | None = None
        self._then: Callable[[], None] = lambda: None
        self._after = self._broken = False
        self.calls: list[bool] = []  #: of each call that was made, whether it changes anything
        client._transport.perform_request = self._request  # type: ignore[method-assign]

    def _request(self, *args: Any, **more: Any) -> Any:
        if self._broken:
            raise BrokenOff
        self.calls.append(_changes(str(args[0]), str(args[1]).partition("?")[0]))
        if self._left is not None:
            self._left -= 1
            if self._left < 0:
                self._left = None
                return self._reached(*args, **more)
        return self._perform(*args, **more)

    def _reached(self, *args: Any, **more: Any) -> Any:
        answer = self._perform(*args, **more) if self._after else None
        self._then()
        return answer if self._after else self._perform(*args, **more)

    def _break(self) -> None:
        self._broken = True
        raise BrokenOff

    @contextmanager
    def at(self, call: int, *, after: bool) -> Iterator[None]:
        """Breaks off at the call with that number, before it is made or after: nothing goes through any more."""
        with self.between(call, self._break, after=after):
            yield

    @contextmanager
    def between(self, call: int, then: Callable[[], None], *, after: bool = False) -> Iterator[None]:
        """Does something else before the call with that number, or after it; whole again when this is left."""
        self._left, self._then, self._after, self._broken = call, then, after, False
        try:
            yield
        finally:
            self._left, self._broken = None, False
