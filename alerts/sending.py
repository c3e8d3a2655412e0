"""Sends the deliveries that are due, each by one process at a time, and writes down what became of them.

Before each the owner's permissions are asked for again. A delivery that was sent by a process that then broke off is
sent again under the same id, by which every channel's receiver knows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from elasticsearch import ConflictError, Elasticsearch

from alerts.notice import Channel, Notice, Outcome
from alerts.readable import Readable, readable
from search_mappings.alerts import index_of
from waymark.cluster import failures_in_one_line
from waymark.errors import WaymarkError
from waymark.settings import Settings

Deliver = Callable[[Channel, Notice], Outcome]

_AT_ONCE = 200
_LEASE = timedelta(minutes=5)  # after which whoever was sending is taken for gone
_FIRST_DELAY, _LONGEST_DELAY = 30.0, 6 * 3600.0  # seconds
MOST_ATTEMPTS = 12
#: Nothing waits longer than this; what seems to, waits because of a clock that was wrong.
_NEVER = timedelta(days=2)


@dataclass
class Sent:
    """What became of the deliveries that were due."""

    delivered: int = 0
    retry: int = 0
    dead: int = 0
    troubles: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Post:
    """All that sending needs."""

    client: Elasticsearch
    settings: Settings
    deliver: Deliver
    languages: Mapping[str, str]  #: by query
    links: Mapping[str, str]  #: into the console, by query
    secured: bool
    clock: Callable[[], datetime]


def send_due(post: Post, until: datetime | None = None) -> Sent:
    """Sends all that is due; `until`: when to stop, whatever is left. Raises ServiceError; then do it again."""
    sent = Sent()
    with failures_in_one_line(post.settings):
        tried: set[str] = set()
        while batch := [hit for hit in _due(post) if hit["_id"] not in tried]:
            for hit in batch:
                tried.add(hit["_id"])
                if until is not None and post.clock() >= until:
                    return sent
                _send(post, hit, sent)
            post.client.indices.refresh(index=index_of(post.settings, "deliveries"))
    return sent


def _due(post: Post) -> Sequence[dict[str, Any]]:
    answer = post.client.search(
        index=index_of(post.settings, "deliveries"),
        query={"bool": {"should": list(_waiting(post.clock())), "minimum_should_match": 1}},
        sort=[{"due_at": "asc"}],
        size=_AT_ONCE,
        seq_no_primary_term=True,
    )
    found: list[dict[str, Any]] = answer["hits"]["hits"]
    return found


def _waiting(now: datetime) -> Iterator[dict[str, Any]]:
    """What is due. What would be due later than anything ever is was put down by a clock that was wrong."""
    yield {"term": {"state": "pending"}}
    for state, longest in (("sending", _LEASE), ("retry", _NEVER)):
        for bound in ({"lte": now.isoformat()}, {"gt": (now + longest).isoformat()}):
            yield {"bool": {"filter": [{"term": {"state": state}}, {"range": {"due_at": bound}}]}}


def _send(post: Post, hit: Mapping[str, Any], sent: Sent) -> None:
    fields, now = dict(hit["_source"]), post.clock()
    attempts = fields["attempts"] + 1
    claim = {"state": "sending", "attempts": attempts, "due_at": (now + _LEASE).isoformat()}
    claimed = _write(post, hit["_id"], fields | claim, hit)
    if claimed is None:
        return  # another process sends it
    known = _readable(post, fields)
    outcome = _delivered(post, hit["_id"], fields, known)
    result = _result(outcome, attempts, fields, post.clock())
    _write(post, hit["_id"], fields | {"attempts": attempts, "count": len(known.leads)} | result, claimed)
    setattr(sent, result["state"], getattr(sent, result["state"]) + 1)
    if result["state"] != "delivered":
        sent.troubles.append(f"{fields['alert']} ({fields['kind']}): {outcome.detail}")


def _readable(post: Post, fields: Mapping[str, Any]) -> Readable:
    if fields["about"] != "hits":
        return Readable()
    summary = fields["channel"]["level"] == "summary"
    return readable(
        post.client, post.settings, fields["owner"], fields["leads"], secured=post.secured, summaries=summary
    )


def _delivered(post: Post, identity: str, fields: Mapping[str, Any], known: Readable) -> Outcome:
    if fields["about"] == "hits" and not known.leads:
        return Outcome(status="failed", detail=known.why or "the leads are no longer there")
    channel = Channel.model_validate(fields["channel"])
    notice = Notice(
        delivery_id=identity,
        alert_id=fields["query"],
        alert=fields["alert"],
        owner=fields["owner"],
        language=post.languages.get(fields["query"], "en"),
        count=len(known.leads),
        leads=known.leads,
        link=post.links.get(fields["query"], post.settings.console_address),
        made_at=datetime.fromisoformat(fields["made_at"]),
        message=fields.get("message", ""),
    )
    try:
        return post.deliver(channel, notice)
    except WaymarkError as error:
        return Outcome(status="retry", detail=str(error))


def _result(outcome: Outcome, attempts: int, fields: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    if outcome.status == "delivered":
        captured = fields.get("captured_at")
        lag = (now - datetime.fromisoformat(captured)).total_seconds() if captured else None
        return {"state": "delivered", "delivered_at": now.isoformat(), "detail": outcome.detail, "lag_s": lag}
    if outcome.status == "failed" or attempts >= MOST_ATTEMPTS:
        return {"state": "dead", "detail": outcome.detail}
    delay = max(min(_FIRST_DELAY * 2 ** (attempts - 1), _LONGEST_DELAY), outcome.retry_after_s or 0)
    due = now + min(timedelta(seconds=delay), _NEVER / 2)
    return {"state": "retry", "detail": outcome.detail, "due_at": due.isoformat()}


def _write(post: Post, identity: str, fields: dict[str, Any], seen: Mapping[str, Any]) -> dict[str, Any] | None:
    """Writes a delivery as it now is, if it is still as it was seen; None where it is not."""
    try:
        answer = post.client.index(
            index=index_of(post.settings, "deliveries"),
            id=identity,
            document=fields,
            if_seq_no=seen["_seq_no"],
            if_primary_term=seen["_primary_term"],
        )
    except ConflictError:
        return None
    return dict(answer)
