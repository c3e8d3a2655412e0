"""The indices of saved queries: the queries, how each fares, the ledger of hits, what was missed, the deliveries.

Who saves a query is taken from Elasticsearch's own sign-in, by an ingest pipeline that nobody who writes can leave out.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from elasticsearch import ApiError, Elasticsearch

from search_mappings.standing import create
from waymark.errors import ConfigurationError
from waymark.settings import Settings

Part = Literal["queries", "standings", "ledger", "missed", "deliveries"]
_FILE = Path(__file__).with_name("templates") / "alerts.json"
_INDEX: dict[str, Any] = {"number_of_shards": 1, "auto_expand_replicas": "0-1"}
#: Who reads the ledger refreshes it; in between thousands of small documents make a few segments, not many.
_OF_PART: dict[Part, dict[str, Any]] = {"ledger": {"refresh_interval": "30s"}}
_PROCESSORS: list[dict[str, Any]] = [
    # Elasticsearch only adds to what is there already: a writer could bring roles along that nobody gave them.
    {"remove": {"field": "who", "ignore_missing": True}},
    # Without security nobody is signed in, and nobody is put down.
    {"set_security_user": {"field": "who", "properties": ["username", "roles", "realm"], "ignore_failure": True}},
    # An API key has no roles of its own; of one that `elastic` has made it is known that its maker may do anything.
    {
        "script": {
            "source": "def who = ctx.remove('who'); ctx.by = who?.username;"
            "boolean elastic = who?.username == 'elastic' && who?.realm?.name == 'reserved';"
            "ctx.by_roles = who?.roles != null ? who.roles : elastic ? ['superuser'] : null;"
            "ctx.at = metadata().now.toString();"
        }
    },
]


def index_of(settings: Settings, part: Part) -> str:
    """The name of the index that holds this part."""
    return f"{settings.index_prefix}alerts" + ("" if part == "queries" else f"-{part}")


@lru_cache(maxsize=1)
def _mappings() -> dict[Part, dict[str, Any]]:
    mappings: dict[Part, dict[str, Any]] = json.loads(_FILE.read_text("utf-8"))
    return mappings


def exist(client: Elasticsearch, settings: Settings) -> bool:
    """Whether queries were ever saved here."""
    return bool(client.indices.exists(index=index_of(settings, "queries")))


def ensure(client: Elasticsearch, settings: Settings) -> None:
    """Makes what is missing; again changes nothing. Raises ConfigurationError."""
    pipeline = f"{settings.index_prefix}waymark-alerts"
    try:
        client.ingest.put_pipeline(id=pipeline, description="Who saves a query, and when", processors=_PROCESSORS)
        # The queries come last: where they are, the others are.
        for part, mapping in reversed(_mappings().items()):
            index = {**_INDEX, **_OF_PART.get(part, {}), **({"final_pipeline": pipeline} if part == "queries" else {})}
            if not client.indices.exists(index=index_of(settings, part)):
                create(client, index_of(settings, part), mappings=mapping, settings={"index": index})
    except ApiError as error:
        raise ConfigurationError(f"Elasticsearch refused the indices of saved queries: {error}") from error
