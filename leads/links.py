"""What stands together in leads: a graph of phones, handles, routes and places that grows node by node.

A node is opened: then those that share leads with it are shown, the most frequent of each kind, and how many more there
are. An edge joins an opened node with another, and counts the leads in which both stand. However many leads a node has,
what is asked and what comes back is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from elasticsearch import Elasticsearch

from leads.search import counted_each
from nlp.gazetteer import Gazetteer
from waymark.errors import UsageError
from waymark.settings import Settings

NodeKind = Literal["lead", "phone", "handle", "route", "place"]
MOST_OPENED = 10
FEW, MOST = 6, 24  #: neighbours of one kind that an opened node shows
_MOST_NODES = 240  # in one picture: beyond that nobody reads it
_NEARLY_EXACT = 10_000  # neighbours up to which their number is right but for a few (HyperLogLog++)

#: Kinds that neighbours have, in the order in which they are shown, and the field that holds them.
_FIELDS: Mapping[NodeKind, str] = {
    "phone": "phones.e164",
    "handle": "handles.name",
    "route": "facets.ends",
    "place": "places.id",
}
_SHAPES: Mapping[NodeKind, re.Pattern[str]] = {
    "lead": re.compile(r"[0-9a-f]{32}"),
    "phone": re.compile(r"\+\d{6,15}"),
    "handle": re.compile(r"[^\x00-\x1f\x7f]{1,200}"),
    "route": re.compile(r"[^\s>]{1,100}>[^\s>]{1,100}"),
    "place": re.compile(r"[^\s>]{1,100}"),
}


@dataclass(frozen=True, order=True)
class Node:
    """`value`: a lead's id, an E.164 number, a handle's name in small letters, a place's id, a route's ends (a>b)."""

    kind: NodeKind
    value: str

    @property
    def id(self) -> str:
        return f"{self.kind}:{self.value}"


@dataclass(frozen=True)
class Neighbour:
    """A node that shares leads with another, and how many."""

    node: Node
    leads: int


@dataclass(frozen=True)
class Opened:
    """An opened node: the leads it stands in, its neighbours, and of each kind how many are not shown."""

    node: Node
    leads: int
    neighbours: tuple[Neighbour, ...]
    more: Mapping[NodeKind, int]


@dataclass(frozen=True)
class Link:
    """An edge: the leads in which both stand."""

    one: Node
    other: Node
    leads: int


@dataclass(frozen=True)
class Graph:
    """What the opened nodes and their neighbours are joined by; `most`: neighbours of a kind that were asked for."""

    opened: tuple[Opened, ...]
    links: tuple[Link, ...]
    most: int

    @property
    def nodes(self) -> tuple[Node, ...]:
        """All nodes: those opened in their order, then their neighbours."""
        seen = dict.fromkeys(one.node for one in self.opened)
        seen |= dict.fromkeys(near.node for one in self.opened for near in one.neighbours)
        return tuple(seen)


def node(written: str, gazetteer: Gazetteer) -> Node:
    """The node in an address: phone:+38344123456, route:gn:786714>gn:2761369. Raises UsageError."""
    name, _, value = written.partition(":")
    kind = next((known for known in get_args(NodeKind) if known == name), None)
    if kind is None:
        raise UsageError(f"{written[:60]!r} is nothing to follow; there are {', '.join(get_args(NodeKind))}")
    value = value.casefold() if kind == "handle" else value
    if not _SHAPES[kind].fullmatch(value):
        raise UsageError(f"{written[:60]!r} is no {kind}: open it from a lead's page")
    found = Node(kind, value)
    if not _known(found, gazetteer):
        raise UsageError(f"{written[:60]!r}: no such place in the gazetteer")
    return found


def label(one: Node, gazetteer: Gazetteer) -> str:
    """The node for people."""

    def place(identity: str) -> str:
        entry = gazetteer.entry(identity)
        return entry.name if entry else identity

    match one.kind:
        case "lead":
            return f"Lead {one.value[:8]}"
        case "handle":
            return f"@{one.value}"
        case "route":
            start, _, end = one.value.partition(">")
            return f"{place(start)} → {place(end)}"
        case "place":
            return place(one.value)
        case _:
            return one.value


def term(one: Node) -> tuple[str, str] | None:
    """The term of the search box that finds the node's leads: field and value; none for a lead itself."""
    return None if one.kind == "lead" else (one.kind, one.value)


