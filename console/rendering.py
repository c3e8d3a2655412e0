"""Templates in, pages out. Everything is escaped; what people wrote is shown in the direction of its own script."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from leads.figures import counted
from leads.figures import grouped as number
from leads.languages import name_of
from leads.work import grades
from leads.work.events import STATUSES

_FOLDER = Path(__file__).with_name("templates")
_UNSAID: dict[str, Any] = {"message": None, "box": "", "back": None}  # what most pages have no need to say
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


def page(request: Request, template: str, *, status: HTTPStatus = HTTPStatus.OK, **values: Any) -> HTMLResponse:
    """One page; `values` are what its template names."""
    session = request.scope.get("waymark.session")
    shown = (
        _environment()
        .get_template(template)
        .render(
            request=request,
            session=session,
            path=request.url.path,
            unread=request.scope.get("waymark.unread"),
            **{**_UNSAID, **values},
        )
    )
    return HTMLResponse(shown, status)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        ago=ago,
        lasting=lasting,
        day=day,
        moment=moment,
        language=name_of,
        number=number,
        counted=counted,
        amount=amount,
    )
    environment.filters.update(grade_words=grades.in_words)
    environment.globals.update(link=link, statuses=STATUSES)
    return environment


def link(path: str, **query: object) -> str:
    """An address of the console with those parts of `query` that are given."""
    given = {name: str(value) for name, value in query.items() if value not in (None, "", 0)}
    return f"{path}?{urlencode(given)}" if given else path


def local(address: str | None) -> str | None:
    """The address if it is one of the console's own pages, never another host's."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    return address


def ago(when: datetime) -> str:
    """How long ago, short enough for a list."""
    seconds = (datetime.now(UTC) - when).total_seconds()
    if seconds < _MINUTE:
        return "just now"
    for unit, length in (("d", _DAY), ("h", _HOUR), ("min", _MINUTE)):
        if seconds >= length:
            return f"{seconds // length:.0f} {unit} ago"
    return "just now"


def lasting(seconds: float) -> str:
    """How long, short enough for a table."""
    for unit, length in (("d", _DAY), ("h", _HOUR), ("min", _MINUTE)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} s"


def day(when: datetime) -> str:
    return f"{when:%Y-%m-%d}"


def moment(when: datetime) -> str:
    return f"{when:%Y-%m-%d %H:%M} UTC"


def amount(price: Any) -> str:
    """2 500 EUR, 2 500 – 3 000 EUR, from 900 EUR, up to 900 EUR; with whom it is for."""
    if price.min is None:
        words = f"up to {number(price.max)}"
    elif price.max is None:
        words = f"from {number(price.min)}"
    else:
        words = number(price.min) if price.min == price.max else f"{number(price.min)} – {number(price.max)}"
    return f"{words} {price.currency}" + (f" per {price.per}" if price.per else "")
