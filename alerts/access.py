"""Asking Elasticsearch as the owner of a saved query: with their permissions, as they are at that moment."""

from __future__ import annotations

import secrets
from http import HTTPStatus

from elasticsearch import ApiError, Elasticsearch

from waymark.cluster import failures_in_one_line
from waymark.settings import Settings

_HEADER = "es-security-runas-user"
NO_ACCESS = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
#: What Elasticsearch says without security to who asks for the own name; but also where something is broken.
_NO_SUCH_QUESTION = (HTTPStatus.BAD_REQUEST, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.INTERNAL_SERVER_ERROR)


def user_of(client: Elasticsearch, settings: Settings) -> str | None:
    """Who this client is signed in as; None where Elasticsearch has no security, and everybody may see everything.

    Raises ServiceError where it does not say who, and does not say either that it has none.
    """
    with failures_in_one_line(settings):
        try:
            return str(client.security.authenticate()["username"])
        except ApiError as error:
            if error.meta.status not in _NO_SUCH_QUESTION or not _lets_anybody_in(client):
                raise
    return None


def _lets_anybody_in(client: Elasticsearch) -> bool:
    """Whether Elasticsearch answers who gives a wrong password: where it has security it does not, whoever may ask."""
    stranger = client.options(basic_auth=("waymark-nobody", secrets.token_urlsafe()), ignore_status=NO_ACCESS)
    return stranger.info().meta.status == HTTPStatus.OK


def as_owner(client: Elasticsearch, owner: str, *, secured: bool = True) -> Elasticsearch:
    """A client that asks as `owner`; where there is no security, the client itself."""
    return client.options(headers={_HEADER: owner}) if secured else client


def refusal(client: Elasticsearch, settings: Settings, owner: str) -> str | None:
    """Why nothing can be found as this owner, in words; None where they may read the leads."""
    error = _refusal(client, settings, owner)
    return None if error is None else refused(error, owner)


def may_ask_as(client: Elasticsearch, settings: Settings, owner: str) -> bool:
    """Whether this client may ask as that user at all, whatever they may read then."""
    error = _refusal(client, settings, owner)
    return error is None or not _is_of_run_as(error)


def _refusal(client: Elasticsearch, settings: Settings, owner: str) -> ApiError | None:
    asking = as_owner(client, owner)
    with failures_in_one_line(settings):
        try:
            asking.options(ignore_status=404).search(index=settings.read_alias, size=0, track_total_hits=False)
        except ApiError as error:
            if error.meta.status not in NO_ACCESS:
                raise
            return error
    return None


def _is_of_run_as(error: ApiError) -> bool:
    return "unauthorized to run as" in str(error)


def refused(error: ApiError, owner: str) -> str:
    """What a refusal means."""
    if _is_of_run_as(error):
        return f"Elasticsearch has no user {owner!r}, or this key may not ask as others (run_as)"
    return f"the user {owner!r} may not read leads"
