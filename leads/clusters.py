"""Which leads are near-duplicates of each other: every lead carries the id of its cluster.

A cluster is a connected group of near-duplicates (leads/likeness.py) and is named after the smallest lead id in it, so
its name does not depend on who came first. Two clusters that a new lead connects become one. Each pair is looked for
again after every change until nothing changes any more, so two workers at once come to the same end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import scan

from leads.bulk import send
from leads.likeness import Likeness, alike, likeness
from leads.patience import Patience
from waymark.errors import ServiceError
from waymark.records import Lead

_ROUNDS = 20  # each joins clusters that were seen apart; more than a few happen only while others write the same leads
_CANDIDATES = 50  # clusters looked at for one lead, the most similar first
_AT_ONCE = 100
_LARGEST_SPLIT = 1000  # members; a larger cluster is not taken apart when one of its leads gets another text
_KEPT = ["cluster", "likeness"]


@dataclass(frozen=True)
class _Member:
    """A lead in the index, as far as its neighbours matter."""

    id: str
    cluster: str
    likeness: Likeness


def gather(
    client: Elasticsearch, alias: str, leads: Mapping[str, Lead], left: Collection[str], patience: Patience
) -> None:
    """Gives these leads their clusters; takes apart the clusters `left` by leads that got another text.

    Leads that were known are looked at too: a run that broke off may have written them and not got here.

    The index must be refreshed, and is refreshed when this returns.
    """
    for cluster in sorted(left):
        _take_apart(client, alias, cluster, patience)
    marks = {identity: likeness(lead) for identity, lead in leads.items()}
    for _ in range(_ROUNDS):
        joins = _Joins()
        for clusters in _neighbourhoods(client, alias, marks, patience):
            joins.join(clusters)
        moves = joins.moves()
        if not moves:
            return
        _move(client, alias, moves, patience)


class _Joins:
    """Clusters that belong together (union-find); each group goes by its smallest name."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def _root(self, cluster: str) -> str:
        while (above := self._parent.setdefault(cluster, cluster)) != cluster:
            cluster = above
        return cluster

    def join(self, clusters: Iterable[str]) -> None:
        roots = sorted({self._root(cluster) for cluster in clusters})
        for root in roots[1:]:
            self._parent[root] = roots[0]

    def moves(self) -> dict[str, str]:
        """The clusters that lose their name, each with the new one."""
        found = {cluster: self._root(cluster) for cluster in self._parent}
        return {cluster: root for cluster, root in found.items() if cluster != root}


def _neighbourhoods(
    client: Elasticsearch, alias: str, marks: Mapping[str, Likeness], patience: Patience
) -> Iterator[set[str]]:
    """For each lead the clusters its near-duplicates and itself are in."""
    ids = list(marks)
    for start in range(0, len(ids), _AT_ONCE):
        part = ids[start : start + _AT_ONCE]
        searches: list[dict[str, Any]] = []
        for identity in part:
            searches += [{"index": alias}, _candidates(marks[identity])]
        answers = patience.ask(lambda searches=searches: client.msearch(searches=searches))["responses"]  # type: ignore[misc]
        for identity, answer in zip(part, answers, strict=True):
            if "error" in answer:
                raise ServiceError(f"lead {identity}: near-duplicates cannot be looked up: {answer['error']['reason']}")
            members = [_member(hit) for hit in answer["hits"]["hits"]]
            yield {member.cluster for member in members if alike(member.likeness, marks[identity])}


def _candidates(mark: Likeness) -> dict[str, Any]:
    """The best candidate of each cluster: most bands in common, the same places."""
    bands = [{"constant_score": {"filter": {"term": {"likeness.bands": band}}}} for band in mark.bands]
    return {
        "query": {
            "bool": {
                "filter": {"term": {"likeness.places": mark.places}},
                "should": bands,
                "minimum_should_match": 1,
            }
        },
        "collapse": {"field": "cluster"},
        "size": _CANDIDATES,
        "_source": _KEPT,
    }


def _member(hit: Mapping[str, Any]) -> _Member:
    mark = hit["_source"]["likeness"]
    return _Member(
        hit["_id"],
        hit["_source"]["cluster"],
        Likeness(mark["signature"], tuple(mark["bands"]), mark["places"]),
    )


def _take_apart(client: Elasticsearch, alias: str, cluster: str, patience: Patience) -> None:
    """Finds anew who belongs together among the members of one cluster."""
    answer = patience.ask(
        lambda: client.search(
            index=alias, query={"term": {"cluster": cluster}}, size=_LARGEST_SPLIT + 1, source_includes=_KEPT
        )
    )
    members = [_member(hit) for hit in answer["hits"]["hits"]]
    if not 0 < len(members) <= _LARGEST_SPLIT:
        return
    joins = _Joins()
    for member in members:
        joins.join([member.id])
    for one, other in combinations(members, 2):
        if alike(one.likeness, other.likeness):
            joins.join([one.id, other.id])
    moves = joins.moves()
    new = {member.id: moves.get(member.id, member.id) for member in members}
    _set(client, alias, {member.id: new[member.id] for member in members if new[member.id] != member.cluster}, patience)


def _move(client: Elasticsearch, alias: str, moves: Mapping[str, str], patience: Patience) -> None:
    """Renames clusters in all their members."""
    query = {"query": {"terms": {"cluster": sorted(moves)}}, "_source": ["cluster"]}
    hits = patience.ask(lambda: list(scan(client, index=alias, query=query)))
    _set(client, alias, {hit["_id"]: moves[hit["_source"]["cluster"]] for hit in hits}, patience)


def _set(client: Elasticsearch, alias: str, clusters: Mapping[str, str], patience: Patience) -> None:
    """Writes the new cluster of each lead, and refreshes."""
    waiting = dict(clusters)
    while waiting:
        actions = {
            identity: {
                "_op_type": "update",
                "_index": alias,
                "_id": identity,
                "retry_on_conflict": 5,
                "doc": {"cluster": cluster},
            }
            for identity, cluster in waiting.items()
        }
        for identity, refusal in send(client, actions):
            if refusal is None or refusal.final:  # a lead deleted meanwhile needs no cluster
                del waiting[identity]
                patience.progress()
        if waiting:
            patience.wait("busy, blocked by a migration, or written to by others")
    patience.ask(lambda: client.indices.refresh(index=alias))
