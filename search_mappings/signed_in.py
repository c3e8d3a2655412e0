"""Ends sessions of the console from outside.

A key made at sign-in keeps what its user might do at that moment: Elasticsearch asks neither whether the user is still
there nor what roles they have now. So who removes a user, or withdraws a role, ends their keys too.
"""

from __future__ import annotations

from elasticsearch import ApiError, Elasticsearch

from waymark.errors import ConfigurationError

APPLICATION = "waymark-console"  #: stands in the metadata of the console's keys


def end(client: Elasticsearch, user: str | None) -> dict[str, int]:
    """Ends all keys that the console made for `user`, None: for anybody; how many of whom.

    Raises ConfigurationError where Elasticsearch does not let this client do so (`manage_api_key`)."""
    try:
        known = client.security.get_api_key(username=user, active_only=True)["api_keys"]
        ours = [key for key in known if (key.get("metadata") or {}).get("application") == APPLICATION]
        if ours:
            client.security.invalidate_api_key(ids=[key["id"] for key in ours])
    except ApiError as error:
        raise ConfigurationError(f"Elasticsearch refused to end sessions of the console: {error}") from error
    ended: dict[str, int] = {}
    for key in ours:
        ended[key["username"]] = ended.get(key["username"], 0) + 1
    return ended
