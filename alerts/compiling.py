"""Saved queries as clauses of Elasticsearch: each is read once for all leads of an evaluation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from elasticsearch import Elasticsearch

from alerts.access import as_owner
from alerts.query import SavedQuery
from leads import box
from leads.box_fields import Asker
from leads.query import to_elasticsearch
from leads.work.asked import exactly
from leads.work.board import Board, Table
from nlp.gazetteer import Gazetteer
from waymark.errors import ServiceError, UsageError
from waymark.settings import Settings

#: Fields whose meaning depends on when and by whom they are asked.
_PASSING = re.compile(r"(seen|last|new|status|grade|starred):", re.IGNORECASE)


@lru_cache(maxsize=20_000)
def _lasting(written: str, gazetteer: Gazetteer) -> dict[str, Any]:
    """What a box asks whenever and whoever asks it. Raises UsageError."""
    return to_elasticsearch(box.read(written, gazetteer, datetime.now(UTC)).query, gazetteer)


@dataclass(frozen=True)
class Reader:
    """Reads boxes at one moment."""

    client: Elasticsearch
    settings: Settings
    gazetteer: Gazetteer
    now: datetime
    secured: bool = True
    _tables: dict[str, Table] = field(default_factory=dict)

    def clause(self, query: SavedQuery) -> dict[str, Any]:
        """What the box of `query` asks when its owner types it. Raises UsageError saying what is wrong with it."""
        if not _PASSING.search(query.box):
            return _lasting(query.box, self.gazetteer)
        asked = box.read(query.box, self.gazetteer, self.now, Asker(query.owner)).query
        if asked.work is not None:
            table = self._table(query.owner)
            if table.hidden:
                raise UsageError("its owner may not see the work on leads: ask without status, grade and starred")
            asked = asked.model_copy(update={"work": exactly(asked.work, table)})
        return to_elasticsearch(asked, self.gazetteer)

    def _table(self, owner: str) -> Table:
        if owner not in self._tables:
            asking = as_owner(self.client, owner, secured=self.secured)
            self._tables[owner] = Board().table(asking, self.settings)
        return self._tables[owner]


@dataclass(frozen=True)
class Compiled:
    """Queries ready to be asked, and why others are not."""

    clauses: dict[str, dict[str, Any]]
    failures: dict[str, str]


def compiled(reader: Reader, queries: Iterable[SavedQuery]) -> Compiled:
    """All these queries by id."""
    done = Compiled({}, {})
    for query in queries:
        try:
            done.clauses[query.id] = reader.clause(query)
        except UsageError as error:
            done.failures[query.id] = str(error)
        except ServiceError:  # Elasticsearch is away: then nothing is known of any
            raise
        except Exception as error:  # noqa: BLE001 - one box that breaks its reading must not stop the others
            done.failures[query.id] = f"reading it broke: {type(error).__name__}"
    return done
