"""Sends the deliveries that are due, each by one process at a time, and writes down what became of them.

Before each the owner's permissions are asked for again, and what became of its query meanwhile: paused, it waits;
removed, nothing is told any more; given to another, it is theirs (`alerts.addressing`). A delivery that was sent by a
process that then broke off is sent again under the same id, by which every channel's receiver knows it. What goes to
inboxes is written in one request for many; other receivers are served several at a time, so that one that is slow does
not hold up the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from alerts.addressing import Addressed, Unsent, addressed
from alerts.correcting import corrected
from alerts.notice import Notice, Outcome
from alerts.parts import in_parts
from alerts.post_office import DeliverAll, PostOffice
from alerts.query import SavedQuery
from alerts.readable import Readable, readable
from search_mappings.alerts import index_of
from waymark.cluster import failures_in_one_line
from waymark.errors import ServiceError, WaymarkError
from waymark.settings import Settings

_AT_ONCE = 500  # deliveries that are looked up; those to inboxes are sent together
_CLAIMED = 50  # others that one process sends before it looks further
_SIDE_BY_SIDE = 8  # receivers that are served at the same time
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
    lags: list[float] = field(default_factory=list)  #: seconds from capture to telling, of those that were delivered
    troubles: list[str] = field(default_factory=list)

    def add(self, more: Sent) -> None:
        self.delivered += more.delivered
        self.retry += more.retry
        self.dead += more.dead
        self.lags += more.lags
        self.troubles += more.troubles


@dataclass(frozen=True)
class Post:
    """All that sending needs."""

    client: Elasticsearch
    settings: Settings
    office: PostOffice
    queries: Callable[[], Mapping[str, SavedQuery]]  #: as they are at the moment it is called, by id
    secured: bool
    clock: Callable[[], datetime]


@dataclass(frozen=True)
class _Claimed:
    """A delivery that no other process sends, and what may be told of it."""

    hit: Mapping[str, Any]
    to: Addressed
    known: Readable

    @property
    def fields(self) -> dict[str, Any]:
        return self.hit["_source"]  # type: ignore[no-any-return]


def send_due(post: Post, until: datetime | None = None) -> Sent:
    """Sends all that is due; `until`: when to stop, whatever is left. Raises ServiceError; then do it again."""
    sent = Sent()
    with failures_in_one_line(post.settings):
        tried: set[str] = set()
        while batch := [hit for hit in _due(post) if hit["_id"] not in tried]:
            tried |= {hit["_id"] for hit in batch}
            for part in _parts(post, batch):
                if until is not None and post.clock() >= until:
                    return sent
                _send(post, part, sent, until)
            post.client.indices.refresh(index=index_of(post.settings, "deliveries"))
    return sent


def _parts(post: Post, batch: Sequence[dict[str, Any]]) -> Iterator[Sequence[dict[str, Any]]]:
    """What is sent together: that for inboxes first, it is quick."""
    inboxes = [hit for hit in batch if post.office.inboxes and hit["_source"]["kind"] == "inbox"]
    if inboxes:
        yield inboxes
    together = {hit["_id"] for hit in inboxes}
    yield from in_parts((hit for hit in batch if hit["_id"] not in together), _CLAIMED)


def _due(post: Post) -> Sequence[dict[str, Any]]:
    answer = post.client.search(
        index=index_of(post.settings, "deliveries"),
        query={"bool": {"should": list(_waiting(post)), "minimum_should_match": 1}},
        sort=[{"due_at": "asc"}],
        size=_AT_ONCE,
        seq_no_primary_term=True,
    )
    found: list[dict[str, Any]] = answer["hits"]["hits"]
    return found


def _waiting(post: Post) -> Iterator[dict[str, Any]]:
    """What is due. What would be due later than anything ever is was put down by a clock that was wrong."""
    now, paused = post.clock(), [one.id for one in post.queries().values() if one.paused]
    yield {"term": {"state": "pending"}}
    yield {"bool": {"filter": [{"term": {"state": "held"}}], "must_not": [{"terms": {"query": paused}}]}}
    for state, longest in (("sending", _LEASE), ("retry", _NEVER)):
        for bound in ({"lte": now.isoformat()}, {"gt": (now + longest).isoformat()}):
            yield {"bool": {"filter": [{"term": {"state": state}}, {"range": {"due_at": bound}}]}}


def _send(post: Post, hits: Sequence[Mapping[str, Any]], sent: Sent, until: datetime | None) -> None:
    """Sends those that no other process sends; gives back what there is no time for."""
    start = post.clock()
    due = (start + _LEASE).isoformat()
    end = start + _LEASE / 2 if until is None else min(until, start + _LEASE / 2)
    queries = post.queries()
    hits = list(corrected(post.client, post.settings, hits, queries))
    fates = {hit["_id"]: addressed(hit, queries.get(hit["_source"]["query"])) for hit in hits}
    _write(post, [(hit, vars(fate)) for hit in hits if isinstance(fate := fates[hit["_id"]], Unsent)])
    going = {one: fate for one, fate in fates.items() if isinstance(fate, Addressed)}
    claims = [
        (
            hit,
            {
                "state": "sending",
                "attempts": hit["_source"]["attempts"] + 1,
                "due_at": due,
                "owner": going[hit["_id"]].query.owner,
                "channel": hit["_source"]["channel"],
            },
        )
        for hit in hits
        if hit["_id"] in going
    ]
    claimed = list(_with_readable(post, _write(post, claims), going))
    results = []
    for one, outcome in zip(claimed, _outcomes(post, claimed, end), strict=True):
        fields = one.fields
        if outcome is None:
            results.append((one.hit, {"state": "pending", "attempts": fields["attempts"] - 1}))
            continue
        result = _result(outcome, fields["attempts"], fields, post.clock())
        results.append((one.hit, {"count": len(one.known.leads), **result}))
        _note(sent, fields, outcome, result)
    _write(post, results)


def _note(sent: Sent, fields: Mapping[str, Any], outcome: Outcome, result: Mapping[str, Any]) -> None:
    setattr(sent, result["state"], getattr(sent, result["state"]) + 1)
    if result.get("lag_s") is not None:
        sent.lags.append(result["lag_s"])
    if result["state"] != "delivered":
        # Into logs: the query's name is its owner's own words, and that of a followed number is the number.
        sent.troubles.append(f"{fields['query']} of {fields['owner']} ({fields['kind']}): {outcome.detail}")


def _with_readable(
    post: Post, claimed: Sequence[Mapping[str, Any]], going: Mapping[str, Addressed]
) -> Iterator[_Claimed]:
    """Each with where it goes, and what its owner may read now of what they are to be told."""
    leads: dict[str, set[str]] = defaultdict(set)
    for hit in claimed:
        leads[hit["_source"]["owner"]] |= {lead for lead, _ in hit["_source"].get("leads", ())}
    texts = any(going[hit["_id"]].channel.level == "summary" for hit in claimed)
    known = {
        owner: readable(post.client, post.settings, owner, sorted(ids), secured=post.secured, texts=texts)
        for owner, ids in leads.items()
    }
    for hit in claimed:
        to, may = going[hit["_id"]], known[hit["_source"]["owner"]]
        yield _Claimed(hit, to, replace(may, leads=tuple(may.of(hit["_source"].get("leads", ()), to.channel.level))))


def _outcomes(post: Post, claimed: Sequence[_Claimed], end: datetime) -> Sequence[Outcome | None]:
    """What became of each; None where there was no time for it."""
    if post.office.inboxes and all(one.fields["kind"] == "inbox" for one in claimed):
        return _in_inboxes(post, post.office.inboxes, claimed)

    def in_time(one: _Claimed) -> Outcome | None:
        return None if post.clock() >= end or not _still(post, one) else _delivered(post, one)

    if len(claimed) < 2:
        return [in_time(one) for one in claimed]
    with ThreadPoolExecutor(min(_SIDE_BY_SIDE, len(claimed))) as pool:
        return list(pool.map(in_time, claimed))


def _still(post: Post, one: _Claimed) -> bool:
    """Whether it is still to go there: its query may have been changed while others were sent."""
    try:
        now = addressed(one.hit, post.queries().get(one.fields["query"]))
    except WaymarkError:
        return False
    return isinstance(now, Addressed) and now.same(one.to)


def _in_inboxes(post: Post, put: DeliverAll, claimed: Sequence[_Claimed]) -> Sequence[Outcome]:
    outcomes = {at: refused for at, one in enumerate(claimed) if (refused := _refused(one))}
    left = [at for at in range(len(claimed)) if at not in outcomes]
    try:
        told = put([(claimed[at].to.channel, _notice(post, claimed[at])) for at in left])
    except Exception as error:  # noqa: BLE001 - as for one
        told = [Outcome(status="retry", detail=f"the channel broke: {type(error).__name__}")] * len(left)
    outcomes |= dict(zip(left, told, strict=True))
    return [outcomes[at] for at in range(len(claimed))]


def _refused(one: _Claimed) -> Outcome | None:
    """Why there is nothing to tell, if so."""
    if one.fields["about"] == "hits" and not one.known.leads:
        return Outcome(status="failed", detail=one.known.why or "the leads are no longer there")
    return None


def _delivered(post: Post, one: _Claimed) -> Outcome:
    try:
        return _refused(one) or post.office.deliver(one.to.channel, _notice(post, one))
    except WaymarkError as error:
        return Outcome(status="retry", detail=str(error))
    except Exception as error:  # noqa: BLE001 - one channel that breaks must not keep the others waiting
        return Outcome(status="retry", detail=f"the channel broke: {type(error).__name__}")


def _notice(post: Post, one: _Claimed) -> Notice:
    fields, query = one.fields, one.to.query
    return Notice(
        delivery_id=one.to.id,
        alert_id=fields["query"],
        alert=fields["alert"],
        owner=query.owner,
        language=query.language,
        count=len(one.known.leads),
        leads=one.known.leads,
        link=f"{post.settings.console_address}/alerts/{query.id}/search",
        made_at=datetime.fromisoformat(fields["made_at"]),
        message=fields.get("message", ""),
    )


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
    """Changes fields of deliveries where they are still as they were seen; returns those it has written."""
    actions = (
        {
            "_op_type": "update",
            "_index": index_of(post.settings, "deliveries"),
            "_id": hit["_id"],
            "if_seq_no": hit["_seq_no"],
            "if_primary_term": hit["_primary_term"],
            "doc": fields,
        }
        for hit, fields in fresh
    )
    written = []
    results = streaming_bulk(post.client, actions, raise_on_error=False)
    for (hit, fields), (ok, result) in zip(fresh, results, strict=True):
        answer = next(iter(result.values()))
        if ok:
            written.append({**answer, "_source": hit["_source"] | fields})
        elif answer["status"] not in (HTTPStatus.CONFLICT, HTTPStatus.NOT_FOUND):
            raise ServiceError(f"a delivery cannot be written: {answer.get('error')}")
    return written
