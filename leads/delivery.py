"""A delivery: documents as JSON lines from a file, checked line by line and kept in the archive before anything else.

A line is `{"id", "text", "kind", "source"?, "url"?, "country"?, "published_at"?}`. What is wrong with a line is said
with its number, and the other lines go on. The run is named after the content, so the same file is the same run.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import IO, Any

from pydantic import ValidationError

from leads.moments import moment
from waymark.archive import Archive, ArchiveError
from waymark.records import Document, Reject, fault

_ORIGIN = "ingest"  #: folder of the archive
_LONGEST_LINE = 16_000_000  # bytes: a text of a million characters, every one written as \uXXXX\uXXXX, and some more
_KEPT_OF_LONG = 100_000  # bytes that are kept of a line that is too long
_FIELDS = ("id", "text", "kind", "source", "url", "country", "published_at")
_NEEDED = ("id", "text", "kind")


@dataclass(frozen=True)
class Delivery:
    """What was kept of one file."""

    run: str
    refs: tuple[str, ...]  #: the archive's files of documents, in order
    documents: int
    rejects: tuple[Reject, ...]
    ignored: tuple[str, ...]  #: names of fields that Waymark has no use for


@dataclass
class _Lines:
    """The lines of a file as documents, and what could not be one."""

    captured_at: datetime
    documents: int = 0
    rejects: list[Reject] = field(default_factory=list)
    ignored: set[str] = field(default_factory=set)

    def read(self, file: IO[bytes]) -> Iterator[Document]:
        for number, line in _lines(file):
            try:
                document = self._document(line)
            except ValueError as error:
                kept = line[:_KEPT_OF_LONG] if len(line) > _LONGEST_LINE else line
                content = kept.decode("utf-8", "replace").rstrip("\r\n")
                self.rejects.append(Reject(item=f"line {number}", reason=str(error), content=content))
            else:
                self.documents += 1
                yield document

    def _document(self, line: bytes) -> Document:
        """Raises ValueError saying what is wrong with the line."""
        row = _row(line)
        self.ignored |= row.keys() - set(_FIELDS)
        given = {name: row[name] for name in _FIELDS if row.get(name) not in (None, "")}
        for name in _NEEDED:
            if name not in given:
                raise ValueError(f"{name}: missing or empty")
        if isinstance(given["id"], int) and not isinstance(given["id"], bool):
            given["id"] = str(given["id"])
        if isinstance(given["text"], str) and not given["text"].strip():
            raise ValueError("text: empty")
        if isinstance(given.get("country"), str):
            given["country"] = given["country"].strip().upper()
        if "published_at" in given:
            given["published_at"] = _published(given["published_at"])
        try:
            return Document.model_validate({**given, "captured_at": self.captured_at})
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            raise ValueError(f"{first['loc'][0] if first['loc'] else 'line'}: {fault(first)}") from error


def keep(file: IO[bytes], archive: Archive, batch: int, now: datetime) -> Delivery:
    """Reads a seekable file and keeps its documents, at most `batch` in a file of the archive, and its rejects.

    The time of capture is that of the first time this content was delivered, so doing it again changes nothing. Raises
    ArchiveError when the archive cannot be written.
    """
    run = _content(file)
    file.seek(0)
    lines = _Lines(_first_capture(archive, run) or now.astimezone(UTC))
    refs = tuple(archive.write_documents(_ORIGIN, run, lines.read(file), batch))
    archive.write_rejects(_ORIGIN, run, lines.rejects)
    return Delivery(run, refs, lines.documents, tuple(lines.rejects), tuple(sorted(lines.ignored)))


def keep_rejects(archive: Archive, delivery: Delivery, of_index: tuple[str, ...]) -> str | None:
    """One reject file for the whole delivery: its bad lines, then what Elasticsearch rejected (`of_index`)."""
    rows = [*delivery.rejects, *(reject for ref in of_index for reject in archive.rejects(ref))]
    return archive.write_rejects(_ORIGIN, delivery.run, rows)


def _content(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := file.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()[:24]


def _first_capture(archive: Archive, run: str) -> datetime | None:
    try:
        return next(archive.documents(f"documents/{_ORIGIN}/{run}-0001.jsonl")).captured_at
    except (ArchiveError, StopIteration):
        return None


def _lines(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Lines with their numbers, without empty ones and the byte order mark; of a too long one only the beginning."""
    number = 0
    while line := file.readline(_LONGEST_LINE + 1):
        number += 1
        part = line
        while len(part) > _LONGEST_LINE and not part.endswith(b"\n"):
            part = file.readline(_LONGEST_LINE + 1)
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.strip():
            yield number, line


def _row(line: bytes) -> dict[str, Any]:
    if len(line) > _LONGEST_LINE:
        raise ValueError(f"longer than {_LONGEST_LINE:,} bytes")
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 (byte {error.start + 1})") from error
    try:
        row = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"not JSON: {error}") from error
    if not isinstance(row, dict):
        raise ValueError("not a JSON object")
    try:
        text.encode() if "\\u" not in text else json.dumps(row, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise ValueError("holds half of a surrogate pair, which is no character") from error
    return row


def _published(given: object) -> datetime:
    if not isinstance(given, str):
        raise ValueError("published_at: not a date or time in ISO 8601")
    try:
        return moment(given)
    except ValueError as error:
        raise ValueError(f"published_at: {error}") from error
