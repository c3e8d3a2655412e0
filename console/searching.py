"""The search page: a box, what it was understood as, what was found, and how that divides."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus

from elasticsearch import Elasticsearch
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from console.desk import Desk, desk
from console.exporting import MOST
from console.following import offered
from console.guard import signed_in
from console.marking import Piece, beginning, pieces
from console.questions import question, refused
from console.rendering import link, page
from console.sessions import Session
from console.working import table
from leads import box
from leads.completion import completions
from leads.export import FORMATS
from leads.facets import Division, divide
from leads.paging import Page, first_page, moment_of, next_page
from leads.query import SearchQuery
from leads.search import Hit
from leads.work.facets import divide_by_work
from leads.work.reading import states
from leads.work.state import NOTHING_SAID, State
from nlp.gazetteer import Gazetteer
from waymark.errors import UsageError
from waymark.settings import Settings


@dataclass(frozen=True)
class Found:
    """One hit with its text cut for a list."""

    hit: Hit
    work: State
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class _Answer:
    question: box.Question
    page: Page
    work: Mapping[str, State]  #: of the leads of the page about which something was said
    division: Division


async def search_page(request: Request) -> Response:
    """GET /: `q` is the box, `after` the place in the list that a page begins behind."""
    written = request.query_params.get("q", "")
    after = request.query_params.get("after")
    at, session = desk(request), signed_in(request)
    if span := _span(request):
        return RedirectResponse(link("/", q=box.with_term(written, "last", span)), HTTPStatus.SEE_OTHER)
    await run_in_threadpool(at.trail.note, session.user, "search", {"q": written})
    try:
        answer = await _answer(at, session, written, after)
    except UsageError as error:
        return refused(request, written, error)
    found = tuple(
        Found(hit, answer.work.get(hit.lead.id, NOTHING_SAID), beginning(pieces(hit.lead.text, hit.lead.extraction)))
        for hit in answer.page.hits
    )
    return page(
        request,
        "results.html",
        box=written,
        understood=answer.question.understood,
        found=found,
        page=answer.page,
        division=answer.division,
        query=answer.question.query,
        tallest=max((day.leads for day in answer.division.days), default=1),
        with_term=box.with_term,
        without=box.without,
        has=frozenset(part.field for part in answer.question.understood),
        formats=FORMATS,
        most_exported=MOST,
        follows=offered(written, answer.question.understood, at.gazetteer),
    )


async def _answer(at: Desk, session: Session, written: str, after: str | None) -> _Answer:
    """The list and how it divides, asked for at the same time."""
    worked = await run_in_threadpool(table, at, session)
    asked = await run_in_threadpool(question, at, written, session, worked)
    given = (at.as_user(session), at.settings, asked.query, at.gazetteer)
    known = at.divisions.find(session.token, moment_of(after)) if after else None
    listing = run_in_threadpool(_list, *given, after, hidden=worked.hidden)
    if known:
        return _Answer(asked, *await listing, known)
    (listed, work), division, by_work = await asyncio.gather(
        listing,
        run_in_threadpool(divide, *given),
        run_in_threadpool(divide_by_work, *given, worked, user=session.user, since=session.last_visit),
    )
    division = replace(division, facets=(*by_work, *division.facets))
    if listed.after:
        at.divisions.keep(session.token, moment_of(listed.after), division)
    return _Answer(asked, listed, work, division)


def _list(
    client: Elasticsearch,
    settings: Settings,
    query: SearchQuery,
    gazetteer: Gazetteer,
    after: str | None,
    *,
    hidden: bool,
) -> tuple[Page, dict[str, State]]:
    """A page, and the work on its leads."""
    given = (client, settings, query, gazetteer)
    listed = next_page(*given, after) if after else first_page(*given)
    leads = [hit.lead.id for hit in listed.hits]
    return listed, {} if hidden else states(client, settings, leads)


def _span(request: Request) -> str | None:
    """The dates that the fields under the histogram give, as the box has them."""
    start, end = (request.query_params.get(name, "").strip() for name in ("from", "to"))
    return f"{start}..{end}" if start or end else None


async def fields_page(request: Request) -> Response:
    """GET /fields: what the box understands."""
    return page(request, "fields.html", fields=tuple(box.fields()))


async def complete(request: Request) -> Response:
    """GET /complete: how the last term of the box may go on, as JSON."""
    at, session = desk(request), signed_in(request)
    typed = request.query_params.get("q", "")[: box.LONGEST]
    if box.asks_for_a_number(typed):  # numbers of people that stand in the index are shown
        await run_in_threadpool(at.trail.note, session.user, "search", {"q": typed, "view": "completion"})
    found = await run_in_threadpool(completions, at.as_user(session), at.settings, typed, at.gazetteer)
    return JSONResponse([{"box": one.box, "label": one.label, "note": one.note} for one in found])
