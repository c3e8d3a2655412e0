"""The roles that people and services of Waymark have in Elasticsearch's own security, read from `roles/*.json`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from elasticsearch import ApiError, Elasticsearch
from pydantic import BaseModel, ConfigDict, ValidationError

from search_mappings import inbox, work
from waymark.errors import ConfigurationError
from waymark.settings import Settings

_FOLDER = Path(__file__).with_name("roles")


class _Privileges(BaseModel):
    """What a role file must hold (Elasticsearch reference, "Create or update roles")."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    description: str
    cluster: tuple[str, ...]
    indices: tuple[dict[str, Any], ...]
    run_as: tuple[str, ...] = ()


@dataclass(frozen=True)
class Role:
    """A role by its name in Elasticsearch, such as waymark-analyst."""

    name: str
    description: str
    privileges: _Privileges


def roles(prefix: str = "") -> tuple[Role, ...]:
    """All roles, by name. Raises ConfigurationError naming the file that is wrong."""
    return tuple(_read(file, prefix) for file in sorted(_FOLDER.glob("*.json")))


def _read(file: Path, prefix: str) -> Role:
    try:
        content = json.loads(file.read_text("utf-8").replace("{prefix}", prefix))
        privileges = _Privileges.model_validate(content)
    except (ValueError, ValidationError) as error:
        raise ConfigurationError(f"search_mappings/roles/{file.name}: {str(error).splitlines()[0]}") from error
    return Role(f"{prefix}waymark-{file.stem}", privileges.description, privileges)


def apply(client: Elasticsearch, settings: Settings) -> tuple[Role, ...]:
    """Puts the roles into the cluster, and the indices of work on leads and of the inbox; again changes nothing.

    ConfigurationError names what is refused."""
    work.ensure(client, settings)
    inbox.ensure(client, settings)
    known = roles(settings.index_prefix)
    for role in known:
        privileges = role.privileges
        try:
            client.security.put_role(
                name=role.name,
                description=role.description,
                cluster=list(privileges.cluster),
                indices=list(privileges.indices),
                run_as=list(privileges.run_as),
            )
        except ApiError as error:
            raise ConfigurationError(f"Elasticsearch refused the role {role.name}: {error}") from error
    return known
