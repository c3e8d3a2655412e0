"""The overview: how the last days differ from those before, each picture a link into the search behind it."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from console.desk import desk
from console.guard import signed_in
from console.questions import question, refused
from console.rendering import link, page
from console.timelines import language
from leads import box
from leads.changes import Compared, Drift, changes
from leads.legs import Price
from leads.links import Node, label
from leads.new_phones import new_phones
from leads.periods import Period, periods
from waymark.errors import UsageError

_SPANS = (7, 30, 90)  # days
_WIDE = 100.0  # units of a bar


@dataclass(frozen=True)
class Bar:
    """A row of a picture: both figures, their lengths, how much they differ, and the searches behind them."""

    label: str
    now: int
    before: int
    now_long: float
    before_long: float
    change: str
    now_address: str
    before_address: str


@dataclass(frozen=True)
class Span:
    """A price as it is drawn: where half of the prices lie, and their middle."""

    price: Price
    low: float
    middle: float
    high: float
    address: str


@dataclass(frozen=True)
class Move:
    """What is asked for a route, now and before."""

    label: str
    now: Span
    before: Span
    change: str


async def overview_page(request: Request) -> Response:
    """GET /overview: `q` is the box, `days` how long each of the two periods is."""
    given, days = request.query_params.get("q", ""), request.query_params.get("days", "30")
    at, session = desk(request), signed_in(request)
    written = box.without(given, "seen")  # the periods are the page's own
    await run_in_threadpool(at.trail.note, session.user, "search", {"q": written, "view": "overview"})
    if days not in map(str, _SPANS):
        message = f"days={days[:20]!r}: there are {', '.join(map(str, _SPANS))}"
        return page(request, "message.html", status=HTTPStatus.BAD_REQUEST, message=message)
    try:
        asked = await run_in_threadpool(question, at, written, session)
    except UsageError as error:
        return refused(request, written, error)
    now, before = periods(int(days), datetime.now(UTC).date())
    to = (at.as_user(session), at.settings, asked.query, at.gazetteer)
    found, phones = await asyncio.gather(
        run_in_threadpool(changes, *to, now, before), run_in_threadpool(new_phones, *to, now)
    )

    def route(ends: str) -> str:
        return label(Node("route", ends), at.gazetteer)

    pictures: tuple[tuple[str, str, str, tuple[Bar, ...]], ...] = ()
    if found:
        searches = _Searches(written, now, before)
        pictures = (
            ("Routes", "Route", "routes", searches.bars("route", found.routes, route)),
            ("Languages", "Language", "languages", searches.bars("lang", found.languages, language)),
            ("Sources", "Source", "sources", searches.bars("source", found.sources, str)),
        )
    return page(
        request,
        "overview.html",
        box=given,
        set_aside=written != " ".join(given.split()),
        understood=asked.understood,
        days=int(days),
        spans=_SPANS,
        now=now,
        before=before,
        found=found,
        pictures=pictures,
        moves=_Searches(written, now, before).moves(found.drifts, route) if found else (),
        scale=_scale(found.drifts) if found else (0.0, 1.0),
        phones=phones,
        route=route,
        change=change,
        with_term=box.with_term,
    )


def change(now: float, before: float) -> str:
    """How much more or less than before, in words that a bar can bear."""
    if not before:
        return "new" if now else "–"
    share = round(100 * (now - before) / before)
    if not share:
        return "=" if now == before else ("▲ < 1 %" if now > before else "▼ < 1 %")
    return f"{'▲' if share > 0 else '▼'} {abs(share)} %"


def _scale(drifts: Sequence[Drift]) -> tuple[float, float]:
    """The prices at both edges of the picture, in whole steps, with some room beside the lines."""
    bounds = [bound for one in drifts for price in (one.now, one.before) for bound in (price.low, price.high)]
    if not bounds:
        return 0.0, 1.0
    least, most = min(bounds), max(bounds)
    step = 10 ** max(1, math.floor(math.log10(max(most - least, 10))) - 1)
    return step * math.floor(least / step - 0.5), step * math.ceil(most / step + 0.5)


@dataclass(frozen=True)
class _Searches:
    """The searches behind the pictures of one page."""

    written: str
    now: Period
    before: Period

    def bars(self, field: str, values: Sequence[Compared], name: Callable[[str], str]) -> tuple[Bar, ...]:
        most = max((max(one.now, one.before) for one in values), default=1)
        return tuple(
            Bar(
                name(one.value),
                one.now,
                one.before,
                _WIDE * one.now / most,
                _WIDE * one.before / most,
                change(one.now, one.before),
                self._address(field, one.value, self.now),
                self._address(field, one.value, self.before),
            )
            for one in values
        )

    def moves(self, drifts: Sequence[Drift], name: Callable[[str], str]) -> tuple[Move, ...]:
        scale = _scale(drifts)
        return tuple(
            Move(
                name(one.route),
                self._span(one.now, scale, self._address("route", one.route, self.now)),
                self._span(one.before, scale, self._address("route", one.route, self.before)),
                change(one.now.median, one.before.median),
            )
            for one in drifts
        )

    def _span(self, price: Price, scale: tuple[float, float], address: str) -> Span:
        least, most = scale
        low, middle, high = (
            _WIDE * (bound - least) / (most - least) for bound in (price.low, price.median, price.high)
        )
        return Span(price, low, middle, high, address)

    def _address(self, field: str, value: str, period: Period) -> str:
        return link("/", q=box.with_term(box.with_term(self.written, field, value), "seen", period.written))
