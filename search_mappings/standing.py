"""Indices beside the leads that are made once and then stand: work, inbox, saved queries."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from elasticsearch import BadRequestError, Elasticsearch


def put(client: Elasticsearch, prefix: str, name: str, alias: str) -> None:
    """Puts templates/`name`.json and makes the first index behind `alias`; again changes nothing. Raises ApiError."""
    file = Path(__file__).with_name("templates") / f"{name}.json"
    template = json.loads(file.read_text("utf-8").replace("{prefix}", prefix))
    client.indices.put_index_template(
        name=f"{prefix}waymark-{name}",
        index_patterns=template["index_patterns"],
        priority=template["priority"],
        template=template["template"],
        meta=template["_meta"],
    )
    if not client.indices.exists_alias(name=alias):
        create(client, f"{alias}-000001", aliases={alias: {"is_write_index": True}})


def create(client: Elasticsearch, index: str, **how: Any) -> None:
    """Makes the index; one that another made at the same time is left as it is. Raises ApiError."""
    try:
        client.indices.create(index=index, **how)
    except BadRequestError as error:
        if error.error != "resource_already_exists_exception":
            raise
