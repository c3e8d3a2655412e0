"""Deletion of what is past its retention.

It begins with the index and takes a receipt only after its documents: one that was broken off leaves nothing that would
be indexed again, and running it again finishes it.
"""

from __future__ import annotations

from dataclasses import dataclass

from elasticsearch import Elasticsearch

from leads.bulk import send
from leads.past_files import PastFile, documents_of
from leads.retention import Past
from waymark.archive import Archive, ArchiveError
from waymark.cluster import failures_in_one_line
from waymark.errors import ServiceError
from waymark.settings import Settings


@dataclass(frozen=True)
class Deleted:
    """What became of what was past."""

    leads: int
    files: int
    anew: int  #: leads that stay because they were taken in anew meanwhile
    left: tuple[str, ...]  #: files that could not be removed, each with the reason


def delete(client: Elasticsearch, settings: Settings, archive: Archive, past: Past) -> Deleted:
    """Deletes what was found, except what was taken in anew meanwhile.

    Raises ServiceError when Elasticsearch does not take it. What is not deleted then, or could not be removed from the
    archive, is found and deleted by the next run.
    """
    actions = {
        lead.id: {
            "_op_type": "delete",
            "_index": settings.write_alias,
            "_id": lead.id,
            "if_seq_no": lead.state[0],
            "if_primary_term": lead.state[1],
        }
        for lead in past.leads
    }
    refused = dict(send(client, actions)) if actions else {}
    kept = [refusal for refusal in refused.values() if refusal]
    if len(refused) < len(actions) or any("version_conflict" not in refusal.reason for refusal in kept):
        raise ServiceError("Elasticsearch did not delete all leads (busy, or in a migration): run it again")
    with failures_in_one_line(settings):
        if actions:
            client.indices.refresh(index=settings.write_alias)
    files, left = _remove(archive, past.files)
    return Deleted(len(actions) - len(kept), files, len(kept), left)


def _remove(archive: Archive, files: tuple[PastFile, ...]) -> tuple[int, tuple[str, ...]]:
    """Removes files; returns how many, and why others are still there."""
    removed, left = 0, []
    for file in files:
        try:
            if _is_as_it_was(archive, file):
                archive.remove(file.ref)
                removed += 1
        except ArchiveError as error:
            left.append(str(error))
        except OSError as error:
            left.append(f"{file.ref}: {error.strerror or error}")
    return removed, tuple(left)


def _is_as_it_was(archive: Archive, file: PastFile) -> bool:
    """Whether it is still the file that was looked at, and not one that was taken in anew under its name.

    A receipt only goes after its documents: without it they would be indexed again.
    """
    documents = documents_of(file.ref)
    if documents is not None and archive.exists(documents):
        return False
    return archive.exists(file.ref) and archive.written(file.ref) == file.written
