"""The folders that crawls work in, each locked while its crawl lives, so that what a killed one left can be kept."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from crawlers.job import Job
from crawlers.source import Source
from waymark.settings import Settings

_LOCK = "lock"


@contextlib.contextmanager
def opened(source: Source, run: str, settings: Settings) -> Iterator[tuple[Job, int]]:
    """A folder of its own for one crawl, and the descriptor of its lock, to be passed on to the crawl's process.

    It stays until `remove`: what could not be put into the archive is found there by a later crawl (`abandoned`).
    """
    folder = Path(tempfile.mkdtemp(prefix=f"{source.id}-", dir=_folder(settings)))
    lock = os.open(folder / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)  # waits where another crawl is just looking whether it is abandoned
        job = Job(source=source, run=run, folder=folder)
        job.file.write_text(job.model_dump_json(), "utf-8")
        yield job, lock
    finally:
        os.close(lock)


def remove(job: Job) -> None:
    """Removes the folder of a crawl whose pages and documents are in the archive."""
    shutil.rmtree(job.folder, ignore_errors=True)


@contextlib.contextmanager
def abandoned(settings: Settings) -> Iterator[list[Job]]:
    """Crawls whose process and whose caller are both gone; locked while the context is open."""
    with contextlib.ExitStack() as locks:
        jobs = []
        for folder in sorted(_folder(settings).iterdir()):
            if not locks.enter_context(_held(folder)):
                continue
            try:
                jobs.append(Job.model_validate_json((folder / "job.json").read_bytes()))
            except (OSError, ValidationError):  # ended before it began, or written by another version
                continue
        yield jobs


def _folder(settings: Settings) -> Path:
    folder = settings.state / "crawling"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


@contextlib.contextmanager
def _held(folder: Path) -> Iterator[bool]:
    """Whether the folder's lock could be had; it is held while the context is open."""
    try:
        lock = os.open(folder / _LOCK, os.O_RDWR)
    except OSError:  # removed meanwhile, or no crawl's folder
        yield False
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        held = True
    except BlockingIOError:
        held = False
    try:
        yield held
    finally:
        os.close(lock)
