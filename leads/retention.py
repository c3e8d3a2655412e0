"""What is past its retention, in the index and in the archive.

Each source says after how many days what was read of it must go; they count from the day it was taken in. A lead goes
when all its wordings are past that, a file of the archive when all that stands in it is. What is past is deleted by
`leads.deletion`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import scan

from leads.clock import LONGEST_PAUSE, doubt
from leads.past_files import PastFile, past_files
from leads.search import holdings
from search_mappings.indices import current
from waymark.archive import Archive
from waymark.cluster import failures_in_one_line
from waymark.settings import Settings

_AT_ONCE = 500
_LOOKED_AT = ("source", "versions.captured_at")


@dataclass(frozen=True)
class Retention:
    """How long what came from each source is kept, as of a moment."""

    days: Mapping[str, int]
    now: datetime
    longest_pause: timedelta | None = LONGEST_PAUSE  #: in intake, with which `now` is believed; None: it is right

    def is_past(self, source: str, taken_in: datetime) -> bool:
        """Whether what was taken in then must go; never where nothing is said about the source."""
        return source in self.days and taken_in < self.now - timedelta(days=self.days[source])


@dataclass(frozen=True)
class PastLead:
    """A lead that must go, in the state in which it was looked at."""

    id: str
    source: str
    state: tuple[int, int]  #: sequence number and primary term


@dataclass(frozen=True)
class Past:
    """All that is past its retention, and what nothing is said about."""

    retention: Retention
    leads: tuple[PastLead, ...]
    files: tuple[PastFile, ...]  #: in the order in which they are deleted
    without_rule: Mapping[str, int]  #: leads by source
    unreadable: tuple[str, ...] = ()  #: files of the archive of which nothing can be said, each with the reason
    doubt: str | None = None  #: why the moment is hardly right as of which this is past: it is not deleted then

    @property
    def by_source(self) -> Mapping[str, int]:
        """How many leads of each source must go."""
        return Counter(lead.source for lead in self.leads)


def find(client: Elasticsearch, settings: Settings, archive: Archive, retention: Retention) -> Past:
    """What is past its retention now; nothing is changed.

    Raises ServiceError when Elasticsearch does not answer. A file of the archive that cannot be read is named.
    """
    with failures_in_one_line(settings):
        there = current(client, settings)
        leads = tuple(_past_leads(client, settings, retention)) if there else ()
    sources = holdings(client, settings).sources
    files = past_files(archive, retention.days, retention.is_past)
    pause = retention.longest_pause
    return Past(
        retention=retention,
        leads=leads,
        files=files.past,
        unreadable=files.unreadable,
        without_rule={source: count for source, count in sources.items() if source not in retention.days},
        doubt=None if pause is None or not (leads or files.past) else doubt(retention.now, files.days, pause),
    )


def _past_leads(client: Elasticsearch, settings: Settings, retention: Retention) -> Iterator[PastLead]:
    for source, days in sorted(retention.days.items()):
        before = (retention.now - timedelta(days=days)).isoformat()
        query = {
            # Nothing is last seen after it was taken in, so these are all and perhaps some more.
            "query": {"bool": {"filter": [{"term": {"source": source}}, {"range": {"last_seen": {"lt": before}}}]}},
            "_source": list(_LOOKED_AT),
            "seq_no_primary_term": True,
        }
        for hit in scan(client, index=settings.read_alias, query=query, size=_AT_ONCE):
            if lead := _if_past(hit, retention):
                yield lead


def look_again(
    client: Elasticsearch, settings: Settings, retention: Retention, ids: Sequence[str]
) -> dict[str, PastLead | None]:
    """Leads as they are at this moment, by id: None for one that is not past; one that is gone is left out.

    Raises ServiceError when Elasticsearch does not answer.
    """
    found: dict[str, PastLead | None] = {}
    for start in range(0, len(ids), _AT_ONCE):
        part = ids[start : start + _AT_ONCE]
        with failures_in_one_line(settings):
            docs = client.mget(index=settings.read_alias, ids=part, source_includes=list(_LOOKED_AT))["docs"]
        found |= {doc["_id"]: _if_past(doc, retention) for doc in docs if doc.get("found")}
    return found


def _if_past(hit: Mapping[str, Any], retention: Retention) -> PastLead | None:
    """The lead, when all its wordings are past the retention of its source."""
    source = hit["_source"]["source"]
    taken_in = (datetime.fromisoformat(version["captured_at"]) for version in hit["_source"]["versions"])
    if not all(retention.is_past(source, moment) for moment in taken_in):
        return None
    return PastLead(hit["_id"], source, (hit["_seq_no"], hit["_primary_term"]))
