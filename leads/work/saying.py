"""Says something about a lead in the name of whoever the client is signed in as, and reads what was said about one."""

from __future__ import annotations

import re
from http import HTTPStatus

from elasticsearch import ApiError, ConflictError, Elasticsearch, NotFoundError

from leads.work import grades
from leads.work.events import NO_GRADE, STARRED, STATUSES, UNSTARRED, Event, Kind, event, identity
from waymark.cluster import failures_in_one_line
from waymark.errors import ServiceError, UsageError
from waymark.settings import Settings

LONGEST_NOTE = 4000  # characters
_MOST = 1000  # events of one lead
_ONCE = re.compile(r"^[\w-]{8,64}$")


class SaidMeanwhileError(UsageError):
    """Somebody else was faster."""


def say(
    client: Elasticsearch, settings: Settings, lead: str, kind: Kind, value: str, *, user: str, after: int | str
) -> None:
    """Appends one event; it can be read when this returns.

    `after` is the number of the last event of this kind that whoever speaks has seen; of a note, a word by which it is
    known again when the same form is sent twice. Raises SaidMeanwhileError where another one has the next number,
    UsageError for a value that the kind does not have, ServiceError where Elasticsearch does not take it.
    """
    number, said, text = _next(kind, after), *_checked(kind, value)
    document = {
        "lead": lead,
        "kind": kind,
        "value": said,
        "text": text,
        "number": number if isinstance(number, int) else 0,
    }
    where = identity(lead, kind, number, user)
    with failures_in_one_line(settings):
        try:
            client.create(index=settings.work_index, id=where, document=document, refresh=True)
        except ConflictError as error:
            if kind in ("note", "star"):  # one's own form, sent twice
                return
            raise SaidMeanwhileError(
                f"somebody changed the {kind} while you looked at it: see what it is now, and say it again"
            ) from error
        except NotFoundError as error:
            raise ServiceError("there is no index of work yet: `waymark security apply` makes it") from error
        except ApiError as error:
            if error.meta.status == HTTPStatus.FORBIDDEN:
                raise UsageError("your user may not work on leads") from error
            raise


def history(client: Elasticsearch, settings: Settings, lead: str) -> tuple[Event, ...]:
    """All that was said about one lead, the newest first; nothing where the user may not see it."""
    with failures_in_one_line(settings):
        answer = client.options(ignore_status=(403, 404)).search(
            index=settings.work_index, query={"term": {"lead": lead}}, size=_MOST, sort=[{"at": "desc"}]
        )
    if "hits" not in answer:
        return ()
    return tuple(one for hit in answer["hits"]["hits"] if (one := event(hit)))


def _next(kind: Kind, after: int | str) -> int | str:
    if kind == "note":
        if not _ONCE.match(str(after)):
            raise UsageError("this is no form of the console: load the page again")
        return str(after)
    if not re.fullmatch(r"\d{1,6}", str(after)):
        raise UsageError("this is no form of the console: load the page again")
    return int(after) + 1


def _checked(kind: Kind, value: str) -> tuple[str, str]:
    """Value and text. Raises UsageError."""
    given = value.replace("\r\n", "\n").strip()
    match kind:
        case "status":
            if given not in STATUSES:
                raise UsageError(f"{value!r} is no status; there are {', '.join(STATUSES)}")
        case "grade":
            given = NO_GRADE if given in (NO_GRADE, grades.NONE) else grades.grade(given)
        case "star":
            if given not in (STARRED, UNSTARRED):
                raise UsageError(f"{value!r}: a star is {STARRED} or {UNSTARRED}")
        case "note":
            if not given:
                raise UsageError("the note is empty")
            if len(given) > LONGEST_NOTE:
                raise UsageError(f"the note has {len(given):,} characters; at most {LONGEST_NOTE:,} are kept")
            return "", given
    return given, ""
