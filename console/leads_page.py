"""A lead's own page: the text with what was found in it, its versions, its evidence, its near-duplicates."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from itertools import pairwise

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from console.desk import desk
from console.guard import signed_in
from console.marking import pieces
from console.rendering import page
from leads.one import related, the_lead
from waymark.records import Lead, Version

_LONGEST_COMPARED = 20_000  # characters: comparing takes time with the square


@dataclass(frozen=True)
class Change:
    """What one version has in place of the version before: words with "+", "-" or "" before them."""

    version: Version
    words: tuple[tuple[str, str], ...]


async def lead_page(request: Request) -> Response:
    """GET /leads/{id}."""
    at, session = desk(request), signed_in(request)
    client, identity = at.as_user(session), request.path_params["id"]
    await run_in_threadpool(at.trail.note, session.user, "open", {"lead": identity})
    lead = await run_in_threadpool(the_lead, client, at.settings, identity)
    if lead is None:
        message = "there is no such lead, or you may not see it"
        return page(request, "message.html", status=HTTPStatus.NOT_FOUND, message=message)
    return page(
        request,
        "lead.html",
        lead=lead,
        pieces=pieces(lead.text, lead.extraction),
        changes=tuple(_changes(lead)),
        related=await run_in_threadpool(related, client, at.settings, lead),
    )


def _changes(lead: Lead) -> Iterator[Change]:
    """The versions, newest first, each against the one before it."""
    for before, version in reversed(list(pairwise(lead.versions))):
        yield Change(version, tuple(_difference(before.text[:_LONGEST_COMPARED], version.text[:_LONGEST_COMPARED])))


def _difference(old: str, new: str) -> Iterator[tuple[str, str]]:
    one, other = old.split(), new.split()
    for what, start, end, begin, stop in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if what == "equal":
            yield "", " ".join(one[start:end])
            continue
        if end > start:
            yield "-", " ".join(one[start:end])
        if stop > begin:
            yield "+", " ".join(other[begin:stop])
