"""Users who work on leads in tests, each signed in with their own password at the run's real node."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from elasticsearch import Elasticsearch

from search_mappings.roles import apply
from waymark.cluster import anonymous
from waymark.settings import Settings

People = dict[str, Elasticsearch]
_PASSWORD = "an invented passphrase"  # of users that live as long as one test


@contextmanager
def people(client: Elasticsearch, settings: Settings, **roles: str) -> Iterator[dict[str, Elasticsearch]]:
    """The way to Elasticsearch of each person, by the short name of the person's role."""
    prefix = settings.index_prefix
    made = [role.name for role in apply(client, settings)]
    for name, role in roles.items():
        client.security.put_user(username=f"{prefix}{name}", password=_PASSWORD, roles=[f"{prefix}waymark-{role}"])
    nobody = anonymous(settings)
    try:
        yield {name: nobody.options(basic_auth=(f"{prefix}{name}", _PASSWORD)) for name in roles}
    finally:
        nobody.close()
        for name in roles:
            client.security.delete_user(username=f"{prefix}{name}")
        for role in made:
            client.security.delete_role(name=role)
