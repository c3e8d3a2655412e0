"""The audit trail: who searched for what, opened, exported, when; append-only, each entry chained to the one before.

An entry holds the SHA-256 of the entry before it and of itself (of its JSON with sorted keys and no blanks),
so that one that was altered, removed or put between is found. What the chain cannot tell, entries cut off at its end,
`head` tells: it names the last entry, and whoever notes it elsewhere can have it checked later.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Literal

from pydantic import Field, ValidationError

from waymark.errors import ServiceError
from waymark.records import Moment, Record

Action = Literal[
    "sign-in", "sign-in refused", "sign-out", "search", "open", "export", "work", "alert", "inbox", "audit", "erase"
]
_TAIL = 1 << 20  # bytes: an entry is far shorter
_MONTHS = 3  # in which it is looked for when somebody was here last
_LONGEST = 4000  # characters of a detail: twice a question's; who types more is told so, and fills no disk
_FIRST = "0" * 64  # what stands before the first entry


class Entry(Record):
    """One thing that somebody did."""

    number: int = Field(ge=1)
    at: Moment
    user: str
    action: Action
    details: dict[str, str | int]  #: what was searched for, which lead was opened
    before: str  #: SHA-256 of the entry before
    sha256: str = ""

    def sealed(self) -> str:
        """The SHA-256 that this entry must have."""
        content = self.model_dump(mode="json", exclude={"sha256"})
        written = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(written.encode()).hexdigest()


@dataclass(frozen=True)
class Head:
    """The last entry: its number and its SHA-256."""

    number: int
    sha256: str


@dataclass(frozen=True)
class Fault:
    """What is wrong, and where: file and line."""

    where: str
    what: str


class Trail:
    """The trail in one folder, one file a month. Several processes may write to it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def note(self, user: str, action: Action, details: Mapping[str, str | int], at: datetime | None = None) -> Entry:
        """Adds an entry; it is on the disk when this returns. Raises ServiceError where that cannot be."""
        try:
            with self._alone():
                kept = {name: _bounded(value) if isinstance(value, str) else value for name, value in details.items()}
                return self._add(_bounded(user), action, kept, at or datetime.now(UTC))
        except OSError as error:
            raise ServiceError(
                f"{self._folder}: the audit trail cannot be written ({error.strerror}): nothing is shown unaudited"
            ) from error

    def entries(self) -> Iterator[Entry]:
        """All entries in order, unchecked. A line that is none is left out; `verify` names it."""
        for _, line in self._lines():
            try:
                yield Entry.model_validate_json(line)
            except ValidationError:
                continue

    def head(self) -> Head:
        """The last entry as it was noted when it was written. Raises ServiceError where that cannot be read."""
        try:
            number, sha256 = self._head_file.read_text("utf-8").split()
            return Head(int(number), sha256)
        except FileNotFoundError:
            return Head(0, _FIRST)
        except (OSError, ValueError) as error:
            raise ServiceError(
                f"{self._head_file}: does not hold the trail's last entry ({error}): take it from a backup, or remove "
                "it, and the entries after it begin a new chain that `waymark audit verify` names"
            ) from error

    def verify(self, noted: Head | None = None) -> Iterator[Fault]:
        """Everything that is wrong with the trail, nothing when it is whole; `noted`: a head kept elsewhere."""
        return (found for found in self.read(noted) if isinstance(found, Fault))

    def last_visit(self, user: str) -> datetime | None:
        """When the user last did something in the console; None for nobody who did within the last months."""
        written = json.dumps(user, ensure_ascii=False).encode()
        for file in reversed(self._files()[-_MONTHS:]):
            for line in reversed(file.read_bytes().splitlines()):
                if written not in line:
                    continue
                with suppress(ValidationError):
                    entry = Entry.model_validate_json(line)
                    if entry.user == user and entry.action != "sign-in refused":
                        return entry.at
        return None

    def read(self, noted: Head | None = None) -> Iterator[Entry | Fault]:
        """All entries in order, and between them everything that is wrong, in one reading of the files."""
        try:
            kept = self.head()  # before the files: others may go on writing, and this is in them whatever they write
        except ServiceError:
            yield Fault(str(self._head_file), "it does not hold the last entry")
            kept = None
        last, found = Head(0, _FIRST), {0: _FIRST}
        for where, line in self._lines():
            try:
                entry = Entry.model_validate_json(line)
            except ValidationError:
                yield Fault(where, "this is no entry")
                continue
            if entry.sha256 != entry.sealed():
                yield Fault(where, f"entry {entry.number} was altered")
            if entry.number != last.number + 1:
                yield Fault(where, f"entry {entry.number} follows entry {last.number}: one was removed, added or moved")
            elif entry.before != last.sha256:
                yield Fault(where, f"entry {entry.number} does not follow from entry {last.number}")
            last = Head(entry.number, entry.sha256)
            found[entry.number] = entry.sha256
            yield entry
        if kept is not None and last.number > kept.number + 1 and not self._head_file.exists():
            yield Fault(str(self._head_file), "it is missing: whether entries were cut off cannot be told")
        for head, name in ((kept, str(self._head_file)), (noted, "the head that was noted")):
            if head is not None and found.get(head.number) != head.sha256:
                yield Fault(name, f"entry {head.number} is not there as it was: the trail was cut off or written anew")

    # -- files ----------------------------------------------------------------------------------------------------

    @property
    def _head_file(self) -> Path:
        return self._folder / "head"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _private(self._folder / "lock", "ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _add(self, user: str, action: Action, details: dict[str, str | int], at: datetime) -> Entry:
        before = self._last()
        entry = Entry(number=before.number + 1, at=at, user=user, action=action, details=details, before=before.sha256)
        entry = entry.model_copy(update={"sha256": entry.sealed()})
        _append(self._file(at), entry.model_dump_json() + "\n")
        fresh = self._folder / "head.new"
        with _private(fresh, "wb") as file:
            file.write(f"{entry.number} {entry.sha256}\n".encode())
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._head_file)
        return entry

    def _last(self) -> Head:
        """The last entry; one that was written just before a crash is not yet the head."""
        head = self.head()
        newest = max(self._files(), default=None)
        if newest is not None:
            lines = _tail(newest).splitlines()
            try:
                entry = Entry.model_validate_json(lines[-1]) if lines else None
            except ValidationError:
                entry = None
            if entry is not None and entry.number == head.number + 1 and entry.before == head.sha256:
                return Head(entry.number, entry.sha256)
        return head

    def _file(self, at: datetime) -> Path:
        """That of the month; the newest where the clock was put back: files are read in their order."""
        return max([*self._files()[-1:], self._folder / f"{at.astimezone(UTC):%Y-%m}.jsonl"])

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob("[0-9][0-9][0-9][0-9]-[0-9][0-9].jsonl"))

    def _lines(self) -> Iterator[tuple[str, bytes]]:
        for file in self._files():
            for number, line in enumerate(file.read_bytes().splitlines(), 1):
                yield f"{file}, line {number}", line


