"""A command that is told to end (systemd, a container that stops) puts right what it holds."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

WAYMARK = str(Path(sys.executable).with_name("waymark"))


def test_a_command_that_is_told_to_end_ends_in_order(tmp_path: Path) -> None:
    """By a status of its own, not by the signal: so its `finally` blocks ran."""
    environment = {**os.environ, "WAYMARK_STATE": str(tmp_path)}
    with subprocess.Popen([WAYMARK, "ingest", "-"], env=environment, stdin=subprocess.PIPE) as command:
        assert command.stdin
        command.stdin.write(b"\n" * 1_000_000)  # more than a pipe holds: it is reading when this is done
        command.terminate()
        assert command.wait() == 143
