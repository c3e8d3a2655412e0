"""Many queries asked together find what each finds alone; one that cannot be asked keeps no other from its answer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from alerts import asking
from alerts.asking import Answers, ask
from alerts.compiling import Reader
from alerts.marks import carrying
from alerts.query import SavedQuery
from bench.invented.leads import chunk
from bench.questions import mix
from leads.fields import to_fields
from leads.news import Marking, of
from nlp.gazetteer import load
from search_mappings.migrate import ensure
from waymark.errors import ServiceError
from waymark.settings import Settings

pytestmark = pytest.mark.node

_NOW = datetime(2026, 11, 30, tzinfo=UTC)
_LEADS = 240


@pytest.fixture
def queries(client: Elasticsearch, cluster_settings: Settings) -> dict[str, SavedQuery]:
    """Queries of every kind over some leads, half of which are marked."""
    ensure(client, cluster_settings)
    actions = [
        {
            "_index": cluster_settings.write_alias,
            "_id": lead.id,
            "_source": to_fields(lead, _NOW, {"news": of(lead, None, None, Marking("new" if number % 2 else None))}),
        }
        for number, lead in enumerate(chunk(0, 7, _LEADS, _NOW))
    ]
    bulk(client, actions, refresh=True)
    boxes = [one.box for one in mix(_LEADS, 7, _NOW, load(), 300) if one.box.strip()]
    boxes += ["komb*", "near:Subotica", "mode:van", "country:RS", "lang:sq", "lang:sq"]
    return {
        str(number): SavedQuery(id=str(number), name=box, box=box, owner="elastic") for number, box in enumerate(boxes)
    }


def clauses_of(client: Elasticsearch, settings: Settings, queries: dict[str, SavedQuery]) -> dict[str, dict[str, Any]]:
    reader = Reader(client, settings, load(), _NOW)
    return {one: reader.clause(query) for one, query in queries.items()}


def found(answers: Answers) -> dict[str, set[str]]:
    return {query: {hit.lead for hit in hits} for query, hits in answers.hits.items()}


def test_together_they_find_what_each_finds_alone(
    client: Elasticsearch,
    cluster_settings: Settings,
    queries: dict[str, SavedQuery],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clauses, which = clauses_of(client, cluster_settings, queries), carrying(["new"])
    together = ask(client, cluster_settings, queries, clauses, which, secured=True)
    slow = dict.fromkeys(queries, 1000.0)
    alone = ask(client, cluster_settings, queries, clauses, which, secured=True, costs=slow)
    assert found(together) == found(alone)
    assert set(together.hits) == set(queries) and not together.failures
    assert sum(map(len, together.hits.values())) > len(queries)
    assert all(len(hits) <= _LEADS / 2 for hits in together.hits.values())
    one = client.search(
        index=cluster_settings.read_alias,
        query={"bool": {"filter": [which, clauses["0"]]}},
        size=_LEADS,
        source=False,
    )
    assert {hit["_id"] for hit in one["hits"]["hits"]} == found(together)["0"]


def test_one_that_is_refused_stands_alone(
    client: Elasticsearch, cluster_settings: Settings, queries: dict[str, SavedQuery]
) -> None:
    clauses, which = clauses_of(client, cluster_settings, queries), carrying(["new"])
    whole = found(ask(client, cluster_settings, queries, clauses, which, secured=True))
    broken = {"7": {"no_such_clause": {}}, "130": {"range": {"arrived": {"gte": "never"}}}}
    answers = ask(client, cluster_settings, queries, clauses | broken, which, secured=True)
    assert set(answers.failures) == {"7", "130"}
    assert "never" in answers.failures["130"]
    assert found(answers) == {query: hits for query, hits in whole.items() if query not in broken}


#: Takes some hundredths of a second for each lead.
_SLOW = (
    "String s = 'a'; for (int i = 0; i < 11; ++i) { s += s } int n = 0; "
    "for (int i = 0; i < 50000; ++i) { n += s.indexOf('b' + i) } return n < 0"
)


def script(source: str) -> dict[str, Any]:
    return {"script": {"script": {"source": source}}}


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "LONGEST_S", 0.4)
    monkeypatch.setattr(asking, "_GRACE_S", 0.6)


def test_one_for_which_there_is_no_memory_stands_alone(
    client: Elasticsearch, cluster_settings: Settings, queries: dict[str, SavedQuery]
) -> None:
    clauses, which = clauses_of(client, cluster_settings, queries), carrying(["new"])
    whole = found(ask(client, cluster_settings, queries, clauses, which, secured=True))
    large = {"7": {"terms": {"source": [f"{number:060}" for number in range(50_000)]}}}
    limit = "network.breaker.inflight_requests.limit"
    client.cluster.put_settings(persistent={limit: "2mb"})
    try:
        answers = ask(client, cluster_settings, queries, clauses | large, which, secured=True)
    finally:
        client.cluster.put_settings(persistent={limit: None})
    assert set(answers.failures) == {"7"}
    assert "Data too large" in answers.failures["7"]
    assert found(answers) == {query: hits for query, hits in whole.items() if query != "7"}


@pytest.mark.usefixtures("impatient")
def test_one_that_does_not_end_stands_alone(
    client: Elasticsearch, cluster_settings: Settings, queries: dict[str, SavedQuery]
) -> None:
    few = dict(list(queries.items())[:60])
    clauses, which = clauses_of(client, cluster_settings, few), carrying(["new"])
    whole = found(ask(client, cluster_settings, few, clauses, which, secured=True))
    answers = ask(client, cluster_settings, few, clauses | {"7": script(_SLOW)}, which, secured=True)
    assert answers.failures == {"7": "Elasticsearch takes too long to answer it"}
    assert found(answers) == {query: hits for query, hits in whole.items() if query != "7"}


def test_nobody_is_blamed_while_nothing_is_answered(
    client: Elasticsearch, cluster_settings: Settings, queries: dict[str, SavedQuery]
) -> None:
    """No index has the name of the leads for a moment."""
    clauses = clauses_of(client, cluster_settings, queries)
    client.indices.delete_alias(index="_all", name=cluster_settings.read_alias)
    with pytest.raises(ServiceError, match="could not answer now"):
        ask(client, cluster_settings, queries, clauses, carrying(["new"]), secured=True)


def test_a_part_of_an_answer_is_none(
    client: Elasticsearch, cluster_settings: Settings, queries: dict[str, SavedQuery]
) -> None:
    """A query that fails in one of two indices (or shards), and those that are asked with it."""
    beside = f"{cluster_settings.index_prefix}leads-beside"
    client.indices.create(index=beside, mappings={"properties": {"news.due": {"type": "keyword"}}})
    client.index(index=beside, id="beside", document={"news": {"due": "new"}}, refresh=True)
    client.indices.put_alias(index=beside, name=cluster_settings.read_alias)
    asked = {
        "0": {"match_all": {}},
        "1": script("return doc['arrived'].size() >= 0"),  # which the other index does not know
    }
    answers = ask(client, cluster_settings, queries, asked, carrying(["new"]), secured=True)
    assert set(answers.failures) == {"1"}
    assert "beside" in found(answers)["0"] and len(found(answers)["0"]) == _LEADS / 2 + 1
