"""What the tests of saved queries share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from alert_desk import PASSWORD, Desk
from elasticsearch import Elasticsearch

from search_mappings.roles import apply
from waymark.settings import Settings


@pytest.fixture
def desk(client: Elasticsearch, cluster_settings: Settings) -> Desk:
    return Desk(client, cluster_settings)


@pytest.fixture
def users(client: Elasticsearch, cluster_settings: Settings) -> Iterator[dict[str, str]]:
    """An analyst, one of the service, and somebody without any role."""
    prefix = cluster_settings.index_prefix
    roles = [role.name for role in apply(client, cluster_settings)]
    names = {short: f"{prefix}{short}" for short in ("analyst", "service", "nobody")}
    for short, name in names.items():
        mine = [] if short == "nobody" else [f"{prefix}waymark-{short}"]
        client.security.put_user(username=name, password=PASSWORD, roles=mine)
    yield names
    for name in names.values():
        client.security.delete_user(username=name)
    for role in roles:
        client.security.delete_role(name=role)
