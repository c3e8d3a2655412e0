"""What a crawl's subprocess is told: the source, and the files it writes."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from crawlers.source import Source


class Job(BaseModel):
    """One crawl of one source; everything is written into `folder` and taken from there by the caller."""

    model_config = ConfigDict(frozen=True)

    source: Source
    folder: Path
    warc_ref: str  #: the reference the WARC file will have in the archive

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
