"""Writes leads so that it can be done twice, by two workers at once, and in the middle of a migration.

A lead is read, merged and written only if nobody has written it meanwhile (external versions: one more than was read);
whoever comes second reads and merges again. What Elasticsearch rejects is handed back with the reason, the rest goes
on; a cluster that is busy, blocked or away is waited for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from elasticsearch import Elasticsearch

from leads import news
from leads.bulk import Refusal, send
from leads.fields import kept_of, to_fields, to_lead
from leads.identity import lead_id
from leads.merge import Outcome, Sighting, merge
from leads.patience import Patience
from waymark.records import Lead

_AT_ONCE = 200


@dataclass
class Written:
    """What became of sightings, in their order: an outcome each, or the reason why the lead was rejected."""

    outcomes: list[Outcome | None]
    reasons: list[str | None]
    leads: dict[str, Lead] = field(default_factory=dict)  #: the leads as they are now, by id
    left: set[str] = field(default_factory=set)  #: clusters that a lead left because it got another text


@dataclass(frozen=True)
class _Stored:
    """A lead as it stands in the index; version 0 is one that does not exist yet."""

    lead: Lead | None
    version: int
    kept: Mapping[str, Any] = field(default_factory=dict)  #: of its index document


@dataclass(frozen=True)
class _Plan:
    """What one lead becomes through its sightings."""

    stored: _Stored
    lead: Lead
    outcomes: tuple[Outcome, ...]

    @property
    def reworded(self) -> bool:
        return self.stored.lead is not None and self.stored.lead.text != self.lead.text


def write(
    client: Elasticsearch,
    alias: str,
    sightings: Sequence[Sighting],
    patience: Patience,
    marking: news.Marking = news.UNMARKED,
) -> Written:
    """Puts the sightings into their leads behind `alias`; `marking`: how leads with news are marked for saved queries.

    Raises ServiceError when the cluster does not take them within the patience; doing it again finishes the work.
    """
    written = Written([None] * len(sightings), [None] * len(sightings))
    waiting: dict[str, list[int]] = defaultdict(list)
    for number, sighting in enumerate(sightings):
        waiting[lead_id(sighting.document)].append(number)
    while waiting:
        plans = _plans(client, alias, waiting, sightings, patience)
        for identity, refusal in _put(client, alias, plans, marking):
            if refusal is None or refusal.final:
                _note(written, plans[identity], waiting.pop(identity), refusal)
                patience.progress()
        if waiting:
            patience.wait("busy, blocked by a migration, or written to by others")
    return written


def _plans(
    client: Elasticsearch,
    alias: str,
    waiting: Mapping[str, Iterable[int]],
    sightings: Sequence[Sighting],
    patience: Patience,
) -> dict[str, _Plan]:
    stored = _read(client, alias, list(waiting), patience)
    plans: dict[str, _Plan] = {}
    for identity, numbers in waiting.items():
        lead, outcomes = stored[identity].lead, []
        for number in numbers:
            lead, outcome = merge(lead, sightings[number])
            outcomes.append(outcome)
        assert lead is not None  # noqa: S101 - an id is there because of a sighting
        plan = _Plan(stored[identity], lead, tuple(outcomes))
        if plan.reworded:  # near-duplicates of the old text need not be those of the new one
            plan = replace(plan, lead=lead.model_copy(update={"cluster": identity}))
        plans[identity] = plan
    return plans


def _read(client: Elasticsearch, alias: str, ids: Sequence[str], patience: Patience) -> dict[str, _Stored]:
    stored: dict[str, _Stored] = {}
    for start in range(0, len(ids), _AT_ONCE):
        part = ids[start : start + _AT_ONCE]
        docs = patience.ask(lambda part=part: client.mget(index=alias, ids=part))["docs"]  # type: ignore[misc]
        for doc in docs:
            found = doc.get("found", False)
            stored[doc["_id"]] = (
                _Stored(to_lead(doc["_source"]), doc["_version"], kept_of(doc["_source"]))
                if found
                else _Stored(None, 0)
            )
    return stored


def _put(
    client: Elasticsearch, alias: str, plans: Mapping[str, _Plan], marking: news.Marking
) -> Iterator[tuple[str, Refusal | None]]:
    """Writes what has changed; yields each lead's id with what was refused, if anything."""
    now = datetime.now(UTC)
    changed = {identity: plan for identity, plan in plans.items() if plan.lead != plan.stored.lead}
    yield from ((identity, None) for identity in plans if identity not in changed)
    yield from send(client, {identity: _action(alias, plan, now, marking) for identity, plan in changed.items()})


def _action(alias: str, plan: _Plan, now: datetime, marking: news.Marking) -> dict[str, Any]:
    kept = {**plan.stored.kept, "news": news.of(plan.lead, plan.stored.lead, plan.stored.kept.get("news"), marking)}
    return {
        "_op_type": "index",
        "_index": alias,
        "_id": plan.lead.id,
        "version": plan.stored.version + 1,
        "version_type": "external",
        "_source": to_fields(plan.lead, now, kept),
    }


def _note(written: Written, plan: _Plan, numbers: Sequence[int], refusal: Refusal | None) -> None:
    for number, outcome in zip(numbers, plan.outcomes, strict=True):
        if refusal:
            written.reasons[number] = refusal.reason
        else:
            written.outcomes[number] = outcome
    if refusal is None:
        written.leads[plan.lead.id] = plan.lead
        if plan.stored.lead and plan.reworded:
            written.left.add(plan.stored.lead.cluster)
