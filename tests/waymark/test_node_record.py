"""What is noted about the node, and whether that is still true."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import psutil
import pytest

from waymark.node.record import Node, born, read_node, write_node


def _node(pid: int, since_boot: float) -> Node:
    return Node(
        url="http://127.0.0.1:9200",
        username="elastic",
        password="an invented password",
        pid=pid,
        pid_born=since_boot,
        port=9200,
        heap="512m",
        data=Path("/nowhere"),
    )


@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_only_its_owner_can_read_the_credentials(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        write_node(tmp_path / "elasticsearch" / "node.json", _node(1, 0))
    finally:
        os.umask(before)
    assert (tmp_path / "elasticsearch" / "node.json").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "elasticsearch").stat().st_mode & 0o777 == 0o700


def test_what_was_noted_is_read_again(tmp_path: Path) -> None:
    write_node(tmp_path / "node.json", _node(7, 1.5))
    assert read_node(tmp_path / "node.json") == _node(7, 1.5)


@pytest.mark.parametrize("content", [None, b"", b"{", b"[]", b'{"url": "http://127.0.0.1:9200"}', b"\xff\xfe"])
def test_a_missing_or_damaged_note_is_no_node(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "node.json").write_bytes(content)
    assert read_node(tmp_path / "node.json") is None


def test_a_living_process_of_the_same_age_is_the_node() -> None:
    process = psutil.Process()
    assert _node(process.pid, born(process.pid)).process == process


def test_a_clock_that_was_set_loses_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine that was paused: its clock is set an hour on, and with it the time of boot that it tells."""
    process = psutil.Process()
    node = _node(process.pid, born(process.pid))
    boot = psutil.boot_time()
    monkeypatch.setattr(psutil, "boot_time", lambda: boot + 3600)
    monkeypatch.setattr(psutil._pslinux, "boot_time", lambda: boot + 3600)  # type: ignore[attr-defined]
    assert node.process == process


def test_a_process_that_got_the_number_later_is_not_the_node() -> None:
    process = psutil.Process()
    assert _node(process.pid, born(process.pid) - 3600).process is None


def test_an_ended_process_is_not_the_node() -> None:
    child = subprocess.Popen(["sleep", "60"])
    node = _node(child.pid, born(child.pid))
    assert node.process is not None
    child.kill()
    psutil.wait_procs([psutil.Process(child.pid)], timeout=0.5)  # still a zombie: nobody has waited for it
    assert node.process is None
    child.wait()
    assert node.process is None


def test_the_password_is_not_shown_when_a_node_is_printed() -> None:
    assert "invented" not in repr(_node(1, 0))
