"""Saving the search at hand, and changing a saved one: the form, what it would have found, and keeping it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from alerts import store
from alerts.query import LONGEST_NAME, SavedQuery
from alerts.trying import Tried
from alerts.watching import Watched, deliveries
from console import alert_desk, alert_form
from console.alert_desk import Seen
from console.alert_form import Typed
from console.desk import Desk, desk
from console.guard import signed_in
from console.rendering import link, page
from console.sessions import Session
from leads import box
from waymark.errors import UsageError

_TOLD = 10  # deliveries of a query that its page shows
_NOT_THERE = "there is no such saved search, or you may not see it"


@dataclass(frozen=True)
class Trial:
    """What the search would have found, drawn: by day, each bar's height in parts of a hundred; or why nothing."""

    found: Tried
    bars: tuple[tuple[str, int, float], ...] = ()
    busiest: tuple[str, int] = ("", 0)
    refused: str | None = None
    as_owner: bool = True


async def new_page(request: Request) -> Response:
    """GET /alerts/new: `q` is the box, `name` how it may be called."""
    at, session = desk(request), signed_in(request)
    typed = alert_form.new(
        request.query_params.get("q", "").strip(), request.query_params.get("name", "").strip(), at.settings.alerts_zone
    )
    return await _form(request, at, session, typed, None, try_it=bool(typed.q))


async def edit_page(request: Request) -> Response:
    """GET /alerts/{id}: the form of one's own; another's to look at."""
    at, session = desk(request), signed_in(request)
    found = await _seen(at, session, request.path_params["id"])
    if found is None:
        return await _not_there(request, at, session, request.path_params["id"])
    return await _form(request, at, session, alert_form.of(found.kept.query), found, try_it=True)


async def search_of(request: Request) -> Response:
    """GET /alerts/{id}/search: on to its search. Messages link here: their own address must not tell what is searched
    for, which may be somebody's number."""
    at, session = desk(request), signed_in(request)
    found = await _seen(at, session, request.path_params["id"])
    if found is None:
        return await _not_there(request, at, session, request.path_params["id"])
    return RedirectResponse(link("/", q=found.kept.query.box), HTTPStatus.SEE_OTHER)


async def save(request: Request) -> Response:
    """POST /alerts: the form's fields; `id` and `revision` of a query that is there; `do`: try or save."""
    at, session = desk(request), signed_in(request)
    form = {name: str(value) for name, value in (await request.form()).items()}
    typed = alert_form.given(form)
    found = await _seen(at, session, form["id"]) if form.get("id") else None
    if form.get("id") and (found is None or not found.is_mine):
        return await _not_there(request, at, session, form["id"])
    if form.get("do") != "save":
        return await _form(request, at, session, typed, found, try_it=True, revision=form.get("revision"))
    what = {"do": "change" if found else "save", "name": typed.name, "q": typed.q, "id": form.get("id", "")}
    await run_in_threadpool(at.trail.note, session.user, "alert", what)
    try:
        kept = await run_in_threadpool(_keep, at, session, typed, found, form.get("revision", ""))
    except store.ChangedMeanwhileError as error:
        return await _form(request, at, session, typed, found, message=str(error), status=HTTPStatus.CONFLICT)
    except UsageError as error:
        seen, status = form.get("revision"), HTTPStatus.BAD_REQUEST
        return await _form(request, at, session, typed, found, message=str(error), revision=seen, status=status)
    return RedirectResponse(link("/alerts", saved=kept.id), HTTPStatus.SEE_OTHER)


async def _seen(at: Desk, session: Session, identity: str) -> Seen | None:
    return alert_desk.seen(await run_in_threadpool(alert_desk.every, at), identity, session)


async def _not_there(request: Request, at: Desk, session: Session, identity: str) -> Response:
    """The refusal; that somebody asked for what may be another's is noted."""
    await run_in_threadpool(at.trail.note, session.user, "alert", {"do": "refused", "id": identity})
    return page(request, "message.html", status=HTTPStatus.NOT_FOUND, message=_NOT_THERE)


