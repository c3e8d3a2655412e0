"""The box as a page gets it: read into a question, or answered with what is wrong in it and where."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from console.desk import Desk
from console.rendering import page
from leads import box
from waymark.errors import UsageError


def question(at: Desk, written: str) -> box.Question:
    """What the box asks at this moment. Raises UnreadableQuestionError."""
    return box.read(written, at.gazetteer, datetime.now(UTC))


def refused(request: Request, written: str, error: UsageError) -> Response:
    """The page that says what is wrong, with the place in the box where the error knows it."""
    wrong = None
    if isinstance(error, box.UnreadableQuestionError):
        wrong = (written[: error.start], written[error.start : error.end], written[error.end :])
    return page(request, "search.html", status=HTTPStatus.BAD_REQUEST, box=written, wrong=wrong, message=str(error))
