"""TopoJSON in, an SVG picture out; and the middle of each country, where its dot is drawn."""

from __future__ import annotations

import gzip
import json
from functools import lru_cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from console.world.projection import HEIGHT, WIDTH, project

_FILE = Path(__file__).with_name("countries-50m.json.gz")
_NAMES = Path(__file__).with_name("names.tsv")
_LEAST_CORNERS = 3
_LEAST_STEP = 0.7  # units between two corners that are drawn: a pixel where the map is zoomed to its most
_STYLE = (
    "path{fill:#f1eee7;stroke:#b9b2a4;stroke-width:.6;vector-effect:non-scaling-stroke}"
    "@media(prefers-color-scheme:dark){path{fill:#272b31;stroke:#4b525c}}"
)
Point = tuple[float, float]
Ring = list[Point]


@lru_cache(maxsize=1)
def picture() -> str:
    """All countries as one SVG, light or dark as the reader has it."""
    paths = "".join(f'<path d="{"".join(map(_drawn, rings))}"/>' for _, rings in _countries())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}">'
        f"<style>{_STYLE}</style>{paths}</svg>"
    )


@lru_cache(maxsize=1)
def middles() -> dict[str, Point]:
    """The middle of each country's largest ring, by name."""
    other = dict(line.split("\t") for line in _NAMES.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {
        other.get(name, name): _middle(max(rings, key=lambda ring: abs(_area(ring)))) for name, rings in _countries()
    }


@lru_cache(maxsize=1)
def _countries() -> list[tuple[str, list[Ring]]]:
    topology = json.loads(gzip.decompress(_FILE.read_bytes()))
    arcs = [_arc(arc, topology["transform"]) for arc in topology["arcs"]]
    found = []
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        found.append((shape["properties"]["name"], [_ring(ring, arcs) for polygon in polygons for ring in polygon]))
    return found


def _arc(steps: list[list[int]], transform: dict[str, Any]) -> list[Point]:
    """The points of an arc on the map; TopoJSON tells each as its steps from the one before."""
    (across, down), (left, top) = transform["scale"], transform["translate"]
    columns, rows = accumulate(step[0] for step in steps), accumulate(step[1] for step in steps)
    return [project(row * down + top, column * across + left) for column, row in zip(columns, rows, strict=True)]


def _ring(numbers: list[int], arcs: list[list[Point]]) -> Ring:
    """Arcs joined; ~n is arc n walked backwards."""
    points: Ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return _unbroken(points)


def _unbroken(ring: Ring) -> Ring:
    """Past 180 degrees the ring goes on beyond the map's edge instead of running around the world."""
    shift, found = 0.0, ring[:1]
    for one, two in pairwise(ring):
        step = two[0] - one[0]
        shift -= WIDTH * round(step / WIDTH)
        found.append((two[0] + shift, two[1]))
    return found


def _drawn(ring: Ring) -> str:
    kept: Ring = []
    for point in ring:
        if not kept or abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= _LEAST_STEP:
            kept.append(point)
    if len(kept) < _LEAST_CORNERS:
        return ""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + "Z"


def _area(ring: Ring) -> float:
    return sum(one[0] * two[1] - two[0] * one[1] for one, two in pairwise(ring)) / 2


def _middle(ring: Ring) -> Point:
    """The centre of gravity of a ring."""
    area = _area(ring) or 1.0
    pairs = [(one, two, one[0] * two[1] - two[0] * one[1]) for one, two in pairwise(ring)]
    x = sum((one[0] + two[0]) * cross for one, two, cross in pairs) / (6 * area)
    y = sum((one[1] + two[1]) * cross for one, two, cross in pairs) / (6 * area)
    return x, y
