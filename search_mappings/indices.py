"""The concrete indices of leads behind the two aliases: their names, and what state they are in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from elasticsearch import BadRequestError, Elasticsearch, NotFoundError

from waymark.errors import ConfigurationError
from waymark.settings import Settings


@dataclass(frozen=True)
class Index:
    """One concrete index: `leads-v<version>-<number>`, the number counting up from one migration to the next."""

    name: str
    version: int
    number: int


def name_of(settings: Settings, version: int, number: int) -> str:
    return f"{settings.index_prefix}leads-v{version}-{number:06}"


def existing(client: Elasticsearch, settings: Settings) -> list[Index]:
    """All concrete indices of leads, in use or left over, by number."""
    pattern = re.compile(rf"^{re.escape(settings.index_prefix)}leads-v(\d+)-(\d+)$")
    names = client.indices.get(index=f"{settings.index_prefix}leads-v*", features="settings", expand_wildcards="all")
    matches = (pattern.match(name) for name in names)
    found = [Index(match[0], int(match[1]), int(match[2])) for match in matches if match]
    return sorted(found, key=lambda index: index.number)


def current(client: Elasticsearch, settings: Settings) -> Index | None:
    """The index behind the aliases, or None where there is none yet."""
    try:
        behind = set(client.indices.get_alias(name=settings.write_alias))
    except NotFoundError:
        return None
    mine = [index for index in existing(client, settings) if index.name in behind]
    if len(mine) != 1 or len(behind) != 1:
        raise ConfigurationError(
            f"the alias {settings.write_alias} must stand for exactly one index of Waymark, not for "
            f"{', '.join(sorted(behind))}: remove the others from the alias"
        )
    return mine[0]


def create(client: Elasticsearch, settings: Settings, index: Index, *, with_aliases: bool) -> bool:
    """Makes the index from the templates; False for one that another process has just made, which is left as it is."""
    aliases = {settings.read_alias: {}, settings.write_alias: {"is_write_index": True}} if with_aliases else None
    try:
        client.indices.create(index=index.name, aliases=aliases)
        return True
    except BadRequestError as error:
        if error.error == "resource_already_exists_exception":
            return False
        if error.error == "invalid_alias_name_exception":
            raise ConfigurationError(
                f"an index stands where the alias {settings.read_alias} should be: rename or remove it, "
                "or set WAYMARK_INDEX_PREFIX"
            ) from error
        raise
