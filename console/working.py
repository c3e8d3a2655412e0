"""Work on a lead from its page: status, grade, star and note, each said in the name of who is signed in."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote

from elasticsearch import Elasticsearch
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.desk import Desk, desk
from console.guard import signed_in
from console.rendering import page
from console.sessions import Session
from leads.one import the_lead
from leads.work import grades
from leads.work.board import Table
from leads.work.events import KINDS, STATUSES, Event, Kind
from leads.work.saying import LONGEST_NOTE, SaidMeanwhileError, history, say
from leads.work.state import State, state_of
from waymark.errors import UsageError
from waymark.settings import Settings


@dataclass(frozen=True)
class Worked:
    """What a lead's page shows of the work on it, and what its forms need."""

    state: State
    history: tuple[Event, ...]
    once: str  #: by which a note is known when its form is sent twice
    statuses = STATUSES
    sources, information = grades.SOURCE, grades.INFORMATION
    longest = LONGEST_NOTE


def worked(client: Elasticsearch, settings: Settings, lead: str) -> Worked:
    """The work on one lead, as the user may see it."""
    said = history(client, settings, lead)
    return Worked(state_of(said), said, secrets.token_urlsafe(12))


def table(at: Desk, session: Session) -> Table:
    """The leads whose field of work is behind, as the user may see them."""
    return at.board.table(at.as_user(session), at.settings)


async def work_on(request: Request) -> Response:
    """POST /leads/{id}/work: `kind`, `value` (of a grade: `source` and `information`), and `after`, what was seen."""
    at, session, lead = desk(request), signed_in(request), request.path_params["id"]
    form = {name: str(value) for name, value in (await request.form()).items()}
    here = f"/leads/{quote(lead, safe='')}#work"
    try:
        kind = _kind(form.get("kind", ""))
        value = form.get("value") or form.get("source", "") + form.get("information", "")
        noted: dict[str, str | int] = {"lead": lead, "kind": kind}  # not the note itself: it goes with the lead
        if kind != "note":
            noted["value"] = value[:20]
        await run_in_threadpool(at.trail.note, session.user, "work", noted)
        await run_in_threadpool(_say, at, session, lead, kind, value, form.get("after", ""))
    except SaidMeanwhileError as error:
        return page(request, "message.html", status=HTTPStatus.CONFLICT, message=str(error), back=(here, "the lead"))
    except UsageError as error:
        return page(request, "message.html", status=HTTPStatus.BAD_REQUEST, message=str(error), back=(here, "the lead"))
    return RedirectResponse(here, HTTPStatus.SEE_OTHER)


def _kind(given: str) -> Kind:
    for kind in KINDS:
        if kind == given:
            return kind
    raise UsageError("this is no form of the console: load the page again")


def _say(at: Desk, session: Session, lead: str, kind: Kind, value: str, after: str) -> None:
    client = at.as_user(session)
    if the_lead(client, at.settings, lead) is None:
        raise UsageError("there is no such lead, or you may not see it")
    say(client, at.settings, lead, kind, value, user=session.user, after=after)
