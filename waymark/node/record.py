"""What is known about the local node while and after it runs: node.json, readable by its owner only."""

from __future__ import annotations

import os
from pathlib import Path

import psutil
from pydantic import BaseModel, ConfigDict, Field, ValidationError

_SAME = 2.0  # seconds; two processes of one number are not born so soon after each other


class Node(BaseModel):
    """One local node: how to reach it, and its process, told from a later one with the same number by its age."""

    model_config = ConfigDict(frozen=True)

    url: str
    username: str
    password: str = Field(repr=False)
    pid: int
    pid_born: float  #: seconds after the machine's boot
    port: int
    heap: str
    data: Path

    @property
    def process(self) -> psutil.Process | None:
        """The node's process, or None when it has ended (however: stopped, killed, machine restarted)."""
        try:
            process = psutil.Process(self.pid)
            same = abs(born(self.pid) - self.pid_born) < _SAME
            return process if same and process.status() != psutil.STATUS_ZOMBIE else None
        except psutil.NoSuchProcess:
            return None


def born(pid: int) -> float:
    """How many seconds after the machine's boot a process was born, which no setting of the clock changes.

    psutil tells it by the clock: a machine that was paused, its clock set then, would have lost its processes.
    """
    return psutil.Process(pid).create_time() - psutil.boot_time()


def read_node(file: Path) -> Node | None:
    """The node noted in `file`; None where there is no such note, or it is damaged."""
    try:
        return Node.model_validate_json(file.read_bytes())
    except (OSError, ValidationError):
        return None


def write_node(file: Path, node: Node) -> None:
    """Notes the node, in a file that never is readable by others, not even while it is being written."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.parent.chmod(0o700)
    aside = file.with_name(f"{file.name}.{os.getpid()}")
    aside.unlink(missing_ok=True)
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(node.model_dump_json(indent=1).encode() + b"\n")
    aside.replace(file)
