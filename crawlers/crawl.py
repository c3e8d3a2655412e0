"""Crawls one source in a subprocess of its own and judges how it went by the crawl's statistics."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from crawlers import process, workplace
from crawlers.job import Job, warc_ref
from crawlers.source import Source
from crawlers.statistics import Statistics, told, verdict
from waymark.archive import Archive
from waymark.errors import WaymarkError
from waymark.records import Capture, Document, Record
from waymark.settings import Settings

_Row = TypeVar("_Row", bound=Record)


class CrawlError(WaymarkError):
    """A crawl that did not read its source; what it did capture is in the archive."""


@dataclass(frozen=True)
class CrawlOutcome:
    """One crawl: what it wrote, and what went wrong on the way."""

    source: str
    run: str  #: the name it has in the archive
    documents: tuple[str, ...]  #: references of files of documents
    captures: str  #: reference of the file of captures
    ads: int
    pages: int
    forbidden: int  #: pages that robots.txt forbids: not asked for
    refused: int  #: pages the site refuses without a sign-in or the like: not circumvented
    problems: tuple[str, ...]  #: pages that could not be read, each with its reason


def crawl(source: Source, *, run: str, archive: Archive, settings: Settings) -> CrawlOutcome:
    """Reads `source` once and puts pages and documents into the archive under the name `run`.

    Evidence is never written over: where the archive has a crawl of that name already, this one is named `run.2`.
    Raises CrawlError, in one line, when the start could not be reached, fewer ads were found than the source
    expects, or the crawl was ended early; what was captured before is in the archive then, too. What crawls that
    were killed have left on this machine is put into the archive first.
    """
    _keep_what_was_left(archive, settings)
    with workplace.opened(source, _free_name(source, run, archive), settings) as (job, lock):
        try:
            ended_early = process.run(job, lock, settings)
        finally:  # whatever ends us, a task's time limit for one
            outcome = _keep(job, archive, settings.batch)
            statistics = told(job.outcome)
            last_words = _last_line(job.log)
            workplace.remove(job)
    if statistics is None:
        problem: str | None = ended_early or f"Scrapy ended without its statistics: {last_words}"
    else:
        problem = ended_early or verdict(source, statistics)
    if problem:
        raise CrawlError(f"{source.id}: {problem}")
    return outcome


def run_name(started: datetime | None = None) -> str:
    """A name for a crawl that no scheduler named: its time."""
    return (started or datetime.now(UTC)).strftime("%Y%m%dT%H%M%SZ")


def _free_name(source: Source, run: str, archive: Archive) -> str:
    names = (run if number == 1 else f"{run}.{number}" for number in count(1))
    return next(name for name in names if not archive.exists(warc_ref(source.id, name)))


def _keep_what_was_left(archive: Archive, settings: Settings) -> None:
    with workplace.abandoned(settings) as jobs:
        for job in jobs:
            _keep(job, archive, settings.batch)
            workplace.remove(job)


def _keep(job: Job, archive: Archive, batch: int) -> CrawlOutcome:
    """Puts what the crawl wrote into the archive: pages first, so that no document lacks its evidence."""
    if job.warc.exists():
        archive.adopt(str(job.warc), job.warc_ref)
    statistics = told(job.outcome) or Statistics(finish_reason="killed", documents=0, problems=(), stats={})
    archive.write_rejects(job.source.id, job.run, statistics.problems)
    captures = archive.write_captures(job.source.id, job.run, _captures(job))
    refs = archive.write_documents(job.source.id, job.run, _rows(job.documents, Document), batch)
    return CrawlOutcome(
        source=job.source.id,
        run=job.run,
        documents=tuple(refs),
        captures=captures,
        ads=statistics.documents,
        pages=statistics.pages,
        forbidden=statistics.forbidden,
        refused=statistics.refused,
        problems=tuple(f"{problem.item}: {problem.reason}" for problem in statistics.problems),
    )


def _captures(job: Job) -> Iterator[Capture]:
    """The captures, each with the ids of the ads that were cut out of it."""
    cut_out = defaultdict[str, list[str]](list)
    for document in _rows(job.documents, Document):
        if document.evidence:
            cut_out[document.evidence.record_id].append(document.id)
    for capture in _rows(job.captures, Capture):
        yield capture.model_copy(update={"documents": tuple(cut_out[capture.evidence.record_id])})


def _rows(file: Path, kind: type[_Row]) -> Iterator[_Row]:
    """The whole lines of a file; the last one of a killed crawl may be cut off."""
    if not file.exists():
        return
    with file.open("rb") as lines:
        for line in lines:
            with contextlib.suppress(ValidationError):
                yield kind.model_validate_json(line)


def _last_line(log: Path) -> str:
    lines = log.read_text("utf-8", "replace").strip().splitlines() if log.exists() else []
    return lines[-1][:300] if lines else "it wrote nothing"
