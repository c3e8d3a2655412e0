"""Puts the templates into a cluster. Doing it again changes nothing, and no index that exists is touched."""

from __future__ import annotations

from elasticsearch import ApiError, Elasticsearch

from search_mappings.templates import Templates, load
from waymark.errors import ConfigurationError
from waymark.settings import Settings


def apply(client: Elasticsearch, settings: Settings) -> Templates:
    """Puts component templates, then the index template. Raises ConfigurationError when Elasticsearch refuses one."""
    templates = load(settings.index_prefix)
    name = ""
    try:
        for name, component in templates.components.items():
            client.cluster.put_component_template(name=name, template=component["template"], meta=component["_meta"])
        name, index = templates.index_name, templates.index
        client.indices.put_index_template(
            name=name,
            index_patterns=index["index_patterns"],
            composed_of=index["composed_of"],
            priority=index["priority"],
            template=index["template"],
            meta=index["_meta"],
        )
    except ApiError as error:
        if error.status_code != 400:
            raise
        raise ConfigurationError(f"template {name}: Elasticsearch refuses it: {error.body}") from error
    return templates
