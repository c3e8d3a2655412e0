"""The archive: everything taken in, as it was taken in, on a folder or an object store (fsspec).

    captures/<source>/<run>.warc.gz      pages as seen (ISO 28500)
    captures/<source>/<run>.jsonl        one Capture a line
    documents/<source>/<run>-0001.jsonl  one Document a line, at most a batch of them
    receipts/documents/<source>/…        that a file of documents was indexed, and with what outcome
    rejects/<origin>/<run>.jsonl         what could not be taken in, with the reason

A reference is the path of a file below the archive's root. Tasks hand each other references, never documents.
A file of documents without a receipt is work that is still to be done: that is how a rerun finds what a crash left.
Files are written whole (aside, then renamed) and never changed until their retention is over; what is written again
under the same reference replaces the file with the same content.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, TypeVar, cast

import fsspec
from pydantic import ValidationError

from waymark.errors import ConfigurationError, WaymarkError
from waymark.records import Capture, Document, Record, Reject

_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST_NAME = 120
_LONGEST_NAME_BYTES = 180  # file systems take 255; number, ending and `.part` come on top
_Row = TypeVar("_Row", bound=Record)


class ArchiveError(WaymarkError):
    """A file of the archive is missing or cannot be read or written."""


def safe_name(name: str) -> str:
    """`name` as one part of a path: no separators, no leading dots, short enough for any file system.

    A name that has to be changed gets a part of its SHA-256 at its end: two names never become one, which would let
    the documents of one source take the place of another's.
    """
    safe = _UNSAFE.sub("-", name).strip("-.")[:_LONGEST_NAME]
    safe = safe.encode()[:_LONGEST_NAME_BYTES].decode(errors="ignore")
    if safe == name:
        return safe
    return f"{safe or 'unnamed'}-{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


class Archive:
    """One archive, by folder or fsspec URL. Files and folders are private to their owner where the
    store has modes.

    Raises ConfigurationError for a URL whose protocol is not known or not installed.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        try:
            self._fs, root = fsspec.core.url_to_fs(url)
        except (ImportError, ValueError) as error:
            raise ConfigurationError(
                f"WAYMARK_ARCHIVE={url.partition('://')[0]}://… cannot be used ({error}): give a folder, or install "
                "the package of its protocol"
            ) from error
        self._root = str(root).rstrip("/")

    # -- files ----------------------------------------------------------------------------------------------------

    def path(self, ref: str) -> str:
        """The store's own path of `ref`. Refuses a reference that would leave the archive."""
        if ref.startswith("/") or ".." in ref.split("/"):
            raise ArchiveError(f"{ref}: not a reference of the archive")
        return f"{self._root}/{ref}"

    def exists(self, ref: str) -> bool:
        return bool(self._fs.exists(self.path(ref)))

    def open(self, ref: str) -> IO[bytes]:
        """`ref` for reading, in bytes."""
        try:
            return cast("IO[bytes]", self._fs.open(self.path(ref), "rb"))
        except FileNotFoundError as error:
            raise ArchiveError(f"{ref}: not in the archive {self.url}") from error

    def write(self, ref: str, lines: Iterable[bytes]) -> str:
        """Writes `ref` whole: under a name of this process first, then renamed. Returns the reference."""
        with self._whole(ref) as aside, self._fs.open(aside, "wb") as file:
            for line in lines:
                file.write(line)
        return ref

    @contextmanager
    def _whole(self, ref: str) -> Iterator[str]:
        """The path to write `ref` to; it gets its own name when the block has ended, and goes when that failed."""
        path = self.path(ref)
        aside = f"{path}.{os.getpid()}.part"
        try:
            self._make_folder(path.rpartition("/")[0])
            yield aside
            if self._has_modes:
                Path(aside).chmod(0o600)
                os.replace(aside, path)  # atomic; fsspec's mv of a local file is not
            else:
                self._fs.mv(aside, path)
        except BaseException as error:
            with suppress(OSError):  # half a file of personal data has no reason to stay
                self._fs.rm_file(aside)
            if isinstance(error, OSError):
                raise ArchiveError(
                    f"{ref}: cannot be written to the archive {self.url}: {error.strerror or error}"
                ) from error
            raise

    def adopt(self, local: str, ref: str) -> str:
        """Moves the finished local file `local` into the archive as `ref`."""
        with self._whole(ref) as aside:
            self._fs.put_file(local, aside)
        os.unlink(local)
        return ref

    @property
    def _has_modes(self) -> bool:
        """Whether the store is a folder of this machine."""
        return "file" in self._fs.protocol

    def _make_folder(self, path: str) -> None:
        """Makes a folder where it is missing, and those above it, for their owner alone: names of sources tell much."""
        if not self._has_modes:
            self._fs.makedirs(path, exist_ok=True)
            return
        missing = [folder for folder in (Path(path), *Path(path).parents) if not folder.exists()]
        for folder in reversed(missing):
            folder.mkdir(mode=0o700, exist_ok=True)

    def written(self, ref: str) -> datetime:
        """When the file was written, as its store says."""
        moment: datetime = self._fs.modified(self.path(ref))
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def remove(self, ref: str) -> None:
        """Removes the file, because its retention is over. One that is gone already is no error."""
        try:
            self._fs.rm_file(self.path(ref))
        except FileNotFoundError:
            return
        except OSError as error:
            raise ArchiveError(f"{ref}: cannot be removed from the archive {self.url}: {error.strerror}") from error

    def refs(self, under: str) -> list[str]:
        """All references below the folder `under`, sorted; unfinished files are left out."""
        folder = self.path(under)
        if not self._fs.exists(folder):
            return []
        found = (str(path)[len(self._root) + 1 :] for path in self._fs.find(folder))
        return sorted(ref for ref in found if not ref.endswith(".part"))

    # -- records --------------------------------------------------------------------------------------------------

    def _rows(self, ref: str, kind: type[_Row]) -> Iterator[_Row]:
        with self.open(ref) as file:
            for number, line in enumerate(file, 1):
                try:
                    yield kind.model_validate_json(line)
                except ValidationError as error:
                    raise ArchiveError(
                        f"{ref}, line {number}: not a {kind.__name__}: {error.errors()[0]['msg']}"
                    ) from error

    def _write_rows(self, ref: str, rows: Iterable[Record]) -> str:
        return self.write(ref, (row.model_dump_json(exclude_defaults=True).encode() + b"\n" for row in rows))

    def write_documents(self, source: str, run: str, documents: Iterable[Document], batch: int) -> list[str]:
        """Writes documents in files of at most `batch`; returns their references in order. None: no file."""
        refs: list[str] = []
        rows: list[Document] = []

        def flush() -> None:
            ref = f"documents/{safe_name(source)}/{safe_name(run)}-{len(refs) + 1:04}.jsonl"
            refs.append(self._write_rows(ref, rows))
            rows.clear()

        for document in documents:
            rows.append(document)
            if len(rows) == batch:
                flush()
        if rows:
            flush()
        return refs

    def documents(self, ref: str) -> Iterator[Document]:
        """The documents of one file."""
        return self._rows(ref, Document)

    def write_captures(self, source: str, run: str, captures: Iterable[Capture]) -> str:
        return self._write_rows(f"captures/{safe_name(source)}/{safe_name(run)}.jsonl", captures)

    def captures(self, ref: str) -> Iterator[Capture]:
        return self._rows(ref, Capture)

    def write_rejects(self, origin: str, run: str, rejects: Iterable[Reject]) -> str | None:
        """Keeps rejected items with their reasons; None where there are none."""
        rows = list(rejects)
        return self._write_rows(f"rejects/{safe_name(origin)}/{safe_name(run)}.jsonl", rows) if rows else None

    def rejects(self, ref: str) -> Iterator[Reject]:
        return self._rows(ref, Reject)

    # -- what is done ---------------------------------------------------------------------------------------------

    def pending(self) -> list[str]:
        """Files of documents that have no receipt yet, oldest name first."""
        done = {ref.removeprefix("receipts/") for ref in self.refs("receipts")}
        return [ref for ref in self.refs("documents") if ref not in done]

    def receipt(self, ref: str, outcome: dict[str, Any]) -> str:
        """Notes that the file of documents `ref` is in the index; `outcome` holds counts, no personal data."""
        return self.write(f"receipts/{ref}", [json.dumps(outcome, sort_keys=True).encode() + b"\n"])
