"""What operators must hear of: leads that saved queries should have been asked about by now, and deliveries overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from elasticsearch import Elasticsearch

from search_mappings.alerts import exist, index_of
from waymark.cluster import failures_in_one_line
from waymark.settings import Settings

#: What is older is late: a batch is asked about as soon as it can be found, and what failed is tried every few minutes.
LATE = timedelta(minutes=15)


@dataclass(frozen=True)
class Lateness:
    """How much is late."""

    leads: int = 0  #: that carry a mark still
    deliveries: int = 0  #: that were due

    def told(self) -> str | None:
        """In a line; None where nothing is late."""
        parts = [
            f"{number} {words}"
            for number, words in (
                (self.leads, "leads that saved queries were not asked about"),
                (self.deliveries, "deliveries that were due and are not sent"),
            )
            if number
        ]
        return " and ".join(parts) or None


def lateness(client: Elasticsearch, settings: Settings, now: datetime, after: timedelta = LATE) -> Lateness:
    """What is late by more than `after`. Raises ServiceError when Elasticsearch does not answer."""
    before = {"lt": (now - after).isoformat()}
    marked: list[dict[str, Any]] = [{"exists": {"field": "news.due"}}, {"range": {"indexed_at": before}}]
    waiting: dict[str, Any] = {"terms": {"state": ["pending", "sending", "retry"]}}
    with failures_in_one_line(settings):
        if not exist(client, settings):
            return Lateness()
        return Lateness(
            leads=_count(client, settings.read_alias, marked),
            deliveries=_count(client, index_of(settings, "deliveries"), [waiting, {"range": {"due_at": before}}]),
        )


def _count(client: Elasticsearch, index: str, clauses: list[dict[str, Any]]) -> int:
    answer = client.options(ignore_status=404).count(index=index, query={"bool": {"filter": clauses}})
    return int(answer.get("count", 0))
