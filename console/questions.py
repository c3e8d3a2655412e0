"""The box as a page gets it: read into a question, or answered with what is wrong in it and where."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from console.desk import Desk
from console.rendering import page
from console.sessions import Session
from leads import box
from leads.box_fields import Asker
from leads.work.asked import exactly
from leads.work.board import Table
from waymark.errors import UsageError


def question(at: Desk, written: str, session: Session, table: Table | None = None) -> box.Question:
    """What the box asks at this moment when this user types it; `table`: the work on leads, where it is at hand.

    Raises UnreadableQuestionError, and UsageError for a question about work that the user may not see."""
    read = box.read(written, at.gazetteer, datetime.now(UTC), Asker(session.user, session.last_visit))
    if read.query.work is None:
        return read
    known = table or at.board.table(at.as_user(session), at.settings)
    if known.hidden:
        raise UsageError("your user may not see the work on leads: ask without status, grade and starred")
    return replace(read, query=read.query.model_copy(update={"work": exactly(read.query.work, known)}))


def refused(request: Request, written: str, error: UsageError) -> Response:
    """The page that says what is wrong, with the place in the box where the error knows it."""
    wrong = None
    if isinstance(error, box.UnreadableQuestionError):
        wrong = (written[: error.start], written[error.start : error.end], written[error.end :])
    return page(request, "search.html", status=HTTPStatus.BAD_REQUEST, box=written, wrong=wrong, message=str(error))
