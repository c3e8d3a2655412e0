"""Many writes in few requests, with one answer each: taken, to be tried again, or refused for good and why."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from elasticsearch import ApiError, Elasticsearch, TransportError
from elasticsearch.helpers import streaming_bulk

from leads.patience import passing
from waymark.errors import ServiceError

_AT_ONCE = 200
_LARGEST_REQUEST = 20_000_000  # bytes; Elasticsearch takes 100 MB at most (http.max_content_length)
_PARTS = 8  # that a request is sent in which was too much
_TOO_LARGE = 413
_TOO_MUCH = {"es_rejected_execution_exception", "circuit_breaking_exception"}
#: "rejected execution of primary operation [… primary_operation_bytes=48000056, max_primary_bytes=53687091]"
_WEIGHED = re.compile(
    r"rejected execution of (?P<of>\w+) operation .*_operation_bytes=(?P<bytes>\d+), max_\w+=(?P<limit>\d+)"
)


@dataclass(frozen=True)
class Refusal:
    """Why a write was not taken; `final` when trying again would not help."""

    reason: str
    final: bool


def send(client: Elasticsearch, actions: Mapping[str, dict[str, Any]]) -> Iterator[tuple[str, Refusal | None]]:
    """Sends the actions, given by lead id; yields each id with its refusal, None for taken.

    When the cluster is away or busy, the actions it did not answer are not yielded. What is too much for it at once is
    sent again in smaller parts; a lead that is too large by itself is refused for good. Raises ServiceError when the
    cluster refuses the request as a whole, or this key.
    """
    yield from _send(client, actions, _AT_ONCE)


def _send(
    client: Elasticsearch, actions: Mapping[str, dict[str, Any]], at_once: int
) -> Iterator[tuple[str, Refusal | None]]:
    # The refusals of one request are the same, to the byte; those of several requests may be.
    too_much: dict[_Answer, list[str]] = defaultdict(list)
    try:
        for identity, answer in _answers(client, actions, at_once):
            if answer is None:
                yield identity, None
            elif answer.status == _TOO_LARGE or answer.kind in _TOO_MUCH:
                too_much[answer].append(identity)
            elif not answer.whole:
                yield identity, _refusal(answer)
            elif passing(answer.status, answer.kind):
                break  # the others would fare no better now
            else:
                raise ServiceError(f"Elasticsearch refused the leads: {answer.words}")
    except TransportError:
        pass
    for answer, identities in too_much.items():
        part = {identity: actions[identity] for identity in identities}
        if at_once == 1 or len(part) == 1:
            yield from _too_large(answer, part)
        elif answer.of_itself(sum(map(_size, part.values()))):
            yield from _send(client, part, min(at_once, len(part)) // _PARTS or 1)


def _too_large(answer: _Answer, actions: Mapping[str, dict[str, Any]]) -> Iterator[tuple[str, Refusal]]:
    """Those that were too much each by itself, in a request of its own: there is no smaller part of it to send."""
    refusal = Refusal(f"the lead is too large for this Elasticsearch ({answer.words})", final=True)
    yield from ((identity, refusal) for identity, action in actions.items() if answer.of_itself(_size(action)))


def _size(action: Mapping[str, Any]) -> int:
    return len(json.dumps(action.get("_source", {}), ensure_ascii=False).encode("utf-8", "replace"))


@dataclass(frozen=True)
class _Answer:
    """A refusal as Elasticsearch words it."""

    status: int
    kind: str
    words: str
    whole: bool  #: of the request, not of one action in it
    lasting: bool  #: Elasticsearch says itself that it will not pass

    def of_itself(self, size: int) -> bool:
        """Whether a request of `size` bytes was too much by itself, and not for what else is going on.

        Elasticsearch weighs it twice: as it comes in, and as an operation on the shard (index settings, "indexing
        pressure"). A lack of memory (a "circuit breaker") passes, unless it is said to be permanent.
        """
        weighed = _WEIGHED.search(self.words)
        if weighed is None:
            return self.lasting or self.status == _TOO_LARGE
        own = size if weighed["of"] == "primary" else 0
        return int(weighed["bytes"]) + own > int(weighed["limit"])


def _answers(
    client: Elasticsearch, actions: Mapping[str, dict[str, Any]], at_once: int
) -> Iterator[tuple[str, _Answer | None]]:
    results = streaming_bulk(
        client,
        actions.values(),
        chunk_size=at_once,
        max_chunk_bytes=_LARGEST_REQUEST,
        raise_on_error=False,
        raise_on_exception=False,
        require_alias=True,  # never make an index by writing to a name that has no mapping
    )
    for identity, (ok, result) in zip(actions, results, strict=True):
        yield identity, None if ok else _worded(next(iter(result.values())))


def _worded(answer: Mapping[str, Any]) -> _Answer:
    status, error, whole = int(answer["status"]), answer["error"], answer.get("exception")
    if isinstance(whole, ApiError):
        error = whole.body.get("error") if isinstance(whole.body, dict) else None
        error = error if isinstance(error, dict) else {"type": whole.error, "reason": str(whole)}
    kind, cause = str(error["type"]), error.get("caused_by", {}).get("reason")
    words = f"{kind}: {error.get('reason')}" + (f" ({cause})" if cause else "")
    return _Answer(status, kind, words, whole is not None, error.get("durability") == "PERMANENT")


def _refusal(answer: _Answer) -> Refusal:
    if answer.status in {401, 403} and answer.kind != "cluster_block_exception":
        raise ServiceError(f"Elasticsearch does not let this key write leads ({answer.kind}): check its privileges")
    return Refusal(answer.words, final=not (answer.status == 409 or passing(answer.status, answer.kind)))
