"""The present state of all leads that anybody worked on, kept in memory and brought up to date before each use.

Each time only what was said since is read, as the user who asks: who may not read the work gets nothing of it, whatever
is kept. Events are only ever added, so their sequence numbers tell what is new; when some were erased, or one came in
late, the count does not fit and all is read anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from elasticsearch import Elasticsearch

from leads.work.events import event
from leads.work.state import NOTHING_SAID, State
from waymark.cluster import failures_in_one_line
from waymark.settings import Settings

SETTLED = "settled"  #: kind and id of the document that says up to where the leads' fields are written
_PAGE = 5000
_OVERLAP = 200  # sequence numbers read again: one that was given first may be seen last
_ROUNDS = 3


@dataclass(frozen=True)
class Table:
    """The states at one moment; `unsettled`: the leads whose own field is behind. `hidden`: the user may not see it."""

    states: Mapping[str, State] = field(default_factory=dict)
    unsettled: frozenset[str] = frozenset()
    hidden: bool = False

    def of(self, lead: str) -> State:
        return self.states.get(lead, NOTHING_SAID)


@dataclass(frozen=True)
class _Read:
    hits: tuple[dict[str, Any], ...]
    total: int  #: documents in the index


class Board:
    """One for all users of a console; safe between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._clear()

    def table(self, client: Elasticsearch, settings: Settings) -> Table:
        """The states now. Raises ServiceError when Elasticsearch does not answer."""
        for _ in range(_ROUNDS):
            with self._lock:
                turn, after = self._turn, self._last - _OVERLAP
            read = _read(client, settings, after)
            if read is None:
                return Table(hidden=True)
            with self._lock:
                others = self._turn != turn  # another thread has read meanwhile, and more than this one perhaps
                self._take(read)
                if len(self._known) == read.total or (others and len(self._known) > read.total):
                    return self._table
                self._clear()
        with self._lock:
            return self._table

    def _clear(self) -> None:
        self._known: set[str] = set()
        self._states: dict[str, State] = {}
        self._touched: dict[str, int] = {}  # by lead: the last sequence number, of those that are not settled
        self._last, self._settled, self._turn = -1, -1, getattr(self, "_turn", 0) + 1
        self._table = Table()

    def _take(self, read: _Read) -> None:
        fresh = [hit for hit in read.hits if hit["_seq_no"] > self._last or hit["_id"] not in self._known]
        if not fresh:
            return
        for hit in fresh:
            self._known.add(hit["_id"])
            if hit["_id"] == SETTLED:
                self._settled = max(self._settled, hit["_source"]["number"])
            elif one := event(hit):
                self._states[one.lead] = self._states.get(one.lead, NOTHING_SAID).with_event(one)
                self._touched[one.lead] = max(self._touched.get(one.lead, -1), hit["_seq_no"])
            self._last = max(self._last, hit["_seq_no"])
        self._touched = {lead: number for lead, number in self._touched.items() if number > self._settled}
        self._turn += 1
        self._table = Table(dict(self._states), frozenset(self._touched))


def _read(client: Elasticsearch, settings: Settings, after: int) -> _Read | None:
    """What has a higher sequence number; None where the user may not read it."""
    hits: list[dict[str, Any]] = []
    while True:
        with failures_in_one_line(settings):
            answer = client.options(ignore_status=(403, 404)).search(
                index=settings.work_index,
                query={"range": {"_seq_no": {"gt": after}}},
                sort=[{"_seq_no": "asc"}],
                search_after=[hits[-1]["_seq_no"]] if hits else None,
                size=_PAGE,
                seq_no_primary_term=True,
                source_excludes=["text"],
                aggregations={"all": {"global": {}}},
            )
        if "hits" not in answer:
            return None if answer.meta.status == 403 else _Read((), 0)
        found = answer["hits"]["hits"]
        hits += found
        if len(found) < _PAGE:
            return _Read(tuple(hits), int(answer["aggregations"]["all"]["doc_count"]))
