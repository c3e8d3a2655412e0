"""The folder that files of tips arrive in. Nothing in it is ever deleted or changed: it is the agencies'.

Which files were taken in is noted in the archive by their content (receipts/tips/<sha256>.json): a mended file is a
new one, two files of one name are two, and a file that lies there twice is taken in once. A file of which nothing could
be read is read again under an ending that says another kind, or when the table of columns has changed
(receipts/tips/<sha256>-<of kind and table>.json).
"""

from __future__ import annotations

import hashlib
import json
import os
from datetime import UTC, datetime
from pathlib import Path

from tips.columns import TABLE
from tips.intake import Intake, take_in
from waymark.archive import Archive
from waymark.errors import ServiceError
from waymark.progress import say
from waymark.settings import Settings

_RECEIPTS = "receipts/tips"
_UNFINISHED = {".part", ".partial", ".tmp", ".crdownload", ".filepart"}
_NO_TIPS = {"readme", "readme.md", "readme.txt"}


def waiting(inbox: Path) -> list[Path]:
    """The inbox's files in order of their paths: no hidden ones, no links, none that is still being written."""
    return sorted(path for path in inbox.rglob("*") if _is_export(path, inbox))


def made(settings: Settings) -> Path:
    """The inbox; the one below the state folder is made, private, where it is not there. A folder that was named in
    WAYMARK_TIPS_INBOX is not: it may be a share that is away, and files would be put below it unseen.

    Raises ServiceError where it cannot be made.
    """
    if settings.tips_inbox is None:
        try:
            settings.inbox.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise ServiceError(
                f"{settings.inbox}: cannot be made ({error.strerror}): set WAYMARK_TIPS_INBOX to a folder of yours"
            ) from error
    return settings.inbox


def take_in_new(settings: Settings, archive: Archive, now: datetime | None = None) -> Intake:
    """Takes in the files that were not taken in before, each under a run named by its content.

    A file in a folder of the inbox is that agency's: `inbox/hotline-at/export.csv`. Stopped in the middle, the next
    call goes on: what is written again is the same. Says what a person should know, without personal data.
    """
    intake = Intake()
    for path in waiting(made(settings)):
        intake += _take_in_once(path, settings, archive, now or datetime.now(UTC))
    return intake


def _take_in_once(path: Path, settings: Settings, archive: Archive, now: datetime) -> Intake:
    digest = _digest(path)
    receipt = f"{_RECEIPTS}/{digest}.json"
    in_vain = f"{_RECEIPTS}/{digest}-{_way_of_reading(path)}.json"
    if digest and (archive.exists(receipt) or archive.exists(in_vain)):
        return Intake()
    run = digest[:32] or f"unread-{hashlib.sha256(os.fsencode(path)).hexdigest()[:32]}"
    intake = take_in([path], archive, run=run, now=now, batch=settings.batch, agency=_agency(path, settings.inbox))
    for note in intake.notes:
        say(f"tips: {note}")
    if digest:
        counts = {"documents": intake.refs, "rejected": intake.rejected, "taken": intake.taken}
        archive.write(receipt if intake.taken else in_vain, [json.dumps(counts, sort_keys=True).encode() + b"\n"])
    return intake


def _is_export(path: Path, inbox: Path) -> bool:
    parts = path.relative_to(inbox).parts
    return (
        not any(part.startswith((".", "~")) for part in parts)
        and path.suffix.lower() not in _UNFINISHED
        and path.name.lower() not in _NO_TIPS
        and not path.is_symlink()
        and path.is_file()
    )


def _digest(path: Path) -> str:
    """SHA-256 of the content; empty where it cannot be read, which is tried again the next time."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _way_of_reading(path: Path) -> str:
    """Stands for what decides how a file is read: the kind its ending says, and the table of columns."""
    return hashlib.sha256(f"{path.suffix.lower()} {_digest(TABLE)}".encode("utf-8", "replace")).hexdigest()[:8]


def _agency(path: Path, inbox: Path) -> str:
    """The folder below the inbox that the file lies in; empty where it lies in the inbox itself."""
    folders = path.relative_to(inbox).parts[:-1]
    return folders[0].encode("utf-8", "replace").decode() if folders else ""
