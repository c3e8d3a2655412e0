"""One run: all that is marked is asked about, what was found is gathered, and what is due is told.

`waymark ingest` and the DAGs call `after_batch` when leads can be found; `waymark alerts run` is the sweep that finds
what any failure left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from elasticsearch import Elasticsearch

from alerts import messages, rounds, sending, standing, store
from alerts.access import user_of
from alerts.evaluation import evaluate
from nlp.gazetteer import Gazetteer
from waymark.errors import WaymarkError
from waymark.settings import Settings

#: How long a batch waits for receivers that are slow; the rest is sent by the next run.
_PATIENCE = timedelta(seconds=30)


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

    def counts(self) -> dict[str, int]:
        """The numbers by name."""
        return {name: value for name, value in vars(self).items() if type(value) is int}


def _now() -> datetime:
    return datetime.now(UTC)


def run(
    client: Elasticsearch,
    settings: Settings,
    gazetteer: Gazetteer,
    deliver: sending.Deliver,
    *,
    clock: Callable[[], datetime] = _now,
    until: datetime | None = None,
) -> Report:
    """Does all there is to do; `until`: when to stop sending. Raises ServiceError; the next run then goes on."""
    kept = store.every(client, settings)
    if not kept:
        return Report()
    now = clock()
    secured = user_of(client, settings) is not None
    done = evaluate(client, settings, gazetteer, kept, now, secured=secured)
    messages.tell(client, settings, kept, standing.standings(client, settings), now)
    queries = {one.query.id: one.query for one in kept}
    rounds.gather(client, settings, queries, now)
    post = sending.Post(
        client=client,
        settings=settings,
        deliver=deliver,
        languages={identity: query.language for identity, query in queries.items()},
        links={
            identity: f"{settings.console_address}/?q={quote(query.box)}" for identity, query in queries.items()
        },
        secured=secured,
        clock=clock,
    )
    sent = sending.send_due(post, until)
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
    )


def after_batch(client: Elasticsearch, settings: Settings) -> Report | str | None:
    """A run where that is wished for and queries are saved. Never raises what Waymark can say in a line: it returns it.

    The leads are in the index; what was not asked of them is asked by the next run.
    """
    if not settings.alerts_on_ingest:
        return None
    from alerts.channels import deliver
    from nlp.gazetteer import load

    try:
        report = run(client, settings, load(), deliver, until=_now() + _PATIENCE)
    except WaymarkError as error:
        return f"saved queries were not all asked: {error}; `waymark alerts run` goes on with it"
    return report if report.queries else None
