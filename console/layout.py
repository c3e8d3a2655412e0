"""Where the nodes of a graph are drawn: an opened node with its neighbours around it, on cells as large as a name.

The nodes are placed in the order in which they were opened, and what is placed is not moved: a picture that grows by a
click stays the picture that it was. Two names never lie on each other, since each has its cell. No chance is in it.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from itertools import count

from leads.links import Graph, Node

WIDE, HIGH = 180.0, 64.0  # units of a cell
_LEAST = 1.6  # cells from a node to its neighbours
_ROUND = 0.78  # how much lower than wide a ring is
_ROOM = 0.72  # cells of a ring's length for each neighbour
_FAN = math.radians(230)  # of the ring around a node opened later: its outer side
Point = tuple[float, float]
Cell = tuple[int, int]


def layout(graph: Graph) -> dict[Node, Point]:
    """Each node's middle."""
    taken: dict[Cell, Node] = {}
    cells: dict[Node, Cell] = {}
    hubs: list[Cell] = []
    for one in graph.opened:
        if one.node not in cells:
            _take(one.node, _free(_beside(taken), taken, ()), taken, cells)
        hub = cells[one.node]
        new = [near.node for near in one.neighbours if near.node not in cells]
        for node, target in zip(new, _ring(hub, hubs, len(new)), strict=True):
            _take(node, _free(target, taken, [*hubs, hub]), taken, cells)
        hubs.append(hub)
    return {node: _middle(cell) for node, cell in cells.items()}


def _take(node: Node, cell: Cell, taken: dict[Cell, Node], cells: dict[Node, Cell]) -> None:
    taken[cell], cells[node] = node, cell


def _middle(cell: Cell) -> Point:
    """Every other row stands half a cell further, as bricks do: no two nodes right above each other."""
    column, row = cell
    return (column + 0.5 * (row % 2)) * WIDE, row * HIGH


def _beside(taken: Collection[Cell]) -> Point:
    """Where a node begins that nothing drawn leads to: the middle, or the right of all."""
    if not taken:
        return 0.0, 0.0
    points = [_middle(cell) for cell in taken]
    return max(x for x, _ in points) + 2 * _LEAST * WIDE, sum(y for _, y in points) / len(points)


def _ring(hub: Cell, hubs: Sequence[Cell], many: int) -> Iterator[Point]:
    """So many points around a node: all around the first, on the side away from the others later."""
    across, down = _away(hub, hubs)
    fan = _FAN if (across or down) else 2 * math.pi
    middle = math.atan2(down, across) if (across or down) else -math.pi / 2
    wide = max(_LEAST, many * _ROOM / fan) * WIDE
    x, y = _middle(hub)
    for number in range(many):
        turn = middle - fan / 2 + fan * (number + 0.5) / many
        yield x + wide * math.cos(turn), y + _ROUND * wide * math.sin(turn)


def _away(hub: Cell, hubs: Sequence[Cell]) -> Point:
    """The direction from the middle of what was opened before."""
    if not hubs:
        return 0.0, 0.0
    points = [_middle(cell) for cell in hubs]
    x, y = _middle(hub)
    return x - sum(one for one, _ in points) / len(points), y - sum(other for _, other in points) / len(points)


def _free(target: Point, taken: Collection[Cell], hubs: Sequence[Cell]) -> Cell:
    """The free cell nearest to a point; those right beside an opened node stay free for its edges."""
    start = (round(target[0] / WIDE), round(target[1] / HIGH))
    for reach in count():
        # One step further a cell may still be nearer than a corner of this square.
        near = [cell for step in (reach, reach + 1) for cell in _square(start, step)]
        free = [cell for cell in near if cell not in taken and not _is_beside(cell, hubs)]
        if free:
            return min(free, key=lambda cell: (math.dist(_middle(cell), target), cell))
    raise RuntimeError("the plane has no end")


def _square(middle: Cell, reach: int) -> Iterator[Cell]:
    """The cells so many steps from the middle."""
    for column in range(-reach, reach + 1):
        for row in range(-reach, reach + 1):
            if max(abs(column), abs(row)) == reach:
                yield middle[0] + column, middle[1] + row


def _is_beside(cell: Cell, hubs: Sequence[Cell]) -> bool:
    return any(abs(cell[0] - column) <= 1 and abs(cell[1] - row) <= 1 for column, row in hubs)
