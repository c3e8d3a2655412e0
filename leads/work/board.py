"""The leads whose own field of work is behind, with their states, brought up to date before each use.

Intake writes the states onto the leads and notes up to where (`settling`); only what was said after that is read here,
each time as the user who asks: who may not read the work gets nothing of it, whatever is kept. Events are only ever
added, so their sequence numbers tell what is new; when some were erased, or one came in late, the count does not fit
and all is read anew. States of any leads are in `reading`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from elasticsearch import Elasticsearch

from leads.work.events import Event, event
from leads.work.reading import events_of
from leads.work.state import NOTHING_SAID, State
from waymark.cluster import failures_in_one_line
from waymark.errors import ServiceError
from waymark.settings import Settings

SETTLED = "settled"  #: kind and id of the document that says up to where the leads' fields are written
_PAGE = 5000
_OVERLAP = 200  # sequence numbers read again: one that was given first may be seen last
_ROUNDS = 3
_MAY_NOT = 403


@dataclass(frozen=True)
class Table:
    """The leads whose own field is behind at one moment. `hidden`: the user may not see the work.

    `states` has the whole state of each of them, and of some others."""

    states: Mapping[str, State] = field(default_factory=dict)
    unsettled: frozenset[str] = frozenset()
    hidden: bool = False

    def of(self, lead: str) -> State:
        """The state of a lead that is unsettled."""
        return self.states.get(lead, NOTHING_SAID)


@dataclass(frozen=True)
class _Read:
    hits: tuple[dict[str, Any], ...]
    total: int  #: documents in the index behind the one from which on all are read
    earlier: tuple[Event, ...] = ()  #: said before that about the same leads


class Board:
    """One for all users of a console; safe between threads."""

    def __init__(self) -> None:
        self._lock, self._first = Lock(), Lock()
        self._turn = 0
        self._clear(None)

    def table(self, client: Elasticsearch, settings: Settings) -> Table:
        """What is behind now. Raises ServiceError when Elasticsearch does not answer."""
        if self._base is not None:
            return self._now(client, settings)
        with self._first:  # where intake has not run for long there is much to read: not for everybody at once
            return self._now(client, settings)

    def _now(self, client: Elasticsearch, settings: Settings) -> Table:
        for left in reversed(range(_ROUNDS)):
            with self._lock:
                turn, base, last, whole = self._turn, self._base, self._last, self._states
            if base is None:
                base = last = _settled(client, settings)
            read = _read(client, settings, base, max(base, last - _OVERLAP), whole)
            if read is None:
                return Table(hidden=True)
            with self._lock:
                others = self._turn != turn  # another thread has read meanwhile, and more than this one perhaps
                if not others and self._base is None:
                    self._clear(base)
                if self._base == base:
                    self._take(read)
                    fits = len(self._known) == read.total or (others and len(self._known) > read.total)
                    if fits or not left:  # what is being erased all the time is left to the next
                        return self._table
                if not others:
                    self._clear(None)
        raise ServiceError("what people said about leads is being erased or written all the time: try again")

    def _clear(self, base: int | None) -> None:
        """Forgets all; what is behind `base` is to be read."""
        self._base = base
        self._known: set[str] = set()
        self._states: dict[str, State] = {}  # replaced, never changed: tables share it
        self._touched: dict[str, int] = {}  # by lead: the last sequence number, of those that are not settled
        self._last = self._settled = -1 if base is None else base
        self._turn += 1
        self._table = Table()

    def _take(self, read: _Read) -> None:
        fresh = [hit for hit in read.hits if hit["_seq_no"] > self._last or hit["_id"] not in self._known]
        if not fresh:
            return
        states = dict(self._states)
        for one in read.earlier:
            states[one.lead] = states.get(one.lead, NOTHING_SAID).with_event(one)
        for hit in fresh:
            self._known.add(hit["_id"])
            if hit["_id"] == SETTLED:
                self._settled = max(self._settled, hit["_source"]["number"])
            elif said := event(hit):
                states[said.lead] = states.get(said.lead, NOTHING_SAID).with_event(said)
                self._touched[said.lead] = max(self._touched.get(said.lead, -1), hit["_seq_no"])
            self._last = max(self._last, hit["_seq_no"])
        self._touched = {lead: number for lead, number in self._touched.items() if number > self._settled}
        self._turn += 1
        self._states, self._table = states, Table(states, frozenset(self._touched))


def _settled(client: Elasticsearch, settings: Settings) -> int:
    """The sequence number up to which the leads have their states; -1 where that is not known, or may not be."""
    with failures_in_one_line(settings):
        found = client.options(ignore_status=(403, 404)).get(index=settings.work_index, id=SETTLED)
    return int(found["_source"]["number"]) if "_source" in found else -1


def _read(client: Elasticsearch, settings: Settings, base: int, after: int, whole: Mapping[str, State]) -> _Read | None:
    """What has a higher sequence number than `after`; None where the user may not read it.

    What was said up to `base` is only read of leads that are not in `whole`."""
    hits: list[dict[str, Any]] = []
    newer = {"filter": {"range": {"_seq_no": {"gt": base}}}}
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
                aggregations={"all": {"global": {}, "aggregations": {"newer": newer}}},
            )
        if "hits" not in answer:
            return None if answer.meta.status == _MAY_NOT else _Read((), 0)
        found = answer["hits"]["hits"]
        hits += found
        if len(found) < _PAGE:
            total = int(answer["aggregations"]["all"]["newer"]["doc_count"])
            return _Read(tuple(hits), total, _earlier(client, settings, base, hits, whole))


def _earlier(
    client: Elasticsearch, settings: Settings, base: int, hits: Sequence[dict[str, Any]], whole: Mapping[str, State]
) -> tuple[Event, ...]:
    if base < 0:
        return ()
    leads = {hit["_source"]["lead"] for hit in hits} - set(whole) - {""}
    return tuple(events_of(client, settings, sorted(leads), until=base))
