"""Sends the deliveries that are due, each by one process at a time, and writes down what became of them.

Before each the owner's permissions are asked for again. A delivery that was sent by a process that then broke off is
sent again under the same id, by which every channel's receiver knows it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from alerts.notice import Channel, Notice, Outcome
from alerts.readable import Readable, readable
from search_mappings.alerts import index_of
from waymark.cluster import failures_in_one_line
from waymark.errors import ServiceError, WaymarkError
from waymark.settings import Settings

Deliver = Callable[[Channel, Notice], Outcome]

_AT_ONCE = 1000
_CLAIMED = 50  # deliveries that one process sends before it looks at others
_LEASE = timedelta(minutes=10)  # after which whoever was sending is taken for gone
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
            tried |= {hit["_id"] for hit in batch}
            for start in range(0, len(batch), _CLAIMED):
                if until is not None and post.clock() >= until:
                    return sent
                _send(post, batch[start : start + _CLAIMED], sent, until)
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


def _send(post: Post, hits: Sequence[Mapping[str, Any]], sent: Sent, until: datetime | None) -> None:
    """Sends those that no other process sends; gives back what there is no time for."""
    start = post.clock()
    due = (start + _LEASE).isoformat()
    end = start + _LEASE / 2 if until is None else min(until, start + _LEASE / 2)
    claims = [
        (hit, hit["_source"] | {"state": "sending", "attempts": hit["_source"]["attempts"] + 1, "due_at": due})
        for hit in hits
    ]
    claimed = _write(post, claims)
    known = _readable(post, [hit["_source"] for hit in claimed])
    results = []
    for hit in claimed:
        fields = hit["_source"]
        if post.clock() >= end:
            results.append((hit, fields | {"state": "pending", "attempts": fields["attempts"] - 1}))
            continue
        may = known[fields["owner"]]
        mine = replace(may, leads=tuple(may.of(fields.get("leads", ()), fields["channel"]["level"])))
        outcome = _delivered(post, hit["_id"], fields, mine)
        result = _result(outcome, fields["attempts"], fields, post.clock())
        results.append((hit, fields | {"count": len(mine.leads)} | result))
        setattr(sent, result["state"], getattr(sent, result["state"]) + 1)
        if result["state"] != "delivered":
            sent.troubles.append(f"{fields['alert']} ({fields['kind']}): {outcome.detail}")
    _write(post, results)


def _readable(post: Post, deliveries: Sequence[Mapping[str, Any]]) -> dict[str, Readable]:
    """What each owner may read now of what they are to be told."""
    leads: dict[str, set[str]] = defaultdict(set)
    for fields in deliveries:
        leads[fields["owner"]] |= {lead for lead, _ in fields.get("leads", ())}
    texts = any(fields["channel"]["level"] == "summary" for fields in deliveries)
    return {
        owner: readable(post.client, post.settings, owner, sorted(ids), secured=post.secured, texts=texts)
        for owner, ids in leads.items()
    }


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
    except Exception as error:  # noqa: BLE001 - one channel that breaks must not keep the others waiting
        return Outcome(status="retry", detail=f"the channel broke: {type(error).__name__}")


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


def _write(post: Post, fresh: Sequence[tuple[Mapping[str, Any], dict[str, Any]]]) -> list[dict[str, Any]]:
    """Writes deliveries as they now are, where they are still as they were seen; returns those it has written."""
    actions = [
        {
            "_op_type": "index",
            "_index": index_of(post.settings, "deliveries"),
            "_id": hit["_id"],
            "if_seq_no": hit["_seq_no"],
            "if_primary_term": hit["_primary_term"],
            "_source": fields,
        }
        for hit, fields in fresh
    ]
    written = []
    for (_, fields), (ok, result) in zip(
        fresh, streaming_bulk(post.client, actions, raise_on_error=False), strict=True
    ):
        answer = next(iter(result.values()))
        if ok:
            written.append({**answer, "_source": fields})
        elif answer["status"] != HTTPStatus.CONFLICT:
            raise ServiceError(f"a delivery cannot be written: {answer.get('error')}")
    return written
