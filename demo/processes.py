"""Ending what the demo started: whole process groups, and what left them, by id and time of birth, never by name."""

from __future__ import annotations

import contextlib
import json
import os
import signal
from pathlib import Path

import psutil

from waymark.node.record import born

_PATIENCE = 15.0  # seconds a process may take to end by itself


def family(pid: int) -> list[psutil.Process]:
    """The process `pid`, all that descends from it, and all that is in its process group."""
    found: dict[int, psutil.Process] = {}
    with contextlib.suppress(psutil.NoSuchProcess):
        parent = psutil.Process(pid)
        for process in (parent, *parent.children(recursive=True)):
            found[process.pid] = process
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, ProcessLookupError, PermissionError):
            if os.getpgid(process.pid) == pid:
                found.setdefault(process.pid, process)
    return list(found.values())


def end(pid: int) -> None:
    """Ends `pid` and its family: asked first, then made to. Returns when none of them is left."""
    members = family(pid)
    for process in members:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGTERM)
    _, alive = psutil.wait_procs(members, timeout=_PATIENCE)
    for process in {*alive, *family(pid)}:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(list(alive), timeout=_PATIENCE)


class Ledger:
    """A file that names the processes of a demo run, so that the next run can end what a killed one left behind."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def note(self, pid: int) -> None:
        """Adds a process with the time it was born (a process id alone may be given to another program later)."""
        entries = [*self._entries(), [pid, born(pid)]]
        aside = self._file.with_suffix(".part")
        aside.write_text(json.dumps(entries), "utf-8")
        aside.replace(self._file)  # whole or not at all: a demo killed here must not lose the others

    def end_leftovers(self) -> int:
        """Ends the processes noted here that still run; returns how many there were."""
        ended = 0
        for pid, noted in self._entries():
            with contextlib.suppress(psutil.NoSuchProcess):
                if abs(born(int(pid)) - noted) < 1:
                    end(int(pid))
                    ended += 1
        self._file.unlink(missing_ok=True)
        return ended

    def _entries(self) -> list[list[float]]:
        try:
            return [list(entry) for entry in json.loads(self._file.read_text("utf-8"))]
        except (OSError, ValueError):
            return []
