"""*My alerts*: saved searches and how each fares; for operators those of everybody."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from alerts.dead_letters import DeadLetters, dead_letters
from alerts.watching import Watched, watched
from console.alert_desk import concerns, every
from console.desk import Desk, desk
from console.guard import signed_in
from console.rendering import local, page
from console.sessions import Session

_SHOWN = 200  # on one page
_DEAD_SHOWN = 50
#: What is said of a search after an act on it.
_DID = {
    "pause": "is paused: what it has still to tell waits until it goes on",
    "resume": "is resumed: it tells of what comes in from now on",
    "remove": "is removed",
    "transfer": "has another owner now",
}
_STATES = ("failing", "active", "paused", "expired")


@dataclass(frozen=True)
class _Shown:
    """One's own and those shared with one's unit; or those of everybody, in a state or in any."""

    lists: tuple[tuple[str, str, tuple[Watched, ...], int], ...]  #: title, name, what is shown, and how many there are
    counts: dict[str, int]
    pages: int = 1


async def alerts_page(request: Request) -> Response:
    """GET /alerts: `whose` all (for operators), `state` and `owner` of these, `page`; `saved`, `done`: which was just
    changed, `did`: by which act; `due`: how
    many deliveries are to be sent again; `back`: where the user was before.
    """
    at, session = desk(request), signed_in(request)
    whose, state = request.query_params.get("whose", ""), request.query_params.get("state", "")
    owner, number = request.query_params.get("owner", "").strip(), request.query_params.get("page", "1")
    number = number if number.isascii() and number.isdigit() and len(number) < 7 else "1"
    if whose == "all" and not session.has("operator"):
        message = "the saved searches of everybody are for operators: your user does not have that role"
        return page(request, "message.html", status=HTTPStatus.FORBIDDEN, message=message)
    noted = {"do": "list", **({"whose": "all"} if whose == "all" else {})}
    await run_in_threadpool(at.trail.note, session.user, "alert", noted)
    found = await run_in_threadpool(_watched, at, session, everybody=whose == "all")
    dead = DeadLetters()
    if whose == "all":
        dead = await run_in_threadpool(dead_letters, at.as_user(session), at.settings, _DEAD_SHOWN)
        shown = _of_everybody(found, state, owner, int(number))
    else:
        mine = [one for one in found if one.query.owner == session.user]
        others = [one for one in found if one.query.owner != session.user and one.query.unit in session.units]
        shown = _Shown((_list("Mine", "mine", mine), _list("Shared with my unit", "shared", others)), {})
    saved, done = request.query_params.get("saved"), request.query_params.get("done")
    return page(
        request,
        "alerts.html",
        shown=shown,
        everybody=whose == "all",
        state=state,
        owner=owner,
        number=min(max(1, int(number)), shown.pages),
        saved=next((one for one in found if one.query.id == saved), None),
        done=next((one for one in found if one.query.id == done), None),
        did=_DID.get(request.query_params.get("did", ""), "is changed"),
        gone=bool(done) and not any(one.query.id == done for one in found),
        dead=dead,
        due=int(due)
        if (due := request.query_params.get("due", "")).isascii() and due.isdigit() and len(due) < 9
        else None,
        back_to=local(request.query_params.get("back")),
    )


def _watched(at: Desk, session: Session, *, everybody: bool) -> list[Watched]:
    """As an operator with the operator's own key; what others see is read for them, and held to them."""
    if everybody:
        client = at.as_user(session)
        return watched(client, at.settings, at.kept.every(client, at.settings))
    visible = [one for one in every(at) if concerns(one.query, session)]
    with at.own() as client:
        return watched(client, at.settings, visible)


def _of_everybody(found: list[Watched], state: str, owner: str, number: int) -> _Shown:
    """Those that fail come first; a page of them, of those in that state and of that owner."""
    theirs = [one for one in found if owner in ("", one.query.owner)]
    wanted = [one for one in theirs if state in ("", one.state)]
    ordered = sorted(wanted, key=lambda one: (_STATES.index(one.state), one.query.name, one.query.id))
    counted = Counter(one.state for one in theirs)
    pages = max(1, -(-len(ordered) // _SHOWN))
    start = (min(max(1, number), pages) - 1) * _SHOWN
    part = ("Of everybody", "everybody", tuple(ordered[start : start + _SHOWN]), len(ordered))
    return _Shown((part,), {name: counted[name] for name in _STATES}, pages)


def _list(title: str, name: str, found: list[Watched]) -> tuple[str, str, tuple[Watched, ...], int]:
    return title, name, tuple(found), len(found)
