"""Many writes in few requests, with one answer each: taken, to be tried again, or refused for good and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from elasticsearch import ApiError, Elasticsearch, TransportError
from elasticsearch.helpers import streaming_bulk

from leads.patience import passing
from waymark.errors import ServiceError

_AT_ONCE = 200
_LARGEST_REQUEST = 20_000_000  # bytes; Elasticsearch takes 100 MB at most (http.max_content_length)


@dataclass(frozen=True)
class Refusal:
    """Why a write was not taken; `final` when trying again would not help."""

    reason: str
    final: bool


def send(client: Elasticsearch, actions: Mapping[str, dict[str, Any]]) -> Iterator[tuple[str, Refusal | None]]:
    """Sends the actions, given by lead id; yields each id with its refusal, None for taken.

    When the cluster is away or busy, the actions it did not answer are not yielded. Raises ServiceError when it refuses
    the request as a whole, or this key.
    """
    results = streaming_bulk(
        client,
        actions.values(),
        chunk_size=_AT_ONCE,
        max_chunk_bytes=_LARGEST_REQUEST,
        raise_on_error=False,
        require_alias=True,  # never make an index by writing to a name that has no mapping
    )
    try:
        for identity, (ok, result) in zip(actions, results, strict=True):
            yield identity, None if ok else _refusal(next(iter(result.values())))
    except TransportError:
        return
    except ApiError as error:
        if not passing(error.status_code, error.error):
            raise ServiceError(f"Elasticsearch refused the leads: {error}") from error


def _refusal(answer: Mapping[str, Any]) -> Refusal:
    status, error = int(answer["status"]), answer["error"]
    kind = error["type"]
    if status in {401, 403} and kind != "cluster_block_exception":
        raise ServiceError(f"Elasticsearch does not let this key write leads ({kind}): check its privileges")
    cause = error.get("caused_by", {}).get("reason")
    reason = f"{kind}: {error['reason']}" + (f" ({cause})" if cause else "")
    return Refusal(reason, final=not (status == 409 or passing(status, kind)))
