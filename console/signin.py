"""Signing in with one's Elasticsearch user, and out again.

The password is used once: to have Elasticsearch make an API key in the user's own name, which ends by itself after
eight hours and at sign-out. Works with the free licence, unlike OAuth tokens and user profiles.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from http import HTTPStatus

from elasticsearch import ApiError, Elasticsearch, TransportError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.desk import Desk, desk
from console.guard import COOKIE, session_of
from console.rendering import local, page
from console.sessions import LASTS, Session
from search_mappings.signed_in import APPLICATION
from waymark.errors import ServiceError

_LONGEST = 500  # characters of a name or password
_LONGEST_KEY = 250  # characters of an API key's name
_NO_FIT = "this name and password do not fit"


class RefusedError(Exception):
    """The name and password are not accepted, or may not use the console; the message says which."""


@dataclass(frozen=True)
class _Given:
    name: str
    password: str


async def show(request: Request) -> Response:
    """GET /sign-in; who is signed in goes on."""
    if session_of(request) is not None:
        return RedirectResponse(_next(request.query_params.get("next")), HTTPStatus.SEE_OTHER)
    return page(request, "sign_in.html", next=_next(request.query_params.get("next")))


async def sign_in(request: Request) -> Response:
    """POST /sign-in: a session, in place of one that there was; or the form again with the reason."""
    form = await request.form()
    given = _Given(str(form.get("user", ""))[:_LONGEST].strip(), str(form.get("password", ""))[:_LONGEST])
    where = _next(str(form.get("next", "")))
    at = desk(request)
    name, address = given.name.casefold(), request.client.host if request.client else ""
    if wait := _wait(at, name, address):
        message = f"too many failed sign-ins: try again in {int(wait) + 1} s"
        return _again(request, given, where, message, HTTPStatus.TOO_MANY_REQUESTS)
    try:
        session = await run_in_threadpool(_open, at, given)
    except ServiceError:
        at.names.took_back(name)
        at.addresses.took_back(address)
        raise
    except RefusedError as refused:
        await run_in_threadpool(at.trail.note, given.name, "sign-in refused", {})
        return _again(request, given, where, str(refused), HTTPStatus.UNAUTHORIZED)
    at.names.succeeded(name)
    at.addresses.took_back(address)
    if (former := session_of(request)) is not None:
        await _ended(at, former)
    await run_in_threadpool(at.trail.note, session.user, "sign-in", {})
    answer = RedirectResponse(where, HTTPStatus.SEE_OTHER)
    answer.set_cookie(
        COOKIE,
        session.token,
        max_age=int(LASTS.total_seconds()),
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return answer


async def sign_out(request: Request) -> Response:
    """POST /sign-out: the session and its key end."""
    session, at = session_of(request), desk(request)
    if session is not None:
        await _ended(at, session)
    answer = RedirectResponse("/sign-in", HTTPStatus.SEE_OTHER)
    answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return answer


async def _ended(at: Desk, session: Session) -> None:
    at.sessions.end(session)
    await run_in_threadpool(at.trail.note, session.user, "sign-out", {})
    await run_in_threadpool(_end_key, at, session)


def _wait(at: Desk, name: str, address: str) -> float:
    """Seconds until there may be another attempt; 0 where one has begun."""
    wait = at.addresses.attempt(address)
    if not wait and (wait := at.names.attempt(name)):
        at.addresses.took_back(address)
    return wait


def _again(request: Request, given: _Given, where: str, message: str, status: HTTPStatus) -> Response:
    return page(request, "sign_in.html", status=status, next=where, user=given.name, message=message)


def _next(given: str | None) -> str:
    """Where to go after signing in: a page of the console, never another host's."""
    found = local(given)
    return "/" if found is None or found.startswith("/sign-") else found


def _open(at: Desk, given: _Given) -> Session:
    """A session for the user. Raises RefusedError, or ServiceError where Elasticsearch does not answer."""
    if not given.name or not given.password:
        raise RefusedError("give a name and a password")
    if ":" in given.name:  # HTTP takes what is behind it for the beginning of the password (RFC 7617)
        raise RefusedError(_NO_FIT)
    client = at.client.options(headers={"authorization": f"Basic {basic(given.name, given.password)}"})
    try:
        who = client.security.authenticate()
        key = client.security.create_api_key(
            name=f"{APPLICATION} {given.name}"[:_LONGEST_KEY],
            expiration=f"{int(LASTS.total_seconds())}s",
            metadata={"application": APPLICATION},
        )
    except TransportError as error:
        raise ServiceError(f"Elasticsearch does not answer: {error.message}") from error
    except ApiError as error:
        if error.meta.status == HTTPStatus.FORBIDDEN:
            raise RefusedError("this user has no role in Waymark: ask whoever manages the users") from error
        if error.meta.status == HTTPStatus.UNAUTHORIZED:
            raise RefusedError(_NO_FIT) from error
        raise ServiceError(f"Elasticsearch refused the sign-in: {error}") from error
    short = f"{at.settings.index_prefix}waymark-"
    roles = tuple(name.removeprefix(short) for name in who["roles"] if name.startswith(short))
    user = str(who["username"])
    header = basic(key["id"], key["api_key"])
    return at.sessions.begin(user, roles, str(key["id"]), header, at.trail.last_visit(user))


def basic(name: str, secret: str) -> str:
    """Both as a header takes them; Elasticsearch reads UTF-8, its client would only write ASCII."""
    return base64.b64encode(f"{name}:{secret}".encode()).decode()


def _end_key(at: Desk, session: Session) -> None:
    """The user's own key ends its own life; one that cannot be reached ends by itself."""
    client: Elasticsearch = at.client.options(api_key=session.key)
    try:
        client.security.invalidate_api_key(ids=[session.key_id], owner=True)
    except (ApiError, TransportError):
        return
