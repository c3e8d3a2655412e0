"""Ctrl-C at a terminal: what is being ended is said, and that it has ended."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from waymark.node import erase
from waymark.settings import Settings

WAYMARK = str(Path(sys.executable).with_name("waymark"))


@pytest.mark.slow
@pytest.mark.node
@pytest.mark.timeout(600)
def test_ctrl_c_at_a_terminal_says_that_all_has_ended(tmp_path: Path) -> None:
    environment = {**os.environ, "WAYMARK_STATE": str(tmp_path), "WAYMARK_ELASTICSEARCH_HEAP": "512m"}
    keyboard, terminal = pty.openpty()
    with subprocess.Popen(
        ["setsid", "--ctty", "--wait", WAYMARK, "demo"],
        env=environment,
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
    ) as started:
        os.close(terminal)
        said = _read_until(keyboard, "starting Elasticsearch")
        os.write(keyboard, b"\x03")
        said += _read_until(keyboard, None)
        assert started.wait() == 0, said
    os.close(keyboard)
    erase(Settings(state=tmp_path))
    ending, ended = "ending what the demo started", "all that the demo started has ended"
    assert 0 < said.find(ending) < said.find(ended), said[-2000:]
    assert "Traceback" not in said


def _read_until(keyboard: int, words: str | None) -> str:
    """What the terminal shows up to these words, or to the end."""
    shown = ""
    while words is None or words not in shown:
        try:
            part = os.read(keyboard, 4096)
        except OSError:  # the other side has closed
            break
        shown += part.decode("utf-8", "replace")
    return shown
