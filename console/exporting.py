"""What a search found, as a file for another program."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from itertools import islice
from typing import IO

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from console.desk import Desk, desk
from console.guard import signed_in
from console.questions import question
from console.rendering import page
from console.sessions import Session
from console.working import table
from leads.export import FORMATS, write
from leads.paging import every
from leads.search import Hit
from leads.work.reading import states
from leads.work.state import NOTHING_SAID
from waymark.errors import UsageError

MOST = 10_000  # leads in one file
_IN_MEMORY = 4_000_000  # bytes; what is longer waits on the disk
_CHUNK = 65_536
_AT_ONCE = 500  # leads whose work is asked for together


async def export(request: Request) -> Response:
    """GET /export: `q` is the box, `format` one of leads.export.FORMATS."""
    written, name = request.query_params.get("q", ""), request.query_params.get("format", "csv")
    at, session = desk(request), signed_in(request)
    try:
        await run_in_threadpool(at.trail.note, session.user, "export", {"q": written, "format": name})
        file = await run_in_threadpool(_file, at, session, written, name)
    except UsageError as error:
        return page(request, "message.html", status=HTTPStatus.BAD_REQUEST, message=str(error))
    known = FORMATS[name]
    title = f"waymark-{datetime.now(UTC):%Y%m%d-%H%M%S}.{known.ending}"
    headers = {"Content-Disposition": f'attachment; filename="{title}"'}
    return StreamingResponse(chunks(file), media_type=known.media_type, headers=headers)


def _file(at: Desk, session: Session, written: str, name: str) -> IO[bytes]:
    """The whole file before any of it is sent: what fails is told as a page and not as half a file."""
    worked = table(at, session)
    asked = question(at, written, session, worked)
    hits = every(at.as_user(session), at.settings, asked.query, at.gazetteer, MOST)
    if not worked.hidden:
        hits = _with_work(at, session, hits)
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed when it is sent
    write(name, hits, file)
    file.seek(0)
    return file


def _with_work(at: Desk, session: Session, hits: Iterator[Hit]) -> Iterator[Hit]:
    client = at.as_user(session)
    while some := list(islice(hits, _AT_ONCE)):
        work = states(client, at.settings, [hit.lead.id for hit in some])
        yield from (replace(hit, work=work.get(hit.lead.id, NOTHING_SAID)) for hit in some)


def chunks(file: IO[bytes]) -> Iterator[bytes]:
    """The file in parts; it is closed after the last."""
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk
