"""What Elasticsearch takes at once, and what it never takes. Sizes fit the heap of the tests' node (512 MB)."""

from __future__ import annotations

from typing import Any

import pytest
from elasticsearch import Elasticsearch

from leads import bulk
from leads.bulk import send
from search_mappings.migrate import ensure
from waymark.settings import Settings


def _action(settings: Settings, identity: str, megabytes: float) -> dict[str, Any]:
    """A lead with a wording of that size."""
    wording = {"id": identity, "versions": [{"text": "kombi " * int(megabytes * 1_000_000 / 6)}]}
    return {"_op_type": "index", "_index": settings.write_alias, "_id": identity, "_source": wording}


@pytest.mark.node
def test_what_is_too_much_at_once_is_taken_in_smaller_parts(client: Elasticsearch, cluster_settings: Settings) -> None:
    """Two leads of 9.5 MB are one request, which this node refuses however idle it is."""
    ensure(client, cluster_settings)
    actions = {str(n): _action(cluster_settings, str(n), 9.5) for n in range(4)}
    assert dict(send(client, actions)) == dict.fromkeys(actions)
    client.indices.refresh(index=cluster_settings.read_alias)
    assert client.count(index=cluster_settings.read_alias)["count"] == 4


@pytest.mark.node
@pytest.mark.parametrize("megabytes", [12, 60, 110], ids=["for the shard", "for the node", "for the wire"])
def test_a_lead_that_no_waiting_makes_smaller_is_refused_for_good_and_the_others_are_taken(
    client: Elasticsearch, cluster_settings: Settings, megabytes: int
) -> None:
    ensure(client, cluster_settings)
    actions = {
        "small": _action(cluster_settings, "small", 1),
        "huge": _action(cluster_settings, "huge", megabytes),
        "other": _action(cluster_settings, "other", 1),
    }
    answers = dict(send(client, actions))
    assert answers.keys() == actions.keys()
    assert (answers["small"], answers["other"]) == (None, None)
    refusal = answers["huge"]
    assert refusal
    assert refusal.final
    assert refusal.reason.startswith("the lead is too large for this Elasticsearch (")


@pytest.mark.node
def test_leads_that_are_each_refused_alone_in_the_same_words_are_each_refused_for_good(
    client: Elasticsearch, cluster_settings: Settings
) -> None:
    """The wire's refusal (HTTP 413) names no size, so that two of them cannot be told apart."""
    ensure(client, cluster_settings)
    huge = _action(cluster_settings, "huge", 105)
    actions = {
        "huge": huge,
        "small": _action(cluster_settings, "small", 1),
        "huge too": {**huge, "_id": "huge too"},
    }
    answers = dict(send(client, actions))
    assert answers.keys() == actions.keys()
    assert answers["small"] is None
    refusals = {answers["huge"], answers["huge too"]}
    assert len(refusals) == 1
    (refusal,) = refusals
    assert refusal
    assert refusal.final
    assert refusal.reason.startswith("the lead is too large for this Elasticsearch (")


# As Elasticsearch 9.4.3 words it.
_CROWDED = (
    "es_rejected_execution_exception: rejected execution of {of} operation [coordinating_and_primary_bytes=52000000, "
    "replica_bytes=0, all_bytes=52000000, {of}_operation_bytes={size}, max_{of}_bytes=53687091]"
)


@pytest.mark.parametrize(
    ("words", "lasting", "itself"),
    [
        (_CROWDED.format(of="coordinating", size=3_000_000), False, False),
        (_CROWDED.format(of="primary", size=12_000_000), False, False),
        (_CROWDED.format(of="primary", size=52_000_000), False, True),
        (_CROWDED.format(of="coordinating", size=60_000_000), False, True),
        ("circuit_breaking_exception: [parent] Data too large, new bytes reserved: [0/0b]", False, False),
        ("circuit_breaking_exception: [parent] Data too large, new bytes reserved: [0/0b]", True, True),
        ("es_rejected_execution_exception: rejected execution of x on queue capacity = 10000", False, False),
    ],
)
def test_a_busy_node_is_told_from_a_request_that_is_too_large(words: str, lasting: bool, itself: bool) -> None:
    answer = bulk._Answer(429, words.partition(":")[0], words, whole=False, lasting=lasting)
    assert answer.of_itself(3_000_000) is itself
