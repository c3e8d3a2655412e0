"""Which files of the archive are past the retention of all that stands in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from pydantic import ValidationError

from waymark.archive import Archive, ArchiveError, safe_name
from waymark.records import Document, Reject

#: Whether what came from a source and was taken in then must go.
IsPast = Callable[[str, datetime], bool]
_Origin = tuple[str | None, datetime]  # source, if it is known, and when it was taken in


@dataclass(frozen=True)
class PastFile:
    """A file that must go, in the state in which it was looked at."""

    ref: str
    written: datetime


@dataclass(frozen=True)
class Files:
    """What was found in the archive."""

    past: tuple[PastFile, ...]  #: documents before their receipts, then captures, pages and rejects
    unreadable: tuple[str, ...]  #: files that stay because they cannot be read, each with the reason
    days: frozenset[date]  #: on which something was taken in (UTC), one at least of each file that was read


def past_files(archive: Archive, sources: Iterable[str], is_past: IsPast) -> Files:
    """Looks through the archive; changes nothing. A file that cannot be read stays, and the others are gone through.

    A receipt without its documents is what a deletion left that was broken off: it says nothing any more, and goes too.
    Receipts are listed before documents, which are written before them: of one that is listed, the documents are there.
    """
    reading = _Reading(archive, {safe_name(source): source for source in sources}, is_past)
    receipts = archive.refs("receipts/documents")
    documents = archive.refs("documents")
    gone = list(reading.past(documents, reading.documents_are_past))
    kept = set(documents) - {file.ref for file in gone}
    gone += reading.past((ref for ref in receipts if documents_of(ref) not in kept), lambda _: True)
    gone += reading.past(archive.refs("captures"), reading.captures_are_past)
    gone += reading.past(archive.refs("rejects"), reading.rejects_are_past)
    return Files(tuple(gone), tuple(reading.unreadable), frozenset(reading.days))


def documents_of(ref: str) -> str | None:
    """The file of documents that `ref` is the receipt of; None where it is no receipt."""
    return ref.removeprefix("receipts/") if ref.startswith("receipts/documents/") else None


class _Reading:
    """One way through the archive, and what is noted on it."""

    def __init__(self, archive: Archive, folders: Mapping[str, str], is_past: IsPast) -> None:
        self._archive, self._folders, self._is_past = archive, folders, is_past
        self.unreadable: dict[str, None] = {}
        self.days: set[date] = set()

    def past(self, refs: Iterable[str], must_go: Callable[[str], bool]) -> Iterator[PastFile]:
        """Those that must go. When they were written is asked first: what is written from then on is another file."""
        for ref in refs:
            try:
                written = self._archive.written(ref)
                if must_go(ref):
                    yield PastFile(ref, written)
            except (ArchiveError, OSError) as error:
                if self._archive.exists(ref):  # otherwise another deletion was there first
                    reason = str(error) if isinstance(error, ArchiveError) else f"{ref}: {error.strerror or error}"
                    self.unreadable[reason] = None

    def documents_are_past(self, ref: str) -> bool:
        """All of them, each by its own source."""
        return self._all_past(ref, (self._of(document) for document in self._archive.documents(ref)))

    def captures_are_past(self, ref: str) -> bool:
        """Captures and the pages they name, run by run."""
        source = self._folders.get(_folder(ref))
        if source is None:
            return False
        noted = f"{ref.removesuffix('.warc.gz').removesuffix('.jsonl')}.jsonl"
        captures = self._archive.captures(noted) if self._archive.exists(noted) else ()
        return self._all_past(ref, (self._taken_in(source, capture.captured_at) for capture in captures))

    def rejects_are_past(self, ref: str) -> bool:
        """A rejected document by its own source and time, anything else as an empty file."""
        return self._all_past(ref, (self._of_reject(ref, reject) for reject in self._archive.rejects(ref)))

    def _all_past(self, ref: str, found: Iterable[_Origin]) -> bool:
        empty = True
        for source, moment in found:
            empty = False
            if source is None or not self._is_past(source, moment):
                return False
        return not empty or self._all_past(ref, [self._of_file(ref)])

    def _of(self, document: Document) -> _Origin:
        return self._taken_in(document.source, document.captured_at)

    def _of_reject(self, ref: str, reject: Reject) -> _Origin:
        try:
            return self._of(Document.model_validate_json(reject.content))
        except ValidationError:
            return self._of_file(ref)

    def _of_file(self, ref: str) -> _Origin:
        """Of what names no source and no time itself: its folder, and when the file was written."""
        return self._folders.get(_folder(ref)), self._archive.written(ref)

    def _taken_in(self, source: str, moment: datetime) -> _Origin:
        self.days.add(moment.astimezone(UTC).date())
        return source, moment


def _folder(ref: str) -> str:
    return ref.split("/")[1]
