"""Follow the link: phones, handles, routes and places of the same leads, as a graph that grows by a click."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import IO
from urllib.parse import urlencode

from elasticsearch import Elasticsearch
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from console.desk import Desk, desk
from console.exporting import chunks
from console.guard import signed_in
from console.layout import HIGH, WIDE, layout
from console.rendering import page
from leads import box
from leads.export.graphs import FORMATS, write
from leads.figures import counted
from leads.links import FEW, MOST, MOST_OPENED, Graph, Link, Node, Opened, follow, label, node, term
from waymark.audit import Action
from waymark.errors import UsageError

_THIN, _WIDEST = 1.2, 9.0  # pixels of an edge
_LONGEST_LABEL = 24  # characters below a node
_TOPS = (FEW, 12, MOST)
_IN_MEMORY = 4_000_000  # bytes
_LEAST_VIEW = (5 * WIDE, 8 * HIGH)
_SHAPES = {
    "lead": "M-9 -11H9V11H-9Z",
    "phone": "M-10 0A10 10 0 1 0 10 0A10 10 0 1 0 -10 0Z",
    "handle": "M0 -13L13 0L0 13L-13 0Z",
    "route": "M-14 -9H5L14 0L5 9H-14L-7 0Z",
    "place": "M0 -12L12 9H-12Z",
}


@dataclass(frozen=True)
class Drawn:
    """A node as it is drawn, and where its click leads: it is opened, or closed where it is opened already."""

    node: Node
    x: float
    y: float
    shape: str
    label: str
    name: str  #: the label, uncut
    leads: int  #: in which it stands; of one that is not opened, those it shares with the one that shows it
    words: str
    opened: bool
    address: str
    anchor: str


@dataclass(frozen=True)
class Edge:
    """An edge as it is drawn."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    words: str


@dataclass(frozen=True)
class Row:
    """An edge as a row of the table: what is at its other end, and the box that finds the leads of both."""

    node: Drawn
    leads: int
    box: str | None


@dataclass(frozen=True)
class More:
    """Neighbours that are not shown: how many, of which kind, and the address that shows more of them."""

    count: int
    kind: str
    address: str | None


@dataclass(frozen=True)
class Group:
    """The part of the table about one opened node."""

    node: Drawn
    leads: int
    box: str | None
    rows: tuple[Row, ...]
    more: tuple[More, ...]


@dataclass(frozen=True)
class Picture:
    """The whole graph, and the part of the plane that holds it: left, top, width, height."""

    nodes: tuple[Drawn, ...]
    edges: tuple[Edge, ...]
    groups: tuple[Group, ...]
    view: tuple[float, float, float, float]


@dataclass(frozen=True)
class _Asked:
    """The address, read."""

    nodes: tuple[Node, ...]
    most: int
    labels: dict[Node, str]
    graph: Graph


async def graph_page(request: Request) -> Response:
    """GET /graph: `n` an opened node, as often as there are; `most` neighbours of each kind."""
    try:
        asked = await _read(request, "open", {})
    except UsageError as error:
        return page(request, "message.html", status=HTTPStatus.BAD_REQUEST, message=str(error))
    return page(
        request,
        "graph.html",
        picture=picture(asked.graph, asked.labels, asked.most),
        graph=asked.graph,
        exports=[(known.title, _file_address(asked, name)) for name, known in FORMATS.items()],
        tops=[(top, address(asked.nodes, top), top == asked.most) for top in _TOPS],
        most_opened=MOST_OPENED,
        shapes=_SHAPES,
    )


async def graph_export(request: Request) -> Response:
    """GET /graph/export: as /graph, and `format` one of leads.export.graphs.FORMATS."""
    name = request.query_params.get("format", "graphml")
    try:
        asked = await _read(request, "export", {"format": name})
        file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed when it is sent
        write(name, asked.graph, asked.labels, file)
    except UsageError as error:
        return page(request, "message.html", status=HTTPStatus.BAD_REQUEST, message=str(error))
    file.seek(0)
    title = f"waymark-graph-{datetime.now(UTC):%Y%m%d-%H%M%S}.{FORMATS[name].ending}"
    headers = {"Content-Disposition": f'attachment; filename="{title}"'}
    return StreamingResponse(chunks(file), media_type=FORMATS[name].media_type, headers=headers)


async def _read(request: Request, action: Action, details: Mapping[str, str]) -> _Asked:
    """What the address asks for, noted in the trail before it is answered. Raises UsageError."""
    at, session = desk(request), signed_in(request)
    written = request.query_params.getlist("n")
    if len(written) > MOST_OPENED:
        raise UsageError(f"{len(written)} nodes are opened; at most {MOST_OPENED} are shown: close some")
    note = {"view": "graph", "nodes": " ".join(written), **details}
    await run_in_threadpool(at.trail.note, session.user, action, note)
    most = request.query_params.get("most", str(FEW))
    if not (most.isascii() and most.isdigit() and 1 <= int(most[:4]) <= MOST):
        raise UsageError(f"most={most[:20]!r}: give a number from 1 to {MOST}")
    return await run_in_threadpool(_asked, at, at.as_user(session), written, int(most))


