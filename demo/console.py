"""The console of a demo: a process of its own, with two invented users in the local node's own security."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import httpx
from elasticsearch import Elasticsearch

from demo import processes
from search_mappings import alerts
from search_mappings.roles import apply
from waymark.errors import ServiceError
from waymark.settings import Settings

_START = 90.0  # seconds: it reads the gazetteer, on a busy machine
_POLL = 0.3
_ROLES = ("analyst", "auditor")


class Console:
    """One console on `port`; what it prints goes to `log`."""

    def __init__(self, folder: Path, port: int) -> None:
        self.url, self.log = f"http://127.0.0.1:{port}", folder / "console.log"
        self._port = port
        self._running: subprocess.Popen[bytes] | None = None

    def start(self, environment: Mapping[str, str], note: Callable[[int], None]) -> None:
        """Starts it in a process group of its own and notes its id; see `wait`."""
        command = [str(Path(sys.executable).with_name("waymark")), "console", "--port", str(self._port)]
        with self.log.open("ab") as log:
            self._running = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=dict(environment),
                start_new_session=True,
            )
        note(self._running.pid)

    def wait(self) -> None:
        """Returns when it answers. Raises ServiceError when it ended by itself or does not."""
        until = time.monotonic() + _START
        while time.monotonic() < until:
            if self._running is None or self._running.poll() is not None:
                break
            try:
                if httpx.get(f"{self.url}/healthy", timeout=5, trust_env=False).status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                pass
            time.sleep(_POLL)
        raise ServiceError(f"the console did not start: see {self.log}")

    def stop(self) -> None:
        if self._running is not None:
            processes.end(self._running.pid)
            self._running.wait()
            self._running = None


def users(client: Elasticsearch, settings: Settings, file: Path) -> dict[str, str]:
    """The demo's users by name with their passwords, made at the first run and kept in a file only its owner reads."""
    roles = {role.name.rpartition("-")[2]: role.name for role in apply(client, settings)}
    alerts.ensure(client, settings)
    try:
        known: dict[str, str] = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        known = {f"demo-{role}": secrets.token_urlsafe(9) for role in _ROLES}
        with os.fdopen(os.open(file, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w", encoding="utf-8") as kept:
            json.dump(known, kept)
    for role in _ROLES:
        name = f"demo-{role}"
        client.security.put_user(username=name, password=known[name], roles=[roles[role]])
    return known
