"""The inbox: what saved searches told the user who is signed in, and the leads that a message is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from alerts import inbox
from alerts.inbox import Message, Place, WholeMessage
from console.desk import Desk, desk
from console.guard import signed_in
from console.marking import Piece, beginning, pieces
from console.rendering import link, local, page
from leads.one import these_leads
from waymark.errors import UsageError
from waymark.records import Lead

_LEADS = 25  # of a message on one page
_PARTED = "~"  # in the address: when a message was made, and its id


@dataclass(frozen=True)
class Told:
    """A lead that a message tells of, and which of its versions it was then."""

    lead: Lead
    version: int
    pieces: tuple[Piece, ...]


async def inbox_page(request: Request) -> Response:
    """GET /inbox: `unread` 1: only those; `after`: the place in the list that a page begins behind."""
    at, session = desk(request), signed_in(request)
    only_unread, after = request.query_params.get("unread") == "1", request.query_params.get("after")
    await run_in_threadpool(at.trail.note, session.user, "inbox", {"unread": int(only_unread)})
    try:
        place = _place(after) if after else None
    except UsageError as error:
        return page(request, "message.html", status=HTTPStatus.BAD_REQUEST, message=str(error))
    found, waiting = await run_in_threadpool(_read, at, session.user, place, only_unread=only_unread)
    request.scope["waymark.unread"] = waiting
    last = found[-1] if len(found) == inbox.PAGE else None
    return page(
        request,
        "inbox.html",
        messages=found,
        waiting=waiting,
        only_unread=only_unread,
        after=after or "",
        next=f"{last.made_at.isoformat()}{_PARTED}{last.id}" if last else None,
        search_of=lambda message: _search_of(at, message),
    )


async def mark(request: Request) -> Response:
    """POST /inbox: `id` as often as there are messages that are read now; no others, for more may have come."""
    at, session = desk(request), signed_in(request)
    form = await request.form()
    ids = [str(one) for one in form.getlist("id")][: inbox.PAGE]
    await run_in_threadpool(at.trail.note, session.user, "inbox", {"read": len(ids)})
    await run_in_threadpool(_mark, at, session.user, ids)
    unread = "1" if form.get("unread") == "1" else ""
    return RedirectResponse(link("/inbox", unread=unread, after=str(form.get("after", ""))), HTTPStatus.SEE_OTHER)


async def message_page(request: Request) -> Response:
    """GET /inbox/{id}: the leads of a message, as the user may see them; `page` from 1. Who looks has read it."""
    at, session, identity = desk(request), signed_in(request), request.path_params["id"]
    number = request.query_params.get("page", "1")
    found = await run_in_threadpool(_message, at, session.user, identity)
    if found is None or not (number.isascii() and number.isdigit() and 1 <= int(number[:6]) <= _pages(found)):
        message = "there is no such message in your inbox"
        return page(request, "message.html", status=HTTPStatus.NOT_FOUND, message=message)
    await run_in_threadpool(at.trail.note, session.user, "inbox", {"message": identity, "alert": found.alert})
    at_once = found.leads[(int(number) - 1) * _LEADS : int(number) * _LEADS]
    ids = [one.id for one in at_once]
    leads = await run_in_threadpool(these_leads, at.as_user(session), at.settings, ids) if ids else ()
    versions = {one.id: one.version for one in at_once}
    if found.read_at is None:
        await run_in_threadpool(_mark, at, session.user, [identity])
        request.scope["waymark.unread"] = await run_in_threadpool(at.unread.count, session.user)
    return page(
        request,
        "told.html",
        message_told=found,
        told=tuple(Told(lead, versions[lead.id], beginning(pieces(lead.text, lead.extraction))) for lead in leads),
        missing=len(at_once) - len(leads),
        number=int(number),
        pages=_pages(found),
        first=(int(number) - 1) * _LEADS + 1,
        search=_search_of(at, found),
    )


def _search_of(at: Desk, message: Message) -> str | None:
    """The message's link, within this console; None where it leads elsewhere."""
    return local(message.link.removeprefix(at.settings.console_address))


def _pages(message: WholeMessage) -> int:
    return max(1, -(-len(message.leads) // _LEADS))


def _place(after: str) -> Place:
    made_at, _, identity = after.partition(_PARTED)
    fields: Mapping[str, str] = {"made_at": made_at, "id": identity}
    try:
        return Place.model_validate(fields)
    except ValidationError as error:
        raise UsageError("this is no place in your inbox: begin with its first page") from error


def _read(at: Desk, reader: str, place: Place | None, *, only_unread: bool) -> tuple[list[Message], int]:
    with at.own() as client:
        inbox.look_anew(client, at.settings)
        found = inbox.messages(client, at.settings, reader, only_unread=only_unread, after=place)
        return found, inbox.unread(client, at.settings, reader)


def _message(at: Desk, reader: str, identity: str) -> WholeMessage | None:
    with at.own() as client:
        return inbox.message(client, at.settings, reader, identity)


def _mark(at: Desk, reader: str, ids: list[str]) -> None:
    with at.own() as client:
        inbox.mark_read(client, at.settings, reader, ids)
    at.unread.forget(reader)
