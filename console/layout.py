"""Where the nodes of a graph are drawn: an opened node with its neighbours around it, on cells as large as a name.

The nodes are placed in the order in which they were opened, and what is placed is not moved: a picture that grows by a
click stays the picture that it was. Two names never lie on each other, since each has its cell. No chance is in it.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence

from leads.links import Graph, Node

WIDE, HIGH = 180.0, 64.0  # units of a cell
_LEAST = 1.6  # cells from a node to its neighbours
_ROUND = 0.78  # how much lower than wide a ring is
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
    return {node: (column * WIDE, row * HIGH) for node, (column, row) in cells.items()}


def _take(node: Node, cell: Cell, taken: dict[Cell, Node], cells: dict[Node, Cell]) -> None:
    taken[cell], cells[node] = node, cell


def _beside(taken: Collection[Cell]) -> Point:
    """Where a node begins that nothing drawn leads to: the middle, or the right of all."""
    if not taken:
        return 0.0, 0.0
    return max(column for column, _ in taken) + 2 * _LEAST, sum(row for _, row in taken) / len(taken)


def _ring(hub: Cell, hubs: Sequence[Cell], count: int) -> Iterator[Point]:
    """So many points around a node, in units of cells: all around the first, on the side away from the others later."""
    across, down = _away(hub, hubs)
    fan = _FAN if (across or down) else 2 * math.pi
    middle = math.atan2(down, across) if (across or down) else -math.pi / 2
    wide = max(_LEAST, count * 0.72 / fan)
    high = wide * _ROUND * WIDE / HIGH
    for number in range(count):
        turn = middle - fan / 2 + fan * (number + 0.5) / count
        yield hub[0] + wide * math.cos(turn), hub[1] + high * math.sin(turn)


def _away(hub: Cell, hubs: Sequence[Cell]) -> Point:
    """The direction from the middle of what was opened before, in units of the picture."""
    if not hubs:
        return 0.0, 0.0
    column = sum(one for one, _ in hubs) / len(hubs)
    row = sum(other for _, other in hubs) / len(hubs)
    return (hub[0] - column) * WIDE, (hub[1] - row) * HIGH


def _free(target: Point, taken: dict[Cell, Node], hubs: Sequence[Cell]) -> Cell:
    """The free cell nearest to a point; those right beside an opened node stay free for its edges."""
    start = (round(target[0]), round(target[1]))
    reach = 0
    while True:
        free = [cell for cell in _square(start, reach) if cell not in taken and not _is_beside(cell, hubs)]
        if free:  # one step further a cell may still be nearer than a corner of this square
            free += [cell for cell in _square(start, reach + 1) if cell not in taken and not _is_beside(cell, hubs)]
            return min(free, key=lambda cell: (_far(cell, target), cell))
        reach += 1


def _square(middle: Cell, reach: int) -> Iterator[Cell]:
    """The cells so many steps from the middle."""
    for column in range(-reach, reach + 1):
        for row in range(-reach, reach + 1):
            if max(abs(column), abs(row)) == reach:
                yield middle[0] + column, middle[1] + row


def _is_beside(cell: Cell, hubs: Sequence[Cell]) -> bool:
    return any(abs(cell[0] - column) <= 1 and abs(cell[1] - row) <= 1 for column, row in hubs)


def _far(cell: Cell, target: Point) -> float:
    return math.hypot((cell[0] - target[0]) * WIDE, (cell[1] - target[1]) * HIGH)
