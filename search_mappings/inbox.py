"""The index of what saved queries told their readers in the console.

No person's role reaches it: the console reads it for the user who is signed in (docs/decisions/channels.md).
"""

from __future__ import annotations

from elasticsearch import ApiError, Elasticsearch

from search_mappings.standing import put
from waymark.errors import ConfigurationError
from waymark.settings import Settings


def ensure(client: Elasticsearch, settings: Settings) -> None:
    """Puts the template, and makes the index behind its alias; again changes nothing. Raises ConfigurationError."""
    try:
        put(client, settings.index_prefix, "inbox", settings.inbox_index)
    except ApiError as error:
        raise ConfigurationError(
            f"Elasticsearch refused the index of the inbox ({error}): run `waymark security apply`"
        ) from error
