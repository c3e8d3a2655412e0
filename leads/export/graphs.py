"""A graph of nodes and edges as a file: GraphML (graphml.graphdrawing.org), edges as CSV, JSON of nodes and links."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import IO, Any
from xml.etree import ElementTree as ET

from leads.export.tables import harmless
from leads.links import Graph, Node
from waymark.errors import UsageError

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
#: What nodes and edges carry: for which of them, the name, its type in GraphML.
_KEYS = (
    ("node", "name", "string"),
    ("node", "kind", "string"),
    ("node", "value", "string"),
    ("node", "opened", "boolean"),
    ("edge", "leads", "int"),
)
Labels = Mapping[Node, str]


@dataclass(frozen=True)
class Format:
    """One format: its name for people, the ending of its files, its media type, and what writes it."""

    title: str
    ending: str
    media_type: str
    writer: Callable[[Graph, Labels, IO[bytes]], None]


def write(name: str, graph: Graph, labels: Labels, file: IO[bytes]) -> None:
    """Writes the graph in the format called `name`. Raises UsageError naming those there are."""
    known = FORMATS.get(name)
    if known is None:
        raise UsageError(f"{name!r} is no format; there are {', '.join(FORMATS)}")
    known.writer(graph, labels, file)


def _nodes(graph: Graph, labels: Labels) -> list[dict[str, Any]]:
    opened = {one.node for one in graph.opened}
    return [
        {"id": one.id, "name": labels[one], "kind": one.kind, "value": one.value, "opened": one in opened}
        for one in graph.nodes
    ]


def _write_graphml(graph: Graph, labels: Labels, file: IO[bytes]) -> None:
    """Undirected. Ids of nodes are n0, n1 …, as GraphML's may hold neither + nor >."""
    root = ET.Element("graphml", {"xmlns": _NAMESPACE})
    for holder, name, kind in _KEYS:
        ET.SubElement(root, "key", {"id": name, "for": holder, "attr.name": name, "attr.type": kind})
    drawn = ET.SubElement(root, "graph", {"id": "waymark", "edgedefault": "undirected"})
    ids = {one.id: f"n{number}" for number, one in enumerate(graph.nodes)}
    for one in _nodes(graph, labels):
        element = ET.SubElement(drawn, "node", {"id": ids[one["id"]]})
        for name in ("name", "kind", "value", "opened"):
            value = one[name]
            ET.SubElement(element, "data", {"key": name}).text = str(value).lower() if value in (True, False) else value
    for link in graph.links:
        edge = ET.SubElement(drawn, "edge", {"source": ids[link.one.id], "target": ids[link.other.id]})
        ET.SubElement(edge, "data", {"key": "leads"}).text = str(link.leads)
    ET.indent(root)
    ET.ElementTree(root).write(file, encoding="utf-8", xml_declaration=True)
    file.write(b"\n")


def _write_csv(graph: Graph, labels: Labels, file: IO[bytes]) -> None:
    """A row an edge; UTF-8 with a byte order mark; what people wrote never becomes a formula."""
    file.write("\ufeff".encode())
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(text)
        writer.writerow(("source", "source name", "target", "target name", "leads"))
        for link in graph.links:
            cells = (link.one.id, labels[link.one], link.other.id, labels[link.other])
            writer.writerow([*map(harmless, cells), link.leads])
    finally:
        text.detach()


def _write_json(graph: Graph, labels: Labels, file: IO[bytes]) -> None:
    """Nodes and links as D3 and NetworkX (`node_link_graph`) read them; `more`: neighbours that are not in the file."""
    links = [{"source": link.one.id, "target": link.other.id, "leads": link.leads} for link in graph.links]
    more = {one.node.id: dict(one.more) for one in graph.opened if one.more}
    whole = {
        "directed": False,
        "multigraph": False,
        "graph": {"more": more},
        "nodes": _nodes(graph, labels),
        "links": links,
    }
    file.write(json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n")


FORMATS: dict[str, Format] = {
    "graphml": Format("GraphML", "graphml", "application/graphml+xml", _write_graphml),
    "csv": Format("CSV of edges", "csv", "text/csv; charset=utf-8", _write_csv),
    "json": Format("JSON", "json", "application/json", _write_json),
}
