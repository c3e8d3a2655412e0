"""Files of tips in, documents in the archive out. What cannot be taken in is kept with its reason; the rest goes on."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from tips import json_lines, mail, tables
from tips.tip import Reading
from waymark.archive import Archive
from waymark.errors import WaymarkError
from waymark.records import Document, Record, Reject

#: How each kind of file is read.
READERS: Mapping[str, Callable[[bytes, str], Reading]] = {
    ".csv": tables.read,
    ".tsv": tables.read,
    ".jsonl": json_lines.read,
    ".ndjson": json_lines.read,
    ".eml": mail.read,
}
LARGEST_FILE = 200_000_000  #: bytes; a file is read whole, and no export of a tip line is larger
_NUMBERED = re.compile(r"(.*?)[\W_]*\d[\d\W_]*")  # agency and number or date: hotline-at_2026-11, tipline-0007
_SAID = 20
_UNNAMED_MAIL = "mail"  # programs save letters under their subject, which may name who wrote


class Intake(Record):
    """What was taken in."""

    refs: tuple[str, ...] = ()  #: files of documents in the archive
    taken: int = 0
    rejected: int = 0
    rejects: tuple[str, ...] = ()  #: files in the archive with what was rejected, and why
    files: tuple[str, ...] = ()  #: names of the files that were read
    notes: tuple[str, ...] = ()  #: what a person should know; no personal data

    def __add__(self, other: Intake) -> Intake:
        """Both together."""
        return Intake(**{name: getattr(self, name) + getattr(other, name) for name in Intake.model_fields})


def take_in(
    paths: Sequence[Path], archive: Archive, *, run: str, now: datetime, batch: int, agency: str = ""
) -> Intake:
    """Reads `paths` and writes their tips as documents, at most `batch` a file of the archive.

    `agency` is who exported them where they do not say; without it the name of the file gives it. The same files give
    the same documents, and with the same `run` the same files of the archive. A file or tip that cannot be read is
    rejected with a reason; ArchiveError only where the archive cannot be written.
    """
    by_source: dict[str, list[Document]] = {}
    rejects: list[Reject] = []
    notes: list[str] = []
    for path in paths:
        reading = _read(path)
        for tip in reading.tips:
            document = tip.document(agency or agency_of(path), now)
            by_source.setdefault(document.source, []).append(document)
        rejects += reading.rejects
        notes += [*_said(reading.rejects, path), *reading.notes]
    written = archive.write_rejects("tips", run, rejects)
    if written and any(map(_is_unnamed_mail, paths)):
        notes.append(f"how the letters' files are called, which may name who wrote, stands in {archive.path(written)}")
    return Intake(
        refs=tuple(_write(by_source, archive, run, batch)),
        taken=sum(map(len, by_source.values())),
        rejected=len(rejects),
        rejects=(written,) if written else (),
        files=tuple(map(_name, paths)),
        notes=tuple(notes),
    )


def agency_of(path: Path) -> str:
    """Who exported a file, by its name: without the number or date that tells exports of one agency apart."""
    if _is_unnamed_mail(path):
        return _UNNAMED_MAIL
    stem = _plain_name(path).removesuffix(path.suffix)
    numbered = _NUMBERED.fullmatch(stem)
    return (numbered[1] if numbered else stem) or "unknown"


def _read(path: Path) -> Reading:
    """What a file gives; one of which nothing can be read is one reject."""
    name = _plain_name(path)
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        return _unreadable(name, f"not one of {', '.join(READERS)}: export it as one of these")
    try:
        if path.stat().st_size > LARGEST_FILE:
            return _unreadable(name, f"larger than {LARGEST_FILE:,} bytes: split it")
        return reader(path.read_bytes(), name)
    except OSError as error:
        return _unreadable(name, f"cannot be read: {error.strerror or error}")
    except WaymarkError as error:
        return _unreadable(name, str(error))


def _unreadable(name: str, reason: str) -> Reading:
    return Reading(rejects=[Reject(item=name, reason=reason)])


def _said(rejects: Sequence[Reject], path: Path) -> Iterator[str]:
    """The first of many rejects for the person who watches; all of them stand in the archive."""
    given, said = _plain_name(path), _name(path)
    yield from (f"{reject.item.replace(given, said)}: {reject.reason}" for reject in rejects[:_SAID])
    if len(rejects) > _SAID:
        yield f"and {len(rejects) - _SAID} more rejected: see the archive's rejects/tips"


def _name(path: Path) -> str:
    """What the file is called in logs: its name, or for a letter saved under its subject, its SHA-256.

    Letters that are none (a name in another encoding than the system's) are replaced.
    """
    if _is_unnamed_mail(path):
        try:
            return f"letter {hashlib.sha256(path.read_bytes()).hexdigest()[:16]}.eml"
        except OSError:
            return "letter.eml"
    return _plain_name(path)


def _plain_name(path: Path) -> str:
    return path.name.encode("utf-8", "replace").decode()


def _is_unnamed_mail(path: Path) -> bool:
    numbered = _NUMBERED.fullmatch(path.stem)
    return path.suffix.lower() == ".eml" and not (numbered and numbered[1])


def _write(by_source: Mapping[str, list[Document]], archive: Archive, run: str, batch: int) -> Iterable[str]:
    for source, documents in sorted(by_source.items()):
        yield from archive.write_documents(source, run, documents, batch)