def _keep(at: Desk, session: Session, typed: Typed, found: Seen | None, revision: str) -> SavedQuery:
    """Keeps the query in the name of the user. Raises UsageError for what does not fit."""
    before = found.kept.query if found else None
    wished = alert_form.read(typed, session.user, session.units, before, datetime.now(UTC), at.settings)
    if before and found:
        query, number = store.changed(before, **wished), _number(revision)
    else:
        query, number = store.fitting({"id": store.new_id(), "owner": session.user, **wished}), 0
    alert_desk.check(at, session, query)
    store.refuse_namesake(alert_desk.every(at), query)
    store.save(at.as_user(session), at.settings, query, number)
    return query


def _number(revision: str) -> int:
    if not (revision.isascii() and revision.isdigit() and len(revision) < 10):
        raise UsageError("this is no form of the console: load the page again")
    return int(revision)


async def _form(
    request: Request,
    at: Desk,
    session: Session,
    typed: Typed,
    found: Seen | None,
    *,
    try_it: bool = False,
    revision: str | None = None,
    message: str | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    """The page, with what the search would have found where that is wished for."""
    trial: Trial | None = None
    told: tuple[dict[str, Any], ...] = ()
    how = await run_in_threadpool(alert_desk.fares, at, found.kept) if found else None
    if try_it:
        noted = {"q": typed.q, "view": "alert"}
        await run_in_threadpool(at.trail.note, session.user, "search", noted)
        try:
            trial = await run_in_threadpool(_trial, at, session, typed, found, how)
        except UsageError as error:
            message, status = str(error), HTTPStatus.BAD_REQUEST
    if found:
        told = await run_in_threadpool(_told, at, found.kept.query.id)
    return page(
        request,
        "alert_form.html",
        status=status,
        message=message,
        box=typed.q,
        typed=typed,
        found=found,
        how=how,
        revision=revision if revision is not None else (found.kept.revision if found else 0),
        trial=trial,
        told=told,
        days=alert_desk.TRIED_DAYS,
        at_most=_with(alert_form.AT_MOST, typed.at_most, f"every {typed.at_most}"),
        changes=alert_form.CHANGES,
        levels={"": "as now" if found else "how many leads; webhooks also which", **alert_form.LEVELS},
        languages=_with(alert_form.LANGUAGES, typed.language, typed.language),
        addressed=alert_form.ADDRESSED,
        units={"": "nobody", **{unit: f"the unit {unit}" for unit in (*session.units, typed.unit) if unit}},
        longest_name=LONGEST_NAME,
        longest=box.LONGEST,
    )


def _with(offered: Mapping[str, str], value: str, words: str) -> dict[str, str]:
    """What is offered, and the value that is there where it is none of them."""
    return {**offered, **({} if value in offered or not value else {value: words})}


def _told(at: Desk, identity: str) -> tuple[dict[str, Any], ...]:
    with at.own() as client:
        return tuple(deliveries(client, at.settings, state=None, query=identity, limit=_TOLD))


def _trial(at: Desk, session: Session, typed: Typed, found: Seen | None, how: Watched | None) -> Trial:
    if not typed.q:
        raise UsageError("Search: it is empty and would find everything; say what to look for")
    owner = found.kept.query.owner if found else session.user
    asked = store.fitting({"id": "try", "name": "try", "box": typed.q, "owner": owner})
    trying = alert_desk.trying(at, session, asked, how)
    if trying.found is None:
        return Trial(Tried({}, 0, ()), refused=trying.refused)
    days = trying.found.days
    tallest = max(days.values(), default=0) or 1
    bars = tuple((day, leads, 100 * leads / tallest) for day, leads in days.items())
    busiest = max(days.items(), key=lambda one: one[1], default=("", 0))
    return Trial(trying.found, bars, busiest, as_owner=trying.as_owner)