def follow(
    client: Elasticsearch, settings: Settings, opened: Sequence[Node], gazetteer: Gazetteer, *, most: int = FEW
) -> Graph:
    """The graph of the opened nodes. Raises UsageError where they are too many, ServiceError as the search does."""
    nodes = tuple(dict.fromkeys(opened))
    if len(nodes) > MOST_OPENED:
        raise UsageError(f"{len(nodes)} nodes are opened; at most {MOST_OPENED} are shown: close some")
    shown = max(1, min(most, MOST, _MOST_NODES // (len(_FIELDS) * max(1, len(nodes)))))
    answers = counted_each(client, settings, [(_questions(shown), clause(one)) for one in nodes])
    found = tuple(_opened(one, answer, shown, gazetteer) for one, answer in zip(nodes, answers, strict=True))
    graph = Graph(found, (), shown)
    return Graph(found, tuple(_links(client, settings, graph)), shown)


# -- questions ----------------------------------------------------------------------------------------------------


def clause(one: Node) -> dict[str, Any]:
    """The leads in which the node stands, as Elasticsearch asks for them."""
    return {"term": {"id" if one.kind == "lead" else _FIELDS[one.kind]: one.value}}


def _questions(shown: int) -> dict[str, Any]:
    """Of each kind how many there are, and the most frequent: the node itself among them, and one that is not shown."""
    questions: dict[str, Any] = {"leads": {"filter": {"match_all": {}}}}
    for kind, field in _FIELDS.items():
        questions[kind] = {"terms": {"field": field, "size": shown + 2}}
        questions[f"{kind} all"] = {"cardinality": {"field": field, "precision_threshold": _NEARLY_EXACT}}
    return questions


def _among(values: Mapping[NodeKind, list[str]]) -> dict[str, Any]:
    """How often each of these stands there."""
    return {
        kind: {"terms": {"field": _FIELDS[kind], "size": len(wanted), "include": wanted}}
        for kind, wanted in values.items()
    }


# -- answers ------------------------------------------------------------------------------------------------------


def _opened(one: Node, answer: Mapping[str, Any], shown: int, gazetteer: Gazetteer) -> Opened:
    neighbours: list[Neighbour] = []
    more: dict[NodeKind, int] = {}
    for kind in _FIELDS:
        found = [near for near in _neighbours(answer, kind) if near.node != one]
        kept = [near for near in found if _known(near.node, gazetteer)][:shown]
        every = int(answer.get(f"{kind} all", {}).get("value", 0)) - (kind == one.kind)
        neighbours += kept
        if len(found) > shown and every > len(kept):
            more[kind] = every - len(kept)
    return Opened(one, int(answer.get("leads", {}).get("doc_count", 0)), tuple(neighbours), more)


def _neighbours(answer: Mapping[str, Any], kind: NodeKind) -> Iterator[Neighbour]:
    for bucket in answer.get(kind, {}).get("buckets", ()):
        yield Neighbour(Node(kind, str(bucket["key"])), int(bucket["doc_count"]))


def _known(one: Node, gazetteer: Gazetteer) -> bool:
    """Places that the gazetteer has no longer cannot be named."""
    if one.kind not in ("route", "place"):
        return True
    return all(gazetteer.entry(identity) for identity in one.value.split(">"))


def _links(client: Elasticsearch, settings: Settings, graph: Graph) -> Iterator[Link]:
    """Every edge between an opened node and any other that is shown, also where it is not among its most frequent."""
    told: set[frozenset[Node]] = set()
    missing = [(one.node, wanted) for one in graph.opened if (wanted := _not_asked(one, graph))]
    answers = counted_each(client, settings, [(_among(wanted), clause(one)) for one, wanted in missing])
    others = {one: answer for (one, _), answer in zip(missing, answers, strict=True)}
    for one in graph.opened:
        answer = others.get(one.node)
        also = [near for kind in _FIELDS for near in _neighbours(answer, kind)] if answer else []
        for near in (*one.neighbours, *also):
            pair = frozenset((one.node, near.node))
            if near.leads and pair not in told:
                told.add(pair)
                yield Link(one.node, near.node, near.leads)


def _not_asked(one: Opened, graph: Graph) -> dict[NodeKind, list[str]]:
    """The nodes that are shown and about which this one's neighbours tell nothing, by kind."""
    told = {one.node, *(near.node for near in one.neighbours)}
    wanted: dict[NodeKind, list[str]] = {}
    for other in graph.nodes:
        if other not in told and other.kind in _FIELDS:
            wanted.setdefault(other.kind, []).append(other.value)
    return wanted
