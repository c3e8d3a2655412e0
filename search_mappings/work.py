"""The index of what people say about leads, and the pipeline that puts down who says it and when.

Analysts may only add to it (role `create_doc`). Who speaks is taken from Elasticsearch's own sign-in, by an ingest
pipeline that nobody who writes can leave out: not even with one's own password can one speak in another's name.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from elasticsearch import ApiError, BadRequestError, Elasticsearch

from waymark.errors import ConfigurationError
from waymark.settings import Settings

_FILE = Path(__file__).with_name("templates") / "work.json"
_PROCESSORS: list[dict[str, Any]] = [
    {"set_security_user": {"field": "by", "properties": ["username"]}},
    {"script": {"source": "ctx.by = ctx.by.username; ctx.at = metadata().now.toString();"}},
]


def ensure(client: Elasticsearch, settings: Settings) -> None:
    """Puts pipeline and template, and makes the index; again changes nothing. Raises ConfigurationError."""
    prefix = settings.index_prefix
    try:
        template = json.loads(_FILE.read_text("utf-8").replace("{prefix}", prefix))
        client.ingest.put_pipeline(
            id=f"{prefix}waymark-work", description="Who says something, and when", processors=_PROCESSORS
        )
        client.indices.put_index_template(
            name=f"{prefix}waymark-work",
            index_patterns=template["index_patterns"],
            priority=template["priority"],
            template=template["template"],
            meta=template["_meta"],
        )
        if not client.indices.exists_alias(name=settings.work_index):
            _create(client, settings)
    except ApiError as error:
        raise ConfigurationError(f"Elasticsearch refused the index of work on leads: {error}") from error


def _create(client: Elasticsearch, settings: Settings) -> None:
    aliases = {settings.work_index: {"is_write_index": True}}
    try:
        client.indices.create(index=f"{settings.work_index}-000001", aliases=aliases)
    except BadRequestError as error:
        if error.error != "resource_already_exists_exception":  # made by another at the same time
            raise