def _bounded(value: str) -> str:
    """A detail as it is kept: the beginning of what is too long, and how long it was."""
    return value if len(value) <= _LONGEST else f"{value[:_LONGEST]}… ({len(value)} characters)"


def _tail(file: Path) -> bytes:
    """The end of a file, its last line in any case."""
    with file.open("rb") as kept:
        kept.seek(max(0, kept.seek(0, os.SEEK_END) - _TAIL))
        return kept.read()


def _append(file: Path, line: str) -> None:
    """One line more, at the beginning of a line even where a crash left half of one; on the disk when done."""
    with _private(file, "a+b") as kept:
        kept.seek(0, os.SEEK_END)
        if kept.tell():
            kept.seek(-1, os.SEEK_END)
            if kept.read(1) != b"\n":
                line = "\n" + line
        kept.write(line.encode())
        kept.flush()
        os.fsync(kept.fileno())


def _private(file: Path, mode: Literal["ab", "a+b", "wb"]) -> IO[bytes]:
    """Opens a file that only its owner may read."""
    flags = {"ab": os.O_WRONLY | os.O_APPEND, "a+b": os.O_RDWR | os.O_APPEND, "wb": os.O_WRONLY | os.O_TRUNC}[mode]
    return os.fdopen(os.open(file, flags | os.O_CREAT, 0o600), mode)
