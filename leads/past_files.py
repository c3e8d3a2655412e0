"""Which files of the archive are past the retention of all that stands in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from pydantic import ValidationError

from waymark.archive import Archive, safe_name
from waymark.records import Document

#: Whether what came from a source and was taken in then must go.
IsPast = Callable[[str, datetime], bool]


def past_files(archive: Archive, sources: Iterable[str], is_past: IsPast) -> Iterator[str]:
    """References of files that must go: documents before their receipts, then captures, pages and rejects.

    A receipt without its documents is what a deletion left that was broken off: it says nothing any more, and goes too.
    """
    folders = {safe_name(source): source for source in sources}
    gone = [ref for ref in archive.refs("documents") if _all_past(archive.documents(ref), is_past)]
    yield from gone
    documents = set(archive.refs("documents")) - set(gone)
    yield from (ref for ref in archive.refs("receipts/documents") if ref.removeprefix("receipts/") not in documents)
    yield from _past_runs(archive, folders, is_past)
    yield from (ref for ref in archive.refs("rejects") if _reject_is_past(archive, ref, folders, is_past))


def _all_past(documents: Iterable[Document], is_past: IsPast) -> bool:
    return all(is_past(document.source, document.captured_at) for document in documents)


def _past_runs(archive: Archive, folders: Mapping[str, str], is_past: IsPast) -> Iterator[str]:
    """Captures and the pages they name, run by run; of a crawl that noted none, by when the file was written."""
    for ref in archive.refs("captures"):
        source = folders.get(_folder(ref))
        if source is None:
            continue
        run = ref.removesuffix(".warc.gz").removesuffix(".jsonl")
        noted = f"{run}.jsonl"
        moments = [capture.captured_at for capture in archive.captures(noted)] if archive.exists(noted) else []
        if all(is_past(source, moment) for moment in moments or [archive.written(ref)]):
            yield ref


def _reject_is_past(archive: Archive, ref: str, folders: Mapping[str, str], is_past: IsPast) -> bool:
    """A rejected document by its own source and time, anything else by its folder and when the file was written."""
    source = folders.get(_folder(ref))
    for reject in archive.rejects(ref):
        try:
            document = Document.model_validate_json(reject.content)
        except ValidationError:
            if source is None or not is_past(source, archive.written(ref)):
                return False
        else:
            if not is_past(document.source, document.captured_at):
                return False
    return True


def _folder(ref: str) -> str:
    return ref.split("/")[1]
