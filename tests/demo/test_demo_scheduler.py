"""A demo that is told to end while its Airflow is being started, by another thread, leaves nothing running."""

from __future__ import annotations

import threading
from pathlib import Path

import psutil
import pytest

from demo.scheduler import Scheduler
from waymark.errors import ServiceError


def test_after_the_end_nothing_is_started(tmp_path: Path) -> None:
    scheduler = Scheduler(tmp_path / "airflow", 8080, {})
    scheduler.stop()
    before = set(psutil.Process().children())
    with pytest.raises(ServiceError, match="the demo ends"):
        scheduler.start(lambda _pid: None)
    assert set(psutil.Process().children()) <= before


@pytest.mark.slow
def test_an_end_in_the_middle_of_the_start_ends_what_was_started_and_what_would_be(tmp_path: Path) -> None:
    scheduler = Scheduler(tmp_path / "airflow", 8080, {})
    noted: list[psutil.Process] = []
    first = threading.Event()

    def note(pid: int) -> None:
        noted.append(psutil.Process(pid))
        first.set()

    def start() -> None:
        with pytest.raises(ServiceError):
            scheduler.start(note)

    starting = threading.Thread(target=start)
    starting.start()
    assert first.wait(60)
    scheduler.stop()
    starting.join()
    assert noted
    assert not [process for process in noted if process.is_running()]
