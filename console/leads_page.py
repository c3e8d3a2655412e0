"""A lead's own page: the text with what was found in it, its versions, its evidence, its near-duplicates."""

from __future__ import annotations

import asyncio
import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from itertools import pairwise

from elasticsearch import Elasticsearch
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from console.desk import Desk, desk
from console.graphing import box_of
from console.guard import signed_in
from console.marking import pieces
from console.rendering import page
from console.timelines import Shown, shown
from console.working import worked
from leads.links import label
from leads.one import nodes_of, related, the_lead
from leads.timeline import timeline
from waymark.records import Amount, Lead, Version

_LONGEST_COMPARED = 20_000  # characters: comparing takes time with the square
_MOST_TIMELINES = 3


@dataclass(frozen=True)
class Change:
    """What one version has in place of the version before: words with "+", "-" or "" before them, and its prices."""

    version: Version
    words: tuple[tuple[str, str], ...]
    prices_before: tuple[Amount, ...]  #: those that are not in this version any more
    prices: tuple[Amount, ...]  #: those that are new in it


async def lead_page(request: Request) -> Response:
    """GET /leads/{id}."""
    at, session = desk(request), signed_in(request)
    client, identity = at.as_user(session), request.path_params["id"]
    await run_in_threadpool(at.trail.note, session.user, "open", {"lead": identity})
    lead = await run_in_threadpool(the_lead, client, at.settings, identity)
    if lead is None:
        message = "there is no such lead, or you may not see it"
        return page(request, "message.html", status=HTTPStatus.NOT_FOUND, message=message)
    work, others, timelines = await asyncio.gather(
        run_in_threadpool(worked, client, at.settings, identity),
        run_in_threadpool(related, client, at.settings, lead),
        run_in_threadpool(_timelines, at, client, lead),
    )
    return page(
        request,
        "lead.html",
        lead=lead,
        pieces=pieces(lead.text, lead.extraction),
        changes=tuple(_changes(lead)),
        first_wording=_in_order(lead)[0],
        captured_at=_captured_at(lead),
        work=work,
        related=others,
        timelines=timelines,
        label=lambda node: label(node, at.gazetteer),
        box_of=box_of,
    )


def _timelines(at: Desk, client: Elasticsearch, lead: Lead) -> tuple[Shown, ...]:
    """Of each number that stands in other leads too."""
    numbers = [node.value for node in nodes_of(lead) if node.kind == "phone"][:_MOST_TIMELINES]
    found = [timeline(client, at.settings, number, at.gazetteer) for number in numbers]
    return tuple(shown(one, at.gazetteer) for one in found if one and one.leads > 1)


def _in_order(lead: Lead) -> list[Version]:
    """As they were seen. All wordings of an ad are dated by its publication: of those, what was seen last is newer."""
    return sorted(lead.versions, key=lambda version: (version.first_seen, version.last_seen, version.captured_at))


def _captured_at(lead: Lead) -> datetime | None:
    """When the page that is the evidence was seen."""
    seen = (one.captured_at for one in lead.versions if lead.evidence and one.evidence == lead.evidence)
    return max(seen, default=None)


def _changes(lead: Lead) -> Iterator[Change]:
    """The versions, newest first, each against the one before it."""
    for before, version in reversed(list(pairwise(_in_order(lead)))):
        yield Change(
            version,
            tuple(_difference(before.text[:_LONGEST_COMPARED], version.text[:_LONGEST_COMPARED])),
            tuple(dict.fromkeys(price for price in before.prices if price not in version.prices)),
            tuple(dict.fromkeys(price for price in version.prices if price not in before.prices)),
        )


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
