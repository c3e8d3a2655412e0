"""The audit trail, for auditors to read; nobody edits it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from console.desk import desk
from console.guard import signed_in
from console.rendering import page
from waymark.audit import Entry, Fault, Trail

_SHOWN = 200


@dataclass(frozen=True)
class _Shown:
    newest: tuple[Entry, ...]
    faults: tuple[Fault, ...]
    users: tuple[str, ...]


async def audit_page(request: Request) -> Response:
    """GET /audit: `user` narrows it to what one person did."""
    at, session = desk(request), signed_in(request)
    if not session.has("auditor"):
        message = "the audit trail is for auditors: your user does not have that role"
        return page(request, "message.html", status=HTTPStatus.FORBIDDEN, message=message)
    user = request.query_params.get("user") or None
    await run_in_threadpool(at.trail.note, session.user, "audit", {"user": user or ""})
    shown = await run_in_threadpool(_read, at.trail, user)
    return page(request, "audit.html", shown=shown, user=user, head=at.trail.head())


def _read(trail: Trail, user: str | None) -> _Shown:
    newest: deque[Entry] = deque(maxlen=_SHOWN)
    users, faults = set(), []
    for found in trail.read():
        if isinstance(found, Fault):
            faults.append(found)
            continue
        if found.action != "sign-in refused":  # such a name can be anything that anybody typed
            users.add(found.user)
        if user in (None, found.user):
            newest.append(found)
    return _Shown(tuple(reversed(newest)), tuple(faults), tuple(sorted(users)))
