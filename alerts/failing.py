"""What becomes of a query that fails: it is asked less and less often, and paused in the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from elasticsearch import Elasticsearch

from alerts import store
from alerts.authority import Kept
from alerts.standing import Standing
from waymark.settings import Settings

_FIRST, _LONGEST = timedelta(minutes=1), timedelta(hours=1)  # until it is asked again
#: After so long a query is paused. What it missed is kept, and asked when somebody resumes it.
GIVEN_UP = timedelta(days=7)


def rests(kept: Kept, standing: Standing | None, now: datetime) -> bool:
    """Whether it is not to be asked now: it failed a short while ago, as it is. The longer it fails, the longer that is
    taken to be."""
    if standing is None or not _fails(kept.revision, standing) or standing.last_run is None:
        return False
    delay = min(max(_for(standing), _FIRST), _LONGEST)
    return timedelta(0) <= now - standing.last_run < delay  # a clock that was set back must not keep it waiting


def paused(
    client: Elasticsearch, settings: Settings, kept: Iterable[Kept], standings: Mapping[str, Standing], now: datetime
) -> list[Kept]:
    """The queries, of which those that have failed for too long are paused. Raises ServiceError; then do it again."""
    return [_paused(client, settings, one, standings.get(one.query.id), now) for one in kept]


def _paused(client: Elasticsearch, settings: Settings, kept: Kept, standing: Standing | None, now: datetime) -> Kept:
    if not kept.query.active(now) or standing is None or not _fails(kept.revision, standing):
        return kept
    if _for(standing) < GIVEN_UP:
        return kept
    query = store.changed(kept.query, paused=True)
    with suppress(store.ChangedMeanwhileError):  # then it is another query, and is asked again
        store.save(client, settings, query, kept.revision)
        return replace(kept, query=query, revision=kept.revision + 1)
    return kept


def given_up(kept: Kept, standing: Standing | None) -> bool:
    """Whether it is paused because it failed for too long, and was not changed since."""
    if standing is None or not kept.query.paused or not _fails(kept.revision - 1, standing):
        return False
    return _for(standing) >= GIVEN_UP


def _fails(revision: int, standing: Standing) -> bool:
    return standing.failing is not None and standing.revision == revision


def _for(standing: Standing) -> timedelta:
    """How long it failed when it was last asked."""
    if standing.last_run is None or standing.failing_since is None:
        return timedelta(0)
    return standing.last_run - standing.failing_since
