"""Deletion of what is past its retention.

It begins with the index and takes a receipt only after its documents: one that was broken off leaves nothing that would
be indexed again, and running it again finishes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from elasticsearch import Elasticsearch

from leads.bulk import send
from leads.past_files import PastFile, documents_of
from leads.retention import Past, PastLead, look_again
from leads.work import erasing
from waymark.archive import Archive, ArchiveError
from waymark.cluster import failures_in_one_line
from waymark.errors import ConfigurationError, ServiceError
from waymark.settings import Settings

_ROUNDS = 5  # in which leads that were written to meanwhile are looked at again


@dataclass(frozen=True)
class DeletedLeads:
    """What became of leads that were past."""

    deleted: int = 0
    anew: int = 0  #: stay because they were taken in anew meanwhile
    gone: int = 0  #: were not there any more when they were to be deleted


@dataclass(frozen=True)
class Deleted:
    """What became of what was past."""

    leads: DeletedLeads
    files: int
    left: tuple[str, ...]  #: files that could not be removed, each with the reason


def delete(client: Elasticsearch, settings: Settings, archive: Archive, past: Past) -> Deleted:
    """Deletes what was found, except what was taken in anew meanwhile.

    Raises ConfigurationError when the clock is in doubt, ServiceError when Elasticsearch does not take it. What is not
    deleted then, or could not be removed from the archive, is found and deleted by the next run.
    """
    if past.doubt:
        raise ConfigurationError(
            f"nothing was deleted: {past.doubt}. Set the clock; if it is right, say so with --clock-is-right"
        )
    erasing.intend(client, settings, [lead.id for lead in past.leads])
    leads = _delete_leads(client, settings, past) if past.leads else DeletedLeads()
    erasing.finish(client, settings, [lead.id for lead in past.leads])
    files, left = _remove(archive, past.files)
    return Deleted(leads, files, left)


def _delete_leads(client: Elasticsearch, settings: Settings, past: Past) -> DeletedLeads:
    """Deletes leads in the state in which they were looked at.

    One that was written to since is looked at again: it may have been taken in anew, but also only have been moved to
    another index or another cluster of near-duplicates.
    """
    waiting: Mapping[str, PastLead] = {lead.id: lead for lead in past.leads}
    anew = gone = 0
    for _ in range(_ROUNDS):
        changed = _changed(client, settings, waiting)
        if not changed:
            break
        now = look_again(client, settings, past.retention, changed)
        waiting = {identity: lead for identity, lead in now.items() if lead}
        anew += len(now) - len(waiting)
        gone += len(changed) - len(now)
    else:
        if waiting:
            raise ServiceError(f"{len(waiting)} leads are being written to all the time: run it again")
    with failures_in_one_line(settings):
        client.indices.refresh(index=settings.write_alias)
    return DeletedLeads(len(past.leads) - anew - gone, anew, gone)


def _changed(client: Elasticsearch, settings: Settings, leads: Mapping[str, PastLead]) -> list[str]:
    """Deletes the leads; the ids of those that are not as they were looked at, and so were not deleted."""
    actions = {
        lead.id: {
            "_op_type": "delete",
            "_index": settings.write_alias,
            "_id": lead.id,
            "if_seq_no": lead.state[0],
            "if_primary_term": lead.state[1],
        }
        for lead in leads.values()
    }
    refused = dict(send(client, actions)) if actions else {}
    kept = {identity: refusal.reason for identity, refusal in refused.items() if refusal}
    if len(refused) < len(actions) or any("version_conflict" not in reason for reason in kept.values()):
        raise ServiceError("Elasticsearch did not delete all leads (busy, or in a migration): run it again")
    return list(kept)


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
