"""What a crawl's subprocess is told: the source, and the files it writes."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from crawlers.source import Source
from waymark.archive import safe_name


class Job(BaseModel):
    """One crawl of one source; everything is written into `folder` and taken from there by the caller."""

    model_config = ConfigDict(frozen=True)

    source: Source
    run: str  #: the crawl's own name; no other crawl of the source has it
    folder: Path

    @property
    def warc_ref(self) -> str:
        """The reference the WARC file will have in the archive."""
        return warc_ref(self.source.id, self.run)

    @property
    def file(self) -> Path:
        return self.folder / "job.json"

    @property
    def warc(self) -> Path:
        return self.folder / "pages.warc.gz"

    @property
    def captures(self) -> Path:
        return self.folder / "captures.jsonl"

    @property
    def documents(self) -> Path:
        return self.folder / "documents.jsonl"

    @property
    def outcome(self) -> Path:
        return self.folder / "outcome.json"

    @property
    def log(self) -> Path:
        return self.folder / "scrapy.log"


def warc_ref(source_id: str, run: str) -> str:
    """Where the archive keeps the pages of a crawl."""
    return f"captures/{safe_name(source_id)}/{safe_name(run)}.warc.gz"
