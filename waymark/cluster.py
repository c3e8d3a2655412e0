"""The way to Elasticsearch: the one given by ELASTICSEARCH_URL, or else the private local node."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from elasticsearch import ApiError, Elasticsearch, TransportError

from waymark.errors import ServiceError
from waymark.settings import Settings


def connect(settings: Settings, *, timeout: float = 30) -> Elasticsearch:
    """A client for the cluster these settings name; it is asked once whether it is there.

    Raises ServiceError in one line when there is none, it refuses the key, or it does not answer.
    """
    client = Elasticsearch(**_address(settings), request_timeout=timeout, retry_on_timeout=True, max_retries=3)
    try:
        client.info()
    except ApiError as error:
        raise ServiceError(
            f"Elasticsearch at {_where(settings)} refused the sign-in ({error.status_code}): "
            "check ELASTICSEARCH_API_KEY"
        ) from error
    except TransportError as error:
        raise ServiceError(
            f"Elasticsearch at {_where(settings)} does not answer ({error.message}): "
            + ("check ELASTICSEARCH_URL" if settings.elasticsearch_url else "start it with `waymark up`")
        ) from error
    return client


@contextmanager
def failures_in_one_line(settings: Settings) -> Iterator[None]:
    """Turns what Elasticsearch refuses or fails to answer inside the block into a ServiceError in one line."""
    try:
        yield
    except ApiError as error:
        raise ServiceError(f"Elasticsearch at {_where(settings)} refused: {error}") from error
    except TransportError as error:
        raise ServiceError(f"Elasticsearch at {_where(settings)} does not answer: {error.message}") from error


def _where(settings: Settings) -> str:
    return settings.elasticsearch_url or str(_node(settings)["url"])


def _node(settings: Settings) -> dict[str, Any]:
    try:
        return dict(json.loads(settings.node_file.read_text("utf-8")))
    except (OSError, ValueError) as error:
        raise ServiceError(
            "no Elasticsearch is running: start the local one with `waymark up`, or set ELASTICSEARCH_URL"
        ) from error


def _address(settings: Settings) -> dict[str, Any]:
    if settings.elasticsearch_url:
        given: dict[str, Any] = {"hosts": [settings.elasticsearch_url]}
        if settings.elasticsearch_api_key:
            given["api_key"] = settings.elasticsearch_api_key.get_secret_value()
        elif settings.elasticsearch_api_key_file:
            given["api_key"] = _key(settings.elasticsearch_api_key_file)
        if settings.elasticsearch_ca:
            given["ca_certs"] = str(settings.elasticsearch_ca)
        return given
    node = _node(settings)
    return {"hosts": [node["url"]], "basic_auth": (node["username"], node["password"])}


def _key(file: Path) -> str:
    try:
        return file.read_text("utf-8").strip()
    except (OSError, ValueError) as error:
        raise ServiceError(f"{file}: the API key cannot be read ({error}): see ELASTICSEARCH_API_KEY_FILE") from error
