"""Deliveries that were given up, for operators: sent again, once their cause is mended."""

from __future__ import annotations

from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from alerts.dead_letters import replay
from console.desk import desk
from console.guard import signed_in
from console.rendering import link, page
from waymark.errors import UsageError

_EVERYBODY = "/alerts?whose=all"
_MOST = 1000  # that one form names


async def send_again(request: Request) -> Response:
    """POST /alerts/deliveries: `id` of each that is to be due again, or `all` 1. For operators, with their own key."""
    at, session = desk(request), signed_in(request)
    if not session.has("operator"):
        message = "deliveries are sent again by operators: your user does not have that role"
        return page(request, "message.html", status=HTTPStatus.FORBIDDEN, message=message)
    form = await request.form()
    named, every = [str(one) for one in form.getlist("id")][:_MOST], form.get("all") == "1"
    noted: dict[str, str | int] = {"do": "replay", "which": "all" if every else " ".join(named)}
    await run_in_threadpool(at.trail.note, session.user, "alert", noted)
    try:
        if bool(named) == every:
            raise UsageError("this is no form of the console: load the page again")
        due = await run_in_threadpool(replay, at.as_user(session), at.settings, None if every else named)
    except UsageError as error:
        back = (_EVERYBODY, "the saved searches of everybody")
        return page(request, "message.html", status=HTTPStatus.BAD_REQUEST, message=str(error), back=back)
    return RedirectResponse(link("/alerts", whose="all", due=str(due)), HTTPStatus.SEE_OTHER)
