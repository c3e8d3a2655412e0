"""The index of what saved queries told their readers in the console.

No person's role reaches it: the console reads it for the user who is signed in (docs/decisions/channels.md).
"""

from __future__ import annotations

import json
from pathlib import Path

from elasticsearch import ApiError, BadRequestError, Elasticsearch

from waymark.errors import ConfigurationError
from waymark.settings import Settings

_FILE = Path(__file__).with_name("templates") / "inbox.json"


def ensure(client: Elasticsearch, settings: Settings) -> None:
    """Puts the template, and makes the index behind its alias; again changes nothing. Raises ConfigurationError."""
    prefix = settings.index_prefix
    template = json.loads(_FILE.read_text("utf-8").replace("{prefix}", prefix))
    try:
        client.indices.put_index_template(
            name=f"{prefix}waymark-inbox",
            index_patterns=template["index_patterns"],
            priority=template["priority"],
            template=template["template"],
            meta=template["_meta"],
        )
        if not client.indices.exists_alias(name=settings.inbox_index):
            _create(client, settings)
    except ApiError as error:
        raise ConfigurationError(
            f"Elasticsearch refused the index of the inbox ({error}): run `waymark security apply`"
        ) from error


def _create(client: Elasticsearch, settings: Settings) -> None:
    aliases = {settings.inbox_index: {"is_write_index": True}}
    try:
        client.indices.create(index=f"{settings.inbox_index}-000001", aliases=aliases)
    except BadRequestError as error:
        if error.error != "resource_already_exists_exception":  # made by another at the same time
            raise
