"""How fast saved queries are asked and told: `python -m bench.alerts [--queries 100 1000 10000]` (a running node).

Invented leads in an index of its own, which is removed at the end; a batch of them is marked as new, and one run asks
all saved queries of it and puts what they found into inboxes. `seconds` is the whole run, `p95_s` the time from when
the batch could be searched until a notice stood in its inbox. The last line is one JSON object, of the largest number
of queries.

With --elastalert PYTHON (of an environment that holds ElastAlert 2 and pytz) some of the queries are run by it as
rules, once over the last batch on the same node; `ratio` is our queries a second over its, null without it.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import quantiles

from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from alerts import store
from alerts.notice import Channel, Notice, Outcome
from alerts.post_office import PostOffice, post_office
from alerts.query import SavedQuery
from alerts.run import Report, run
from bench import alerts_peer
from bench.invented.leads import CHUNK, chunk
from bench.questions import mix
from leads.fields import to_fields
from leads.news import Marking, of
from nlp.gazetteer import load
from search_mappings import alerts as mappings
from search_mappings.migrate import ensure
from waymark.cluster import connect
from waymark.progress import say
from waymark.records import Lead
from waymark.settings import Settings, settings

_SEED = 7
_NOW = datetime(2026, 11, 30, tzinfo=UTC)


@dataclass
class _Timed:
    """Puts notices into inboxes, and notes when each was there."""

    office: PostOffice
    at: list[float] = field(default_factory=list)

    def __call__(self, sent: Sequence[tuple[Channel, Notice]]) -> Sequence[Outcome]:
        assert self.office.inboxes is not None
        outcomes = self.office.inboxes(sent)
        self.at += [time.perf_counter()] * len(outcomes)
        return outcomes


@dataclass(frozen=True)
class _Measured:
    queries: int
    seconds: float
    p95_s: float
    report: Report


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--queries", type=int, nargs="+", default=[100, 1000, 10_000])
    parser.add_argument("--batch", type=int, default=500)
    parser.add_argument("--leads", type=int, default=20_000, help="leads that are there before")
    parser.add_argument("--elastalert", type=Path, help="Python of an environment with ElastAlert 2")
    parser.add_argument("--rules", type=int, default=200, help="rules that ElastAlert 2 is given")
    given = parser.parse_args()
    now = settings().model_copy(update={"index_prefix": f"bench-{random.getrandbits(32):08x}-"})
    with connect(now, timeout=120) as client:
        try:
            found, ratio = _all(client, now, given)
        finally:
            _remove(client, now)
    last = found[-1]
    result = {"queries": last.queries, "batch": given.batch, "seconds": round(last.seconds, 2)}
    print(json.dumps({**result, "p95_s": round(last.p95_s, 2), "ratio": ratio}))


def _all(client: Elasticsearch, now: Settings, given: argparse.Namespace) -> tuple[list[_Measured], float | None]:
    ensure(client, now)
    mappings.ensure(client, now)
    total = given.leads + given.batch * (len(given.queries) + 1)
    leads = (lead for number in range(-(-total // CHUNK)) for lead in chunk(number, _SEED, total, _NOW))
    say(f"{given.leads:,} leads")
    _write(client, now, islice(leads, given.leads), None)
    asked = mix(total, _SEED, _NOW, load(), 2 * max(given.queries))
    boxes = [one.box for one in asked if one.box.strip()][: max(given.queries)]
    found, saved, since = [], 0, datetime.now(UTC)
    for number in sorted(given.queries):
        _save(client, now, boxes[saved:number], saved)
        saved = number
        since = datetime.now(UTC)
        _write(client, now, islice(leads, given.batch), f"batch-{number}")
        found.append(_measured(client, now, number))
        one = found[-1]
        print(
            f"{one.queries:>6} queries over {given.batch} leads: {one.seconds:6.2f} s{_growth(found)}, from searchable "
            f"to told p95 {one.p95_s:.2f} s, {one.queries / one.seconds:,.0f} queries a second; {one.report.told()}"
        )
    if given.elastalert is None:
        say("no ElastAlert 2 was given (--elastalert): ratio null")
        return found, None
    peer = alerts_peer.ran(now, given.elastalert, boxes[: given.rules], since)
    ours = _hits(client, now, peer.rules, found[-1].queries)
    print(
        f"ElastAlert 2: {peer.rules} rules in {peer.seconds:.2f} s, {peer.rate:.1f} rules a second; it found "
        f"{peer.hits:,} hits, we {ours:,} with the same queries"
    )
    return found, round(found[-1].queries / found[-1].seconds / peer.rate, 1)


def _growth(found: Sequence[_Measured]) -> str:
    if len(found) < 2:
        return ""
    before, one = found[-2:]
    return f" ({one.queries / before.queries:g} times the queries in {one.seconds / before.seconds:.1f} times the time)"


def _hits(client: Elasticsearch, now: Settings, rules: int, queries: int) -> int:
    """How many hits the last run wrote down for the first of the queries."""
    index = mappings.index_of(now, "ledger")
    client.indices.refresh(index=index)
    wanted = [{"range": {"query": {"lt": _id(rules)}}}, {"term": {"found_at": _clock(queries).isoformat()}}]
    return int(client.count(index=index, query={"bool": {"filter": wanted}})["count"])


def _id(number: int) -> str:
    return f"q{number:06}"


def _clock(queries: int) -> datetime:
    """A moment for each run."""
    return _NOW + timedelta(seconds=queries)


def _write(client: Elasticsearch, now: Settings, leads: Iterator[Lead], mark: str | None) -> None:
    at = datetime.now(UTC)
    actions = (
        {
            "_index": now.write_alias,
            "_id": lead.id,
            "_source": to_fields(lead, at, {"news": of(lead, None, None, Marking(mark))}),
        }
        for lead in leads
    )
    bulk(client, actions, chunk_size=500)
    client.indices.refresh(index=now.write_alias)


def _save(client: Elasticsearch, now: Settings, boxes: Sequence[str], first: int) -> None:
    """The owner of all is whoever runs this."""
    user = str(client.security.authenticate()["username"])
    queries = (
        SavedQuery(
            id=_id(number),
            name=f"query {number}",
            box=box,
            owner=user,
            channels=(Channel(kind="inbox", address=user),),
        )
        for number, box in enumerate(boxes, first)
    )
    actions = (
        {
            "_op_type": "create",
            "_index": mappings.index_of(now, "queries"),
            "_id": f"{one.id}.1",
            "_source": store.document(one, 1),
        }
        for one in queries
    )
    bulk(client, actions, chunk_size=1000, refresh=True)


def _measured(client: Elasticsearch, now: Settings, number: int) -> _Measured:
    office = post_office(client, now)
    taken, start = _Timed(office), time.perf_counter()
    report = run(client, now, load(), PostOffice(office.deliver, taken), clock=lambda: _clock(number))
    seconds = time.perf_counter() - start
    waits = [at - start for at in taken.at]
    p95 = quantiles(waits, n=20)[-1] if len(waits) > 1 else max(waits, default=seconds)
    return _Measured(number, seconds, p95, report)


def _remove(client: Elasticsearch, now: Settings) -> None:
    for index in client.indices.get(index=f"{now.index_prefix}*"):
        client.indices.delete(index=index)
    client.indices.delete_index_template(name=f"{now.index_prefix}*")
    client.cluster.delete_component_template(name=f"{now.index_prefix}*")
    client.ingest.delete_pipeline(id=f"{now.index_prefix}*")


if __name__ == "__main__":
    main()
