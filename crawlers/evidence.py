"""Shows, years later, the page that an ad was cut out of, and that it is still the one that was captured."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from datetime import datetime

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from waymark.archive import Archive
from waymark.errors import WaymarkError
from waymark.records import Evidence


class EvidenceError(WaymarkError):
    """A page that is not in the archive, or not as it was captured."""


@dataclass(frozen=True)
class Exhibit:
    """One captured answer of a site, as its WARC record has it."""

    url: str
    captured_at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes  #: as received: compressed, where the site sent it so
    sha256: str  #: of the body as it is in the archive now


def show(evidence: Evidence, archive: Archive) -> Exhibit:
    """The page that `evidence` names. EvidenceError: its WARC file does not hold it."""
    with archive.open(evidence.warc) as file:
        try:
            for record in ArchiveIterator(file, no_record_parse=False):
                if record.rec_headers.get_header("WARC-Record-ID") == evidence.record_id:
                    return _exhibit(record)
        except (ArchiveLoadFailed, EOFError, OSError, zlib.error) as error:
            raise EvidenceError(f"{evidence.warc}: damaged before record {evidence.record_id} ({error})") from error
    raise EvidenceError(f"{evidence.warc}: holds no record {evidence.record_id}: compare it with a backup")


def verify(evidence: Evidence, archive: Archive) -> Exhibit:
    """The page, when its SHA-256 is the one noted at its capture. EvidenceError: it is another."""
    exhibit = show(evidence, archive)
    if exhibit.sha256 != evidence.sha256:
        raise EvidenceError(
            f"{evidence.warc}, record {evidence.record_id}: its SHA-256 is {exhibit.sha256}, at its capture it was "
            f"{evidence.sha256}: the page was changed, compare it with a backup"
        )
    return exhibit


def _exhibit(record: ArcWarcRecord) -> Exhibit:
    body = record.raw_stream.read()
    return Exhibit(
        url=str(record.rec_headers.get_header("WARC-Target-URI")),
        captured_at=datetime.fromisoformat(str(record.rec_headers.get_header("WARC-Date"))),
        status=int(record.http_headers.get_statuscode()),
        headers=tuple(record.http_headers.headers),
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
    )
