"""What the work on leads costs a search: `python -m bench.work --leads 1000000 --worked 50000` (a running node).

Slim leads (ids, languages, dates) in an index of their own that is removed at the end; what is timed are the console's
own functions. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import parallel_bulk

from leads.query import SearchQuery, to_elasticsearch
from leads.search import ORDER, counted
from leads.work import settling
from leads.work.asked import WorkAsked, exactly
from leads.work.board import Board, Table
from leads.work.events import STATUSES, identity
from leads.work.facets import divide_by_work
from leads.work.reading import states
from nlp.gazetteer import load
from search_mappings import work
from search_mappings.migrate import ensure
from waymark.cluster import connect
from waymark.settings import Settings, settings

_ROUNDS = 15
_NOW = datetime(2026, 11, 30, tzinfo=UTC)
_ME = "bench"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--leads", type=int, default=100_000)
    parser.add_argument("--worked", type=int, default=5_000, help="leads that somebody worked on")
    given = parser.parse_args()
    now = settings().model_copy(update={"index_prefix": f"bench-{random.getrandbits(32):08x}-"})
    with connect(now, timeout=120) as client:
        try:
            found = _measured(client, now, given.leads, given.worked)
        finally:
            for index in client.indices.get(index=f"{now.index_prefix}*"):
                client.indices.delete(index=index)
            client.indices.delete_index_template(name=f"{now.index_prefix}*")
            client.cluster.delete_component_template(name=f"{now.index_prefix}*")
            client.ingest.delete_pipeline(id=f"{now.index_prefix}*")
    print(json.dumps({"leads": given.leads, "worked": given.worked, **found}))


def _measured(client: Elasticsearch, now: Settings, leads: int, worked: int) -> dict[str, float]:
    ensure(client, now)
    work.ensure(client, now)
    _sent(client, _leads(now, leads))
    _sent(client, _events(now, worked, status="work"))
    board, found = Board(), {}
    found["board_first_ms"] = _once(lambda: board.table(client, now))
    found["board_again_ms"] = _median(lambda: board.table(client, now))
    found |= _asked(client, now, board.table(client, now), "unsettled")
    settling._YOUNG = timedelta(0)
    found["settle_ms"] = _once(lambda: settling.settle(client, now))
    found["board_first_settled_ms"] = _once(lambda: Board().table(client, now))
    found["states_of_a_page_ms"] = _median(lambda: states(client, now, [_id(7 * one) for one in range(25)]))
    found |= _asked(client, now, board.table(client, now), "settled")
    _sent(client, _events(now, 500, status="done", number=2))
    found |= _asked(client, now, board.table(client, now), "500_behind")
    return {name: round(value, 1) for name, value in found.items()}


def _asked(client: Elasticsearch, now: Settings, table: Table, name: str) -> dict[str, float]:
    gazetteer = load()

    def facets(query: SearchQuery) -> None:
        divide_by_work(client, now, query, gazetteer, table, user=_ME, since=_NOW)

    def page(asked: WorkAsked) -> None:
        query = to_elasticsearch(SearchQuery(language="sq", work=exactly(asked, table)), gazetteer)
        client.search(index=now.read_alias, query=query, size=26, sort=list(ORDER), track_total_hits=100_000)

    def bare() -> None:
        query = to_elasticsearch(SearchQuery(language="sq"), gazetteer)
        client.search(index=now.read_alias, query=query, size=26, sort=list(ORDER), track_total_hits=100_000)

    def one(language: str | None) -> Callable[[], None]:
        return lambda: facets(SearchQuery(language=language, since=_NOW - timedelta(days=random.randrange(9000))))

    counted(client, now, {"warm": {"terms": {"field": "work.status"}}})
    return {
        f"{name}_facets_of_all_ms": _median(one(None)),
        f"{name}_facets_of_a_language_ms": _median(one("sq")),
        f"{name}_page_without_work_ms": _median(bare),
        f"{name}_page_of_status_ms": _median(lambda: page(WorkAsked(status="work"))),
        f"{name}_page_of_new_ms": _median(lambda: page(WorkAsked(status="new"))),
    }


def _once(call: Callable[[], Any]) -> float:
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def _median(call: Callable[[], Any]) -> float:
    return statistics.median(_once(call) for _ in range(_ROUNDS))


def _id(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()[:32]


def _leads(now: Settings, count: int) -> Iterator[dict[str, Any]]:
    chance = random.Random(1)
    for number in range(count):
        seen = (_NOW - timedelta(minutes=13 * chance.randrange(count))).isoformat()
        fields = {"id": _id(number), "language": chance.choice(("sq", "sr", "tr", "ps", "ar")), "cluster": _id(number)}
        times = dict.fromkeys(("first_seen", "last_seen", "arrived", "indexed_at"), seen)
        yield {"_index": now.write_alias, "_id": _id(number), "_source": {**fields, **times}}


def _events(now: Settings, count: int, *, status: str, number: int = 1) -> Iterator[dict[str, Any]]:
    """A status for each lead, a grade for every third, a star for every tenth."""
    for lead in range(count):
        said = {"status": status if lead % 3 else random.Random(lead).choice(list(STATUSES))}
        said |= {"grade": "BF"[lead % 2] + "236"[lead % 3]} if lead % 3 == 0 else {}
        said |= {"star": "on"} if lead % 10 == 0 else {}
        for kind, value in said.items():
            document = {"lead": _id(lead), "kind": kind, "value": value, "text": "", "number": number}
            where = identity(_id(lead), kind, number, _ME)  # type: ignore[arg-type]
            yield {"_index": now.work_index, "_id": where, "_source": document}


def _sent(client: Elasticsearch, actions: Iterator[dict[str, Any]]) -> None:
    for ok, answer in parallel_bulk(client, actions, thread_count=2, chunk_size=2000):
        if not ok:
            raise RuntimeError(answer)
    client.indices.refresh(index="bench-*")


if __name__ == "__main__":
    main()
