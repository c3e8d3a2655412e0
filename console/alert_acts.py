"""Acts on saved searches: pause, resume, remove, transfer, and following something by one click."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from alerts import store
from alerts.authority import Kept
from alerts.following import followed
from alerts.notice import Channel
from alerts.query import SavedQuery
from console import alert_desk
from console.desk import Desk, desk
from console.guard import signed_in
from console.rendering import link, page
from console.sessions import Session
from waymark.errors import UsageError

_DONE = {"pause": {"paused": True}, "resume": {"paused": False}, "remove": {"removed": True}}
_TRANSFER = "transfer"


async def act(request: Request) -> Response:
    """POST /alerts/{id}: `do` is pause, resume, remove or transfer (`owner`); `password` where it is another's."""
    at, session, identity = desk(request), signed_in(request), request.path_params["id"]
    form = {name: str(value).strip() for name, value in (await request.form()).items()}
    do, here = form.get("do", ""), f"/alerts/{quote(identity, safe='')}"
    try:
        if do not in (*_DONE, _TRANSFER):
            raise UsageError("this is no form of the console: load the page again")
        noted = {"do": do, "id": identity, **({"owner": form.get("owner", "")} if do == _TRANSFER else {})}
        await run_in_threadpool(at.trail.note, session.user, "alert", noted)
        await run_in_threadpool(_change, at, session, identity, do, form)
    except store.ChangedMeanwhileError as error:
        return page(request, "message.html", status=HTTPStatus.CONFLICT, message=str(error), back=(here, "the search"))
    except UsageError as error:
        back = (here, "the search")
        return page(request, "message.html", status=HTTPStatus.BAD_REQUEST, message=str(error), back=back)
    whose = "all" if form.get("whose") == "all" else ""
    return RedirectResponse(link("/alerts", whose=whose, done=identity, did=do), HTTPStatus.SEE_OTHER)


def _change(at: Desk, session: Session, identity: str, do: str, form: Mapping[str, str]) -> None:
    seen = alert_desk.seen(alert_desk.every(at), identity, session)
    if seen is None:
        raise UsageError("there is no such saved search, or you may not see it")
    query = seen.kept.query
    for_another = do == _TRANSFER or not seen.is_mine
    client = alert_desk.acting(at, session, query, form.get("password", "") if for_another else None)
    fields = _given_to(query, form.get("owner", "")) if do == _TRANSFER else _DONE[do]
    store.save(client, at.settings, store.changed(query, **fields), seen.kept.revision)


def _given_to(query: SavedQuery, owner: str) -> dict[str, Any]:
    """The fields of a query that gets another owner: their inbox takes the place of the one before."""
    if not owner:
        raise UsageError("say who is to own it: the name of a user")
    moved = tuple(one.model_copy(update={"address": owner}) if one.kind == "inbox" else one for one in query.channels)
    return {"owner": owner, "channels": moved}


async def follow(request: Request) -> Response:
    """POST /alerts/follow: `what` is a kind and a value (phone:+383…); the user's inbox tells of leads that have it."""
    at, session = desk(request), signed_in(request)
    form = await request.form()
    kind, _, value = str(form.get("what", "")).partition(":")
    back = str(form.get("back", ""))
    await run_in_threadpool(at.trail.note, session.user, "alert", {"do": "follow", "q": f"{kind}:{value}"})
    try:
        query = await run_in_threadpool(_follow, at, session, kind, value)
    except UsageError as error:
        return page(request, "message.html", status=HTTPStatus.BAD_REQUEST, message=str(error))
    return RedirectResponse(link("/alerts", saved=query.id, back=back), HTTPStatus.SEE_OTHER)


def _follow(at: Desk, session: Session, kind: str, value: str) -> SavedQuery:
    """The query that follows it: one that is there, or a new one."""
    what = followed(kind, value, at.gazetteer)
    mine = [one for one in alert_desk.every(at) if one.query.owner == session.user]
    if known := next((one for one in mine if one.query.box == what.box), None):
        return _awake(at, session, known)
    inbox = Channel(kind="inbox", address=session.user)
    given = {"id": store.new_id(), "name": what.name, "box": what.box, "owner": session.user, "channels": (inbox,)}
    query = store.fitting({**given, "zone": at.settings.alerts_zone})
    alert_desk.check(at, session, query)
    store.refuse_namesake(mine, query)
    store.save(at.as_user(session), at.settings, query)
    return query


def _awake(at: Desk, session: Session, known: Kept) -> SavedQuery:
    """Who follows something anew wants to be told again."""
    if not known.query.paused:
        return known.query
    query = store.changed(known.query, paused=False)
    store.save(at.as_user(session), at.settings, query, known.revision)
    return query
