"""What the owner of a saved query may read at the moment of telling: their permissions are asked for again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from elasticsearch import ApiError, Elasticsearch

from alerts.access import NO_ACCESS, as_owner, refused
from alerts.notice import NoticedLead
from waymark.settings import Settings

_AT_ONCE = 10_000
_LONGEST_SUMMARY = 140  # characters


@dataclass(frozen=True)
class Readable:
    """What may be told of; where that is nothing, why."""

    leads: tuple[NoticedLead, ...] = ()  #: of one delivery
    why: str | None = None
    console: str = ""
    there: Mapping[str, str | None] = field(default_factory=dict)  #: leads, with their text if asked for

    def of(self, leads: Iterable[Sequence[Any]], level: str) -> Iterator[NoticedLead]:
        """Of these leads and versions those that may be told of."""
        for lead, version in leads:
            if lead in self.there:
                text = self.there[lead] if level == "summary" else None
                yield NoticedLead(
                    id=lead,
                    version=version,
                    url=f"{self.console}/leads/{lead}" if level != "count" else None,
                    summary=" ".join(text.split())[:_LONGEST_SUMMARY] if text else None,
                )


def readable(
    client: Elasticsearch, settings: Settings, owner: str, ids: Sequence[str], *, secured: bool, texts: bool
) -> Readable:
    """Of these leads those that are still there and that `owner` may read now."""
    asking = as_owner(client, owner, secured=secured)
    there: dict[str, str | None] = {}
    for start in range(0, len(ids), _AT_ONCE):
        try:
            answer = asking.options(ignore_status=404).search(
                index=settings.read_alias,
                query={"ids": {"values": ids[start : start + _AT_ONCE]}},
                size=_AT_ONCE,
                source={"includes": ["text"]} if texts else False,
                sort=["_doc"],
                allow_partial_search_results=False,  # a lead that is not seen now is not one that is gone
            )
        except ApiError as error:
            if error.meta.status not in NO_ACCESS:
                raise
            return Readable(why=refused(error, owner))
        there |= {hit["_id"]: hit.get("_source", {}).get("text") for hit in answer.get("hits", {}).get("hits", ())}
    return Readable(console=settings.console_address, there=there)
