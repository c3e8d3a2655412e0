"""The map: the legs of what was found as arcs, its stops as dots; a click on either narrows the search."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from console.desk import desk
from console.guard import signed_in
from console.questions import question, refused
from console.rendering import page
from console.world import HEIGHT, WIDTH, centre, middles, picture
from leads import box
from leads.figures import counted
from leads.figures import grouped as number
from leads.legs import Leg, Network, Passed, network
from waymark.errors import UsageError

_BEND = 0.18  # of a leg's length: there and back are two arcs
_WIDEST, _LARGEST = 9.0, 7.0  # pixels: the most travelled leg, the most passed stop
_MARGIN, _LEAST_VIEW = 0.12, 60.0  # around what is shown; units of the smallest view
_NEARLY_ALL = 0.95
Point = tuple[float, float]


@dataclass(frozen=True)
class Arc:
    """A leg as it is drawn: an SVG path, its width in pixels, its words, and the box that its click asks."""

    path: str
    width: float
    words: str
    box: str


@dataclass(frozen=True)
class Dot:
    """A stop as it is drawn."""

    x: float
    y: float
    radius: float
    name: str
    words: str
    box: str


@dataclass(frozen=True)
class Drawing:
    """All that lies on the map, and the part of the map that holds it: left, top, width, height."""

    arcs: tuple[Arc, ...]
    dots: tuple[Dot, ...]
    view: tuple[float, float, float, float]


async def map_page(request: Request) -> Response:
    """GET /map: `q` is the box."""
    written = request.query_params.get("q", "")
    at, session = desk(request), signed_in(request)
    await run_in_threadpool(at.trail.note, session.user, "search", {"q": written, "view": "map"})
    try:
        asked = await run_in_threadpool(question, at, written, session)
    except UsageError as error:
        return refused(request, written, error)
    found = await run_in_threadpool(network, at.as_user(session), at.settings, asked.query, at.gazetteer)
    return page(
        request,
        "map.html",
        box=written,
        understood=asked.understood,
        drawing=drawing(found, written),
        network=found,
        world=(WIDTH, HEIGHT),
    )


async def world(request: Request) -> Response:  # noqa: ARG001 - Starlette gives it
    """GET /map/world.svg: the countries below it."""
    return Response(picture(), media_type="image/svg+xml", headers={"Cache-Control": "private, max-age=86400"})


def drawing(found: Network, written: str) -> Drawing:
    """The network as it is drawn; stops of a leg that lie nowhere are left out."""
    known = middles()
    most = max((leg.leads for leg in found.legs), default=1)
    arcs = tuple(_arcs(found.legs, most, known, written))
    busiest = max((stop.leads for stop in found.stops), default=1)
    dots = tuple(_dots(found.stops, busiest, known, written))
    return Drawing(arcs, dots, _view([at for stop in _usual(found.stops) if (at := centre(stop.place, known))]))


def _arcs(legs: Iterable[Leg], most: int, known: dict[str, Point], written: str) -> Iterator[Arc]:
    for leg in sorted(legs, key=lambda leg: leg.leads):  # the most travelled lie above
        start, end = centre(leg.start, known), centre(leg.end, known)
        if start and end and start != end:
            asked = box.with_term(box.with_term(written, "via", leg.start.id), "via", leg.end.id)
            yield Arc(_curve(start, end), 1 + _WIDEST * math.sqrt(leg.leads / most), _leg_words(leg), asked)


def _curve(start: Point, end: Point) -> str:
    """A curve that leans to the right of who travels it."""
    across, down = end[0] - start[0], end[1] - start[1]
    middle = ((start[0] + end[0]) / 2 - down * _BEND, (start[1] + end[1]) / 2 + across * _BEND)
    return f"M{start[0]:.2f} {start[1]:.2f}Q{middle[0]:.2f} {middle[1]:.2f} {end[0]:.2f} {end[1]:.2f}"


def _leg_words(leg: Leg) -> str:
    words = f"{leg.start.name} → {leg.end.name}: {counted(leg.leads)}"
    if leg.price is None:
        return words
    price = leg.price
    spread = f"half of them between {number(price.low)} and {number(price.high)}"
    return (
        f"{words}; {number(price.median)} euro in the middle of {counted(price.journeys, 'price', 'prices')}, {spread}"
    )


def _dots(stops: Iterable[Passed], busiest: int, known: dict[str, Point], written: str) -> Iterator[Dot]:
    for stop in sorted(stops, key=lambda stop: stop.leads):
        if at := centre(stop.place, known):
            words = f"{stop.place.name}: {counted(stop.leads, 'lead passes it', 'leads pass it')}"
            radius = 2 + _LARGEST * math.sqrt(stop.leads / busiest)
            yield Dot(at[0], at[1], radius, stop.place.name, words, box.with_term(written, "via", stop.place.id))


def _usual(stops: Sequence[Passed]) -> list[Passed]:
    """The most passed stops, which make up nearly all: a far place in a single lead does not make the map small."""
    total, counted, kept = sum(stop.leads for stop in stops), 0, []
    for stop in stops:
        if counted < _NEARLY_ALL * total:
            kept.append(stop)
        counted += stop.leads
    return kept


def _view(points: list[Point]) -> tuple[float, float, float, float]:
    """The part of the map with all points in it, twice as wide as it is high."""
    if not points:
        return 1900.0, 640.0, 800.0, 400.0
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    width = max((right - left) * (1 + 2 * _MARGIN), (bottom - top) * 2 * (1 + 2 * _MARGIN), _LEAST_VIEW)
    return (left + right - width) / 2, (top + bottom - width / 2) / 2, width, width / 2
