"""One run: all that is marked is asked about, what was found is gathered, and what is due is told.

`waymark ingest` and the DAGs call `after_batch` when leads can be found; `waymark alerts run` is the sweep that finds
what any failure left.
"""

from __future__ import annotations

import gc
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from elasticsearch import Elasticsearch

from alerts import failing, gathering, messages, sending, standing
from alerts.access import user_of
from alerts.evaluation import evaluate
from alerts.kept import KeptQueries
from alerts.post_office import PostOffice, post_office
from nlp.gazetteer import Gazetteer
from search_mappings.alerts import exist
from waymark.cluster import failures_in_one_line
from waymark.errors import WaymarkError
from waymark.settings import Settings

#: How long a batch waits for receivers that are slow; the rest is sent by the next run.
_PATIENCE = timedelta(seconds=30)
_NAMED = 3  # troubles that are told


@dataclass(frozen=True)
class Report:
    """What a run did."""

    queries: int = 0
    leads: int = 0
    hits: int = 0
    failing: int = 0
    delivered: int = 0
    retry: int = 0
    dead: int = 0
    secured: bool = True
    troubles: tuple[str, ...] = ()
    lags: tuple[float, ...] = ()  #: seconds from capture to telling, of what was delivered

    def counts(self) -> dict[str, int]:
        """The numbers by name."""
        return {name: value for name, value in vars(self).items() if type(value) is int}

    def as_result(self) -> dict[str, int | float | None]:
        """The numbers by name, with the time from capture to telling, in the middle and of the slowest twentieth."""
        return {**self.counts(), "lag_s": _share(self.lags, 0.5), "lag_p95_s": _share(self.lags, 0.95)}

    def told(self) -> str:
        """In a line, for people."""
        counts = ", ".join(f"{name} {value}" for name, value in self.counts().items() if value)
        troubles = "".join(f"; {trouble}" for trouble in self.troubles[:_NAMED])
        return f"saved queries: {counts}{troubles}" + ("" if self.secured else "; asked by nobody: security is off")


def _share(values: Sequence[float], share: float) -> float | None:
    """The value that this share of them does not exceed; None where there is none."""
    return sorted(values)[math.ceil(share * len(values)) - 1] if values else None


def _now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def _without_looking_for_cycles() -> Iterator[None]:
    """Hits are made by the hundred thousand, and none refers to another: to look for cycles among them and among the
    places of the gazetteer, again and again, took half of the time of a run."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@_without_looking_for_cycles()
def run(
    client: Elasticsearch,
    settings: Settings,
    gazetteer: Gazetteer,
    office: PostOffice,
    *,
    clock: Callable[[], datetime] = _now,
    until: datetime | None = None,
) -> Report:
    """Does all there is to do; `until`: when to stop sending. Raises ServiceError; the next run then goes on."""
    known = KeptQueries()
    kept = list(known.every(client, settings))
    if not kept and not exist(client, settings):
        return Report()
    now = clock()
    secured = user_of(client, settings) is not None
    done = evaluate(client, settings, gazetteer, kept, now, secured=secured)
    fare = standing.standings(client, settings)
    kept = failing.paused(client, settings, kept, fare, now)
    messages.tell(client, settings, kept, fare, now)
    queries = {one.query.id: one.query for one in kept}
    gathering.gather(client, settings, queries, now)
    post = sending.Post(
        client=client,
        settings=settings,
        office=office,
        queries=partial(known.by_id, client, settings),
        secured=secured,
        clock=clock,
    )
    sent = sending.send_due(post, until)
    if messages.tell_given_up(client, settings, queries, clock(), secured=secured):
        sent.add(sending.send_due(post, until))
    return Report(
        queries=done.queries,
        leads=done.leads,
        hits=sum(done.hits.values()),
        failing=len(done.failing),
        delivered=sent.delivered,
        retry=sent.retry,
        dead=sent.dead,
        secured=secured,
        troubles=tuple(sent.troubles),
        lags=tuple(sent.lags),
    )


def after_batch(client: Elasticsearch, settings: Settings, count: Callable[[Report], None] | None = None) -> str | None:
    """A run where that is wished for and queries are saved; returns what is to be said of it, in a line. `count` is
    given what it did.

    It never fails for what Waymark can name: the leads are in the index, and what was not asked of them is asked next.
    """
    if not settings.alerts_on_ingest:
        return None
    from nlp.gazetteer import load

    try:
        with failures_in_one_line(settings):
            if not exist(client, settings):
                return None
        report = run(client, settings, load(), post_office(client, settings), until=_now() + _PATIENCE)
        if count:
            count(report)
    except WaymarkError as error:
        return f"saved queries were not all asked: {error}; `waymark alerts run` goes on with it"
    except Exception as error:  # noqa: BLE001 - whatever is wrong here, the leads are in the index
        return f"saved queries were not all asked: {type(error).__name__}: {error}; `waymark alerts run` tries again"
    return report.told() if report.queries else None
