"""The way to Elasticsearch: the one given by ELASTICSEARCH_URL, or else the private local node."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from elasticsearch import ApiError, Elasticsearch, TransportError

from waymark.errors import ConfigurationError, ServiceError
from waymark.settings import Settings


def connect(settings: Settings, *, timeout: float = 30) -> Elasticsearch:
    """A client for the cluster these settings name; it is asked once whether it is there.

    Raises ServiceError in one line when there is none, it refuses the key, or it does not answer; ConfigurationError
    when its address or certificate authority cannot be read.
    """
    try:
        client = Elasticsearch(**_address(settings), request_timeout=timeout, retry_on_timeout=True, max_retries=3)
    except (ValueError, OSError) as error:
        raise ConfigurationError(
            f"ELASTICSEARCH_URL={shown_address(settings)} or ELASTICSEARCH_CA does not fit ({error}): "
            "the address is https://host:port, the authority a PEM file"
        ) from error
    try:
        client.info()
    except (ApiError, TransportError) as error:
        client.close()
        raise ServiceError(_refusal(settings, error)) from error
    return client


def anonymous(settings: Settings, *, timeout: float = 30) -> Elasticsearch:
    """A client without a user, for who brings along the user's own password or key; it asks nothing by itself.

    Raises as `connect` does where the address cannot be read.
    """
    given = {name: value for name, value in _address(settings).items() if name not in ("api_key", "basic_auth")}
    return Elasticsearch(**given, request_timeout=timeout)


def _refusal(settings: Settings, error: ApiError | TransportError) -> str:
    """Why the cluster cannot be used and what to do, in one line."""
    place = f"Elasticsearch at {shown_address(settings)}"
    own = settings.elasticsearch_url
    if isinstance(error, TransportError):
        remedy = "check ELASTICSEARCH_URL" if own else "start it with `waymark up`"
        return f"{place} does not answer ({error.message}): {remedy}"
    if error.meta.status in {401, 403}:
        return f"{place} refused the sign-in ({error.meta.status}): " + (
            "check ELASTICSEARCH_API_KEY" if own else "run `waymark up`"
        )
    return f"{place} is not an Elasticsearch 9 ({error}): check ELASTICSEARCH_URL"


@contextmanager
def failures_in_one_line(settings: Settings) -> Iterator[None]:
    """Turns what Elasticsearch refuses or fails to answer inside the block into a ServiceError in one line."""
    try:
        yield
    except ApiError as error:
        refusal = f"Elasticsearch at {shown_address(settings)} refused: {error}"
        raise ServiceError(refusal, error.meta.status) from error
    except TransportError as error:
        raise ServiceError(f"Elasticsearch at {shown_address(settings)} does not answer: {error.message}") from error


def shown_address(settings: Settings) -> str:
    """The cluster's address for people, without a password that may stand in it."""
    address = settings.elasticsearch_url or str(_node(settings)["url"])
    return re.sub(r"(?<=//).*@", "", address)  # up to the last @: a password may hold @ and /


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
            given["api_key"] = _fit_key(settings.elasticsearch_api_key.get_secret_value(), "ELASTICSEARCH_API_KEY")
        elif settings.elasticsearch_api_key_file:
            given["api_key"] = _key(settings.elasticsearch_api_key_file)
        if settings.elasticsearch_ca:
            given["ca_certs"] = str(settings.elasticsearch_ca)
        return given
    node = _node(settings)
    return {"hosts": [node["url"]], "basic_auth": (node["username"], node["password"])}


def _key(file: Path) -> str:
    try:
        return _fit_key(file.read_text("utf-8"), "ELASTICSEARCH_API_KEY_FILE")
    except (OSError, ValueError) as error:
        raise ServiceError(f"{file}: the API key cannot be read ({error}): see ELASTICSEARCH_API_KEY_FILE") from error


def _fit_key(given: str, variable: str) -> str:
    """The key, fit for a header; what is not would be shown in the HTTP library's message. ConfigurationError."""
    key = given.strip()
    if not re.fullmatch(r"[!-~]+", key):
        raise ConfigurationError(f"{variable} holds no API key in its encoded form (one line of letters, digits and =)")
    return key
