"""What the owner of a saved query may read at the moment of telling: their permissions are asked for again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from elasticsearch import ApiError, Elasticsearch

from alerts.access import NO_ACCESS, as_owner, refused
from alerts.notice import NoticedLead
from waymark.settings import Settings

_AT_ONCE = 10_000
_LONGEST_SUMMARY = 140  # characters


@dataclass(frozen=True)
class Readable:
    """The leads that may be told of; where there is none, why."""

    leads: tuple[NoticedLead, ...] = ()
    why: str | None = None


def readable(
    client: Elasticsearch,
    settings: Settings,
    owner: str,
    leads: Sequence[Sequence[Any]],
    *,
    secured: bool,
    summaries: bool,
) -> Readable:
    """Of these leads and versions those that are still there and that `owner` may read."""
    asking = as_owner(client, owner, secured=secured)
    there: dict[str, Mapping[str, Any]] = {}
    ids = sorted({str(lead) for lead, _ in leads})
    for start in range(0, len(ids), _AT_ONCE):
        try:
            answer = asking.options(ignore_status=404).search(
                index=settings.read_alias,
                query={"ids": {"values": ids[start : start + _AT_ONCE]}},
                size=_AT_ONCE,
                source={"includes": ["text"]} if summaries else False,
                sort=["_doc"],
            )
        except ApiError as error:
            if error.meta.status not in NO_ACCESS:
                raise
            return Readable(why=refused(error, owner))
        there |= {hit["_id"]: hit for hit in answer.get("hits", {}).get("hits", ())}
    return Readable(tuple(_noticed(settings, leads, there)))


def _noticed(
    settings: Settings, leads: Sequence[Sequence[Any]], there: Mapping[str, Mapping[str, Any]]
) -> Iterator[NoticedLead]:
    for lead, version in leads:
        if lead in there:
            text = there[lead].get("_source", {}).get("text")
            yield NoticedLead(
                id=lead,
                version=version,
                url=f"{settings.console_address}/leads/{lead}",
                summary=" ".join(text.split())[:_LONGEST_SUMMARY] if text else None,
            )
