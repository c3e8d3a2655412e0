"""Which files of documents are still to be indexed, in batches that one task can take."""

from __future__ import annotations

from waymark.archive import Archive


def pending(archive: Archive, batch: int) -> list[list[str]]:
    """References without a receipt, oldest name first; at most `batch` documents a batch, but at least one file."""
    batches: list[list[str]] = []
    room = 0
    for ref in archive.pending():
        with archive.open(ref) as file:
            size = sum(1 for _ in file)
        if not batches or size > room:
            batches.append([])
            room = batch
        batches[-1].append(ref)
        room -= size
    return batches
