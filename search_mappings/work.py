"""The index of what people say about leads, and the pipeline that puts down who says it and when.

Analysts may only add to it (role `create_doc`). Who speaks is taken from Elasticsearch's own sign-in, by an ingest
pipeline that nobody who writes can leave out: not even with one's own password can one speak in another's name.
"""

from __future__ import annotations

from typing import Any

from elasticsearch import ApiError, Elasticsearch

from search_mappings.standing import put
from waymark.errors import ConfigurationError
from waymark.settings import Settings

_PROCESSORS: list[dict[str, Any]] = [
    {"set_security_user": {"field": "by", "properties": ["username"]}},
    {"script": {"source": "ctx.by = ctx.by.username; ctx.at = metadata().now.toString();"}},
]


def ensure(client: Elasticsearch, settings: Settings) -> None:
    """Puts pipeline and template, and makes the index; again changes nothing. Raises ConfigurationError."""
    prefix = settings.index_prefix
    try:
        client.ingest.put_pipeline(
            id=f"{prefix}waymark-work", description="Who says something, and when", processors=_PROCESSORS
        )
        put(client, prefix, "work", settings.work_index)
    except ApiError as error:
        raise ConfigurationError(f"Elasticsearch refused the index of work on leads: {error}") from error
