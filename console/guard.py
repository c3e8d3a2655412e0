"""What stands before every page: a session, the token of its forms, and the headers that browsers obey."""

from __future__ import annotations

import secrets
from http import HTTPStatus
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.desk import desk
from console.rendering import page
from console.sessions import Session

COOKIE = "waymark_session"
_OPEN = ("/sign-in", "/static/", "/healthy", "/favicon.ico")
_SAFE = ("GET", "HEAD")
_NO_PAGES = ("/static/", "/complete", "/export", "/graph/export", "/map/world.svg")  # answers without a head
_LONGEST_FORM = 65_536  # bytes
#: Nothing from elsewhere, nothing inline, no frames (OWASP, Content Security Policy cheat sheet).
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
}


def session_of(request: Request) -> Session | None:
    """Who asks."""
    found: Session | None = request.scope.get("waymark.session")
    return found


def signed_in(request: Request) -> Session:
    """Who asks, on a page that nobody else can see."""
    session = session_of(request)
    if session is None:
        raise RuntimeError("the guard let nobody in")
    return session


def to_sign_in(request: Request) -> Response:
    """The answer to who is not, or no longer, signed in; after it a page is shown, a form has to be sent again."""
    if request.method not in _SAFE:
        return page(request, "message.html", status=HTTPStatus.UNAUTHORIZED, message="your session has ended")
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/sign-in?next={quote(here, safe='')}", HTTPStatus.SEE_OTHER)


def _is_small(length: str | None) -> bool:
    """A form says how long it is, and none of ours is long."""
    return length is not None and length.isascii() and length.isdigit() and int(length) <= _LONGEST_FORM


class Guard(BaseHTTPMiddleware):
    """Lets through who is signed in, and forms that the console itself has made."""

    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        session = desk(request).sessions.find(request.cookies.get(COOKIE))
        request.scope["waymark.session"] = session
        if session is not None and request.method in _SAFE and not request.url.path.startswith(_NO_PAGES):
            request.scope["waymark.unread"] = await run_in_threadpool(desk(request).unread.count, session.user)
        answer = await self._refusal(request, session) or await call_next(request)
        answer.headers.update(_HEADERS)
        if not request.url.path.startswith("/static/"):
            answer.headers.setdefault("Cache-Control", "no-store")
        return answer

    async def _refusal(self, request: Request, session: Session | None) -> Response | None:
        """What is answered instead of the page; None where the page may be shown."""
        path = request.url.path
        if session is None and not path.startswith(_OPEN):
            return to_sign_in(request)
        if request.method in _SAFE:
            return None
        if not _is_small(request.headers.get("content-length")):
            status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            return page(request, "message.html", status=status, message="the form is too long")
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return page(request, "message.html", status=HTTPStatus.FORBIDDEN, message="the form is another site's")
        if session is not None and path != "/sign-in":  # whose form was made before there was a session
            await request.body()  # kept, so that the page can read the form too
            try:
                given = str((await request.form()).get("csrf", ""))
            except HTTPException:
                return page(request, "message.html", status=HTTPStatus.BAD_REQUEST, message="the form cannot be read")
            if not secrets.compare_digest(given.encode(), session.csrf.encode()):
                message = "the form is not of this session: load the page again"
                return page(request, "message.html", status=HTTPStatus.FORBIDDEN, message=message)
        return None
