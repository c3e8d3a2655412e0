"""Which files of documents are to be indexed, in batches that one task can take."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from waymark.archive import Archive

_MOST_NAMED = 3


def title(refs: Sequence[str]) -> str:
    """What a batch is, for the one who watches: its file, or how many and of which sources."""
    if len(refs) == 1:
        return refs[0]
    sources = list(dict.fromkeys(ref.split("/")[1] for ref in refs))
    others = f" and {len(sources) - _MOST_NAMED} more" if len(sources) > _MOST_NAMED else ""
    return f"{len(refs)} files of documents of {', '.join(sources[:_MOST_NAMED])}{others}"


def pending(archive: Archive, batch: int) -> list[list[str]]:
    """References without a receipt, oldest name first, in batches."""
    return batches(archive, archive.pending(), batch)


def batches(archive: Archive, refs: Iterable[str], batch: int) -> list[list[str]]:
    """The files in their order, in parts of at most `batch` documents, but at least one file."""
    parts: list[list[str]] = []
    room = 0
    for ref in refs:
        with archive.open(ref) as file:
            size = sum(1 for _ in file)
        if not parts or size > room:
            parts.append([])
            room = batch
        parts[-1].append(ref)
        room -= size
    return parts
