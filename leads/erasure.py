"""Erases single leads for good: a person's right (LED Article 16), or a wrong reading that must not stay.

The archive comes first, so that nothing indexes the lead again; then the lead, and what people said about it. Pages as
they were seen hold other texts too and are evidence: they are named, not changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from elasticsearch import Elasticsearch
from pydantic import ValidationError

from leads.bulk import send
from leads.fields import to_lead
from leads.identity import lead_id
from leads.work import erasing
from waymark.archive import Archive
from waymark.cluster import failures_in_one_line
from waymark.errors import ServiceError
from waymark.records import Document, Lead
from waymark.settings import Settings


@dataclass(frozen=True)
class Traces:
    """Where a lead stands."""

    lead: str
    source: str
    documents: tuple[str, ...]  #: files of the archive in which it is a line
    pages: tuple[str, ...]  #: files that hold the pages it was read from, and stay


def find(client: Elasticsearch, settings: Settings, archive: Archive, leads: Sequence[str]) -> tuple[Traces, ...]:
    """Where these leads stand; those that are not in the index are left out. Nothing is changed.

    Raises ServiceError when Elasticsearch does not answer, ArchiveError for a file that cannot be read."""
    with failures_in_one_line(settings):
        docs = client.options(ignore_status=404).mget(index=settings.read_alias, ids=list(dict.fromkeys(leads)))
    known = [to_lead(doc["_source"]) for doc in docs.get("docs", ()) if doc.get("found")]
    return tuple(_traces(archive, lead) for lead in known)


def erase(client: Elasticsearch, settings: Settings, archive: Archive, found: Sequence[Traces]) -> None:
    """Erases the leads that were found; broken off, it is finished by doing it again.

    Raises ServiceError when Elasticsearch does not take it, ArchiveError where a file cannot be written."""
    leads = {one.lead for one in found}
    erasing.intend(client, settings, sorted(leads))
    for ref in sorted({ref for one in found for ref in one.documents}):
        archive.write(ref, list(_without(archive, ref, leads)))
    actions = {lead: {"_op_type": "delete", "_index": settings.write_alias, "_id": lead} for lead in leads}
    answers = dict(send(client, actions)) if actions else {}
    if len(answers) < len(actions) or any(answers.values()):
        raise ServiceError("Elasticsearch did not erase all leads (busy, or in a migration): run it again")
    with failures_in_one_line(settings):
        client.indices.refresh(index=settings.write_alias)
    erasing.finish(client, settings, sorted(leads))


def _traces(archive: Archive, lead: Lead) -> Traces:
    files = archive.refs("documents")  # a delivery may hold several sources, under a name of its own
    documents = tuple(ref for ref in files if any(_is(line, {lead.id}) for line in _lines(archive, ref)))
    evidence = [version.evidence for version in lead.versions] + [lead.evidence]
    pages = dict.fromkeys(one.warc for one in evidence if one is not None)
    return Traces(lead.id, lead.source, documents, tuple(pages))


def _lines(archive: Archive, ref: str) -> Iterator[bytes]:
    with archive.open(ref) as file:
        yield from file


def _without(archive: Archive, ref: str, leads: set[str]) -> Iterator[bytes]:
    return (line for line in _lines(archive, ref) if not _is(line, leads))


def _is(line: bytes, leads: set[str]) -> bool:
    try:
        return lead_id(Document.model_validate_json(line)) in leads
    except ValidationError:
        return False
