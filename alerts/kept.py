"""The saved queries as this process knows them, read again only where their index has another number of changes."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock

from elasticsearch import Elasticsearch, NotFoundError

from alerts import store
from alerts.authority import Kept
from alerts.query import SavedQuery
from search_mappings.alerts import index_of
from waymark.cluster import failures_in_one_line
from waymark.settings import Settings


class KeptQueries:
    """Changes are added and never changed, so their number tells whether anything is new. Threads may share it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._changes, self._kept = -1, tuple[Kept, ...]()
        self._by_id: dict[str, SavedQuery] = {}

    def every(self, client: Elasticsearch, settings: Settings) -> tuple[Kept, ...]:
        """All of them by name; none where none was ever saved. Raises ServiceError."""
        return self._read(client, settings)[0]

    def by_id(self, client: Elasticsearch, settings: Settings) -> Mapping[str, SavedQuery]:
        """The same by their ids."""
        return self._read(client, settings)[1]

    def _read(self, client: Elasticsearch, settings: Settings) -> tuple[tuple[Kept, ...], Mapping[str, SavedQuery]]:
        with failures_in_one_line(settings):
            try:
                changes = int(client.count(index=index_of(settings, "queries"))["count"])
            except NotFoundError:
                return (), {}
        with self._lock:
            if changes == self._changes:
                return self._kept, self._by_id
        kept = tuple(store.every(client, settings))
        by_id = {one.query.id: one.query for one in kept}
        with self._lock:  # with the number from before: what came meanwhile is read at the next time
            self._changes, self._kept, self._by_id = changes, kept, by_id
        return kept, by_id
