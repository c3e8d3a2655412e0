"""Crawls one source in a subprocess of its own and judges how it went by the crawl's statistics."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from crawlers.job import Job
from crawlers.source import Source
from waymark.archive import Archive, safe_name
from waymark.errors import WaymarkError
from waymark.records import Capture, Document, Record
from waymark.settings import Settings

_GRACE = 60.0  # seconds a crawl that was told to end may take for the requests under way
_Row = TypeVar("_Row", bound=Record)


class CrawlError(WaymarkError):
    """A crawl that did not read its source; what it did capture is in the archive."""


@dataclass(frozen=True)
class CrawlOutcome:
    """One crawl: what it wrote, and what went wrong on the way."""

    source: str
    run: str
    documents: tuple[str, ...]  #: references of files of documents
    captures: str  #: reference of the file of captures
    ads: int
    pages: int
    forbidden: int  #: pages that robots.txt forbids: not asked for
    problems: tuple[str, ...]  #: pages that could not be read, each with its reason


def crawl(source: Source, *, run: str, archive: Archive, settings: Settings) -> CrawlOutcome:
    """Reads `source` once and puts pages and documents into the archive under the name `run`.

    Raises CrawlError, in one line, when the start could not be reached, fewer ads were found than the source
    expects, or the crawl was ended early; what was captured before is in the archive then, too.
    """
    folder = settings.state / "crawling" / f"{safe_name(source.id)}-{safe_name(run)}-{os.getpid()}"
    folder.mkdir(parents=True, mode=0o700)
    try:
        warc = f"captures/{safe_name(source.id)}/{safe_name(run)}.warc.gz"
        job = Job(source=source, folder=folder, warc_ref=warc)
        ended_early = _run(job, settings)
        outcome = _keep(job, run, archive, settings)
        problem = ended_early or _verdict(job, outcome)
        if problem:
            raise CrawlError(f"{source.id}: {problem}")
        return outcome
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run_name(started: datetime | None = None) -> str:
    """A name for a crawl that no scheduler named: its time."""
    return (started or datetime.now(UTC)).strftime("%Y%m%dT%H%M%SZ")


def _run(job: Job, settings: Settings) -> str | None:
    """Runs Scrapy; returns why it was ended early, or None."""
    file = job.folder / "job.json"
    file.write_text(job.model_dump_json(), "utf-8")
    agent = f"Waymark/0.1 (+{settings.contact}; public advertisements, robots.txt obeyed)"
    command = [
        sys.executable,
        "-m",
        "scrapy",
        "crawl",
        job.source.kind,
        "-a",
        f"job={file}",
        "-s",
        f"USER_AGENT={agent}",
    ]
    with job.log.open("wb") as log:
        process = subprocess.Popen(
            command,
            env={**os.environ, "SCRAPY_SETTINGS_MODULE": "crawlers.settings", "PYTHONIOENCODING": "utf-8"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=job.folder,
            start_new_session=True,
        )
        try:
            process.wait(job.source.politeness.max_minutes * 60 + _GRACE)
        except subprocess.TimeoutExpired:
            return f"took more than {job.source.politeness.max_minutes:g} minutes and was ended"
        finally:
            _end(process)
    return None


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the crawl and its process group: asked first, then made to."""
    for told in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, told)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE)


def _keep(job: Job, run: str, archive: Archive, settings: Settings) -> CrawlOutcome:
    """Puts what the crawl wrote into the archive: pages first, so that no document lacks its evidence."""
    if job.warc.exists():
        archive.adopt(str(job.warc), job.warc_ref)
    captures = archive.write_captures(job.source.id, run, _rows(job.captures, Capture))
    refs = archive.write_documents(job.source.id, run, _rows(job.documents, Document), settings.batch)
    told = _told(job)
    stats = told.get("stats", {})
    return CrawlOutcome(
        source=job.source.id,
        run=run,
        documents=tuple(refs),
        captures=captures,
        ads=int(told.get("documents", 0)),
        pages=int(stats.get("downloader/response_status_count/200", 0)),
        forbidden=int(stats.get("robotstxt/forbidden", 0)),
        problems=tuple(told.get("problems", ())),
    )


def _verdict(job: Job, outcome: CrawlOutcome) -> str | None:
    """Why this crawl counts as failed, or None. Scrapy exits with 0 even where no page was reached."""
    told = _told(job)
    if not told:
        return f"Scrapy ended without its statistics: {_last_line(job.log)}"
    first = f" (first problem: {outcome.problems[0]})" if outcome.problems else ""
    stats = told["stats"]
    if stats.get("waymark/start_failed", 0) >= len(job.source.start):
        forbidden = "; robots.txt forbids it" if outcome.forbidden else ""
        return f"the start address could not be read{forbidden}{first}: check `start` and whether the site is up"
    if told["finish_reason"] not in {"finished", "closespider_pagecount"}:
        return f"the crawl was ended early ({told['finish_reason']}){first}"
    if stats.get("spider_exceptions/count", 0):
        return f"{stats['spider_exceptions/count']} pages broke the reading of this kind of site{first}"
    expected = job.source.expect
    if outcome.ads < expected.min and not (expected.may_be_quiet and outcome.ads == 0):
        return f"{outcome.ads} ads found, at least {expected.min} expected{first}: check the source's selectors"
    return None


def _told(job: Job) -> dict[str, Any]:
    try:
        return dict(json.loads(job.outcome.read_text("utf-8")))
    except (OSError, ValueError):
        return {}


def _rows(file: Path, kind: type[_Row]) -> Iterator[_Row]:
    """The whole lines of a file; the last one of a killed crawl may be cut off."""
    if not file.exists():
        return
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            with contextlib.suppress(ValidationError):
                yield kind.model_validate_json(line)


def _last_line(log: Path) -> str:
    lines = log.read_text("utf-8", "replace").strip().splitlines()
    return lines[-1][:300] if lines else "it wrote nothing"
