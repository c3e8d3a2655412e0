"""The console as one web application (ASGI): addresses and what answers them."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

from elasticsearch import Elasticsearch
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from console import (
    alert_acts,
    alert_saving,
    alerts_page,
    auditing,
    dead_letters,
    exporting,
    graphing,
    inbox_page,
    leads_page,
    mapping,
    overview,
    searching,
    signin,
    working,
)
from console.desk import Desk, desk
from console.guard import Guard, session_of, to_sign_in
from console.own import Own
from console.rendering import page
from console.unread import Unread
from nlp import gazetteer
from waymark.cluster import anonymous
from waymark.errors import ServiceError, WaymarkError
from waymark.settings import Settings

_STATIC = Path(__file__).with_name("static")


def create(
    settings: Settings,
    client: Elasticsearch | None = None,
    hosts: tuple[str, ...] = (),
    own: Elasticsearch | None = None,
) -> Starlette:
    """The application; `client` is a way to Elasticsearch without a user, `own` one with the console's key, else both
    are those of the settings.

    It answers to the host names of the settings, and to `hosts`."""
    app = Starlette(
        routes=[
            Route("/", searching.search_page),
            Route("/fields", searching.fields_page),
            Route("/complete", searching.complete),
            Route("/map", mapping.map_page),
            Route("/map/world.svg", mapping.world),
            Route("/export", exporting.export),
            Route("/overview", overview.overview_page),
            Route("/graph", graphing.graph_page),
            Route("/graph/export", graphing.graph_export),
            Route("/leads/{id}", leads_page.lead_page),
            Route("/leads/{id}/work", working.work_on, methods=["POST"]),
            Route("/alerts", alerts_page.alerts_page, methods=["GET"]),
            Route("/alerts", alert_saving.save, methods=["POST"]),
            Route("/alerts/new", alert_saving.new_page, methods=["GET"]),
            Route("/alerts/follow", alert_acts.follow, methods=["POST"]),
            Route("/alerts/deliveries", dead_letters.send_again, methods=["POST"]),
            Route("/alerts/{id}", alert_saving.edit_page, methods=["GET"]),
            Route("/alerts/{id}", alert_acts.act, methods=["POST"]),
            Route("/alerts/{id}/search", alert_saving.search_of, methods=["GET"]),
            Route("/inbox", inbox_page.inbox_page, methods=["GET"]),
            Route("/inbox", inbox_page.mark, methods=["POST"]),
            Route("/inbox/{id}", inbox_page.message_page),
            Route("/audit", auditing.audit_page),
            Route("/sign-in", signin.show, methods=["GET"]),
            Route("/sign-in", signin.sign_in, methods=["POST"]),
            Route("/sign-out", signin.sign_out, methods=["POST"]),
            Route("/healthy", _healthy),
            Route("/favicon.ico", _icon),
            Mount("/static", StaticFiles(directory=_STATIC), name="static"),
        ],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=(*settings.hosts, *hosts), www_redirect=False),
            Middleware(Guard),
        ],
        exception_handlers={WaymarkError: _failed, HTTPException: _no_page},
    )
    mine = Own(settings, own)
    app.state.desk = Desk(settings, gazetteer.load(), client or anonymous(settings), mine, Unread(mine, settings))
    return app


async def _healthy(request: Request) -> Response:  # noqa: ARG001 - Starlette gives it
    return PlainTextResponse("ok")


async def _icon(request: Request) -> Response:  # noqa: ARG001 - Starlette gives it
    """For programs that do not read the page's own link to it."""
    return RedirectResponse("/static/icon.svg", HTTPStatus.MOVED_PERMANENTLY)


async def _failed(request: Request, error: Exception) -> Response:
    """A failure that its message explains: Elasticsearch is away, or does not let this user do it."""
    session = session_of(request)
    status = error.status if isinstance(error, ServiceError) else None
    if session is not None and status == HTTPStatus.UNAUTHORIZED:  # the key has ended, or was ended
        desk(request).sessions.end(session)
        request.scope["waymark.session"] = None
        return to_sign_in(request)
    if session is not None and status == HTTPStatus.FORBIDDEN:
        if request.url.path == "/" and not request.url.query and session.has("auditor"):
            return RedirectResponse("/audit", HTTPStatus.SEE_OTHER)  # where an auditor's work begins
        roles = f"with the role {', '.join(session.roles)}" if session.roles else "without a role"
        message = f"{session.user}, {roles}, may not see this: ask whoever manages the users"
        return page(request, "message.html", status=HTTPStatus.FORBIDDEN, message=message)
    return page(request, "message.html", status=HTTPStatus.SERVICE_UNAVAILABLE, message=str(error))


async def _no_page(request: Request, error: Exception) -> Response:
    status = HTTPStatus(error.status_code) if isinstance(error, HTTPException) else HTTPStatus.NOT_FOUND
    return page(request, "message.html", status=status, message=f"{status.value}: {status.phrase.lower()}")
