"""The console's own way to Elasticsearch: to the inbox and the saved queries, which no analyst's role reads.

Its key (role `console`) reads no leads. What is read with it is held to the user who is signed in by whoever asks here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from threading import Lock

from elasticsearch import Elasticsearch

from waymark.cluster import connect
from waymark.errors import ServiceError
from waymark.settings import Settings

_PATIENCE = 10.0  # seconds


class Own:
    """Connects at its first use; `client` is for tests that bring a key along. Threads may share it."""

    def __init__(self, settings: Settings, client: Elasticsearch | None = None) -> None:
        self._settings, self._client, self._lock = settings, client, Lock()

    @contextmanager
    def __call__(self) -> Iterator[Elasticsearch]:
        """The client. A refusal of its key is no refusal of the user: it becomes a ServiceError without a status."""
        try:
            with self._lock:
                self._client = self._client or connect(self._settings, timeout=_PATIENCE)
            yield self._client
        except ServiceError as error:
            if error.status not in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
                raise
            raise ServiceError(
                "the console's own key may not read the inbox and the saved queries: an operator runs "
                "`waymark security apply` and gives a key of the role "
                f"{self._settings.index_prefix}waymark-console (ELASTICSEARCH_API_KEY)"
            ) from error