def _asked(at: Desk, client: Elasticsearch, written: Sequence[str], most: int) -> _Asked:
    if not written:
        raise UsageError(
            "no node is opened: follow a telephone number from a lead's page, or any node by n=phone:+383…"
        )
    nodes = tuple(dict.fromkeys(node(one, at.gazetteer) for one in written))
    graph = follow(client, at.settings, nodes, at.gazetteer, most=most)
    return _Asked(nodes, most, {one: label(one, at.gazetteer) for one in graph.nodes}, graph)


# -- addresses ----------------------------------------------------------------------------------------------------


def address(nodes: Sequence[Node], most: int = FEW, *, path: str = "/graph", **query: str) -> str:
    """The address of the graph with these nodes opened."""
    given = [("n", one.id) for one in nodes] + [(name, str(value)) for name, value in query.items()]
    if most != FEW:
        given.append(("most", str(most)))
    return f"{path}?{urlencode(given, safe=':')}"


def _file_address(asked: _Asked, name: str) -> str:
    return address(asked.nodes, asked.most, path="/graph/export", format=name)


def without(nodes: Sequence[Node], one: Node) -> tuple[Node, ...]:
    return tuple(other for other in nodes if other != one)


def anchor(one: Node) -> str:
    """The id of the node on the page, where reading goes on after a click."""
    return "n-" + "".join(char if char.isascii() and char.isalnum() else f"_{ord(char):x}" for char in one.id)


def box_of(*nodes: Node) -> str | None:
    """The box that finds the leads in which all of them stand; None where one box cannot ask for them."""
    asked = [found for one in nodes if (found := term(one))]
    if len({field for field, _ in asked}) < len(nodes):
        return None
    written = ""
    for field, value in asked:
        written = box.with_term(written, field, value)
    return written


# -- drawing ------------------------------------------------------------------------------------------------------


def picture(graph: Graph, labels: Mapping[Node, str], most: int) -> Picture:
    """The graph as it is drawn."""
    at = layout(graph)
    opened = [one.node for one in graph.opened]
    shared = {near.node: (near.leads, one.node) for one in reversed(graph.opened) for near in one.neighbours}
    shared |= {one.node: (one.leads, one.node) for one in graph.opened}
    drawn = {one: _drawn(one, at[one], labels, shared[one], address(_after(opened, one), most)) for one in graph.nodes}
    busiest = max((edge.leads for edge in graph.links), default=1)
    edges = tuple(_edge(edge, at, labels, busiest) for edge in sorted(graph.links, key=lambda edge: edge.leads))
    groups = tuple(_group(one, graph, drawn, opened, most) for one in graph.opened)
    return Picture(tuple(drawn.values()), edges, groups, _view(list(at.values())))


def _group(one: Opened, graph: Graph, drawn: Mapping[Node, Drawn], opened: Sequence[Node], most: int) -> Group:
    edges = sorted((edge for edge in graph.links if edge.one == one.node), key=_by_kind)
    rows = tuple(Row(drawn[edge.other], edge.leads, box_of(edge.one, edge.other)) for edge in edges)
    next_top = next((top for top in _TOPS if top > most), None)
    further = address(opened, next_top) if next_top and graph.most >= most else None
    more = tuple(More(count, kind, further) for kind, count in one.more.items())
    return Group(drawn[one.node], one.leads, box_of(one.node), rows, more)


def _by_kind(edge: Link) -> tuple[int, int, Node]:
    return list(_SHAPES).index(edge.other.kind), -edge.leads, edge.other


def _after(opened: Sequence[Node], clicked: Node) -> Sequence[Node]:
    """What is opened after a click: one more, or one less, but never none."""
    return (without(opened, clicked) or opened) if clicked in opened else (*opened, clicked)


def _drawn(
    one: Node, at: tuple[float, float], labels: Mapping[Node, str], shared: tuple[int, Node], goes: str
) -> Drawn:
    (leads, hub), name = shared, labels[one]
    is_open = hub == one
    share = "" if is_open else f" with {labels[hub]}"
    words = f"{one.kind} {name}, {counted(leads)}{share}: {'opened; close it' if is_open else 'open it'}"
    short = name if len(name) <= _LONGEST_LABEL else f"{name[: _LONGEST_LABEL - 1]}…"
    return Drawn(one, *at, _SHAPES[one.kind], short, name, leads, words, is_open, f"{goes}#{anchor(one)}", anchor(one))


def _edge(edge: Link, at: Mapping[Node, tuple[float, float]], labels: Mapping[Node, str], busiest: int) -> Edge:
    (x1, y1), (x2, y2) = at[edge.one], at[edge.other]
    words = f"{labels[edge.one]} – {labels[edge.other]}: {counted(edge.leads, 'lead has both', 'leads have both')}"
    return Edge(x1, y1, x2, y2, _width(edge.leads, busiest), words)


def _width(leads: int, busiest: int) -> float:
    """The more leads the wider; where all edges have few, none is as wide as it would be among thousands."""
    widest = min(_WIDEST, 2 + 2.5 * math.log10(max(busiest, 1)))
    return _THIN + (widest - _THIN) * math.sqrt(leads / busiest)


def _view(points: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    """The part of the plane with all cells in it; a node alone does not fill the page."""
    left, right = min(x for x, _ in points) - WIDE / 2, max(x for x, _ in points) + WIDE / 2
    top, bottom = min(y for _, y in points) - HIGH / 2, max(y for _, y in points) + HIGH
    width, height = max(right - left, _LEAST_VIEW[0]), max(bottom - top, _LEAST_VIEW[1])
    return (left + right - width) / 2, (top + bottom - height) / 2, width, height
