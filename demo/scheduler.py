"""A real Airflow on SQLite for the demo: starts it, drives it through its REST API, ends it.

It is what `airflow standalone` runs, component by component, because standalone opens its log servers on every
address of the machine (docs/decisions/airflow.md).
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from importlib import metadata
from pathlib import Path
from typing import Any

import httpx

import dags
from dags.limits import SITES_POOL
from demo import processes
from waymark.errors import ServiceError

USER = "admin"
_START = 240.0  # seconds: a cold start creates the database on a busy machine
_POLL = 0.5
_TRIES = 4  #: of a question that is not answered within the client's time
_SITES_AT_ONCE = 3
_COMPONENTS = (("api-server",), ("scheduler", "--skip-serve-logs"), ("dag-processor",))  #: nothing here is deferred


class Scheduler:
    """One Airflow with its home in `home`; `environment` is all that its tasks see, besides Airflow's own settings."""

    def __init__(self, home: Path, port: int, environment: dict[str, str]) -> None:
        self.home, self.port = home, port
        self.url = f"http://127.0.0.1:{port}"
        self.log = home / "airflow.log"
        self._environment = environment
        self._running: list[subprocess.Popen[bytes]] = []
        self._stopped = False  #: from then on nothing is started any more
        self._starting = threading.Lock()  #: held while a process is started, and while it is told that none may be
        self._settings = self._own_settings()
        self._client = httpx.Client(base_url=self.url, timeout=60, trust_env=False)

    # -- life -----------------------------------------------------------------------------------------------------

    def start(self, note: Callable[[int], None]) -> None:
        """Starts Airflow's components, each in a process group of its own, and notes their ids; see `wait`."""
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._write_password()
        self._migrate(note)
        for component in _COMPONENTS:
            note(self._run(component).pid)

    def stop(self) -> None:
        """Ends Airflow and everything it started; a start that goes on in another thread starts nothing more."""
        with self._starting:
            self._stopped = True
            running, self._running = self._running, []
        self._client.close()
        for process in reversed(running):
            processes.end(process.pid)
            process.wait()

    def _run(self, arguments: tuple[str, ...]) -> subprocess.Popen[bytes]:
        with self._starting, self.log.open("ab") as log:
            if self._stopped:
                raise ServiceError("Airflow is not started: the demo ends")
            process = subprocess.Popen(
                [sys.executable, "-m", "airflow", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**self._environment, **self._settings},
                start_new_session=True,
            )
            self._running.append(process)
        return process

    def _migrate(self, note: Callable[[int], None]) -> None:
        """Brings the database to this Airflow's schema; known to be there once this release has done it."""
        marker, release = self.home / "migrated", metadata.version("apache-airflow")
        if marker.exists() and marker.read_text("utf-8") == release:
            return
        process = self._run(("db", "migrate"))
        note(process.pid)
        if process.wait() != 0:
            raise ServiceError(f"Airflow could not make its database: see {self.log}")
        with self._starting:
            if not self._stopped:
                self._running.remove(process)
        marker.write_text(release, "utf-8")

    def _own_settings(self) -> dict[str, str]:
        """Airflow's own settings for a small machine: loopback only, no examples, few processes."""
        return {
            "AIRFLOW_HOME": str(self.home),
            "AIRFLOW__CORE__DAGS_FOLDER": str(Path(dags.__path__[0]).resolve()),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__CORE__PARALLELISM": "4",
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": f"{USER}:admin",
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(self._passwords),
            "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{self.url}/execution/",
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{self.home / 'airflow.db'}",
            "AIRFLOW__API__HOST": "127.0.0.1",
            "AIRFLOW__API__PORT": str(self.port),
            "AIRFLOW__API__BASE_URL": self.url,
            "AIRFLOW__API__WORKERS": "1",
            "AIRFLOW__API__SECRET_KEY": secrets.token_hex(32),
            "AIRFLOW__API_AUTH__JWT_SECRET": secrets.token_hex(32),
            "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(self.home / "logs"),
            "no_proxy": "127.0.0.1,localhost",
        }

    @property
    def _passwords(self) -> Path:
        return self.home / "passwords.json"

    def _write_password(self) -> None:
        if not self._passwords.exists():
            file = os.open(self._passwords, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(file, "w", encoding="utf-8") as out:
                json.dump({USER: secrets.token_urlsafe(12)}, out)

    @property
    def password(self) -> str:
        return str(json.loads(self._passwords.read_text("utf-8"))[USER])

    # -- driving --------------------------------------------------------------------------------------------------

    def wait(self, dag_ids: Iterable[str]) -> None:
        """Returns when the scheduler is healthy and has read these DAGs; they are then switched on."""
        self._until(self._healthy, "Airflow did not become healthy")
        reply = self._client.post("/auth/token", json={"username": USER, "password": self.password})
        reply.raise_for_status()
        self._client.headers["Authorization"] = f"Bearer {reply.json()['access_token']}"
        self._make_pool()
        for dag_id in dag_ids:
            self._until(lambda dag_id=dag_id: self._known(dag_id), f"Airflow did not read the DAG {dag_id}")  # type: ignore[misc]
            self._api("PATCH", f"/dags/{dag_id}", json={"is_paused": False})

    def trigger(self, dag_id: str) -> str:
        """Asks for a run now; returns its id."""
        return str(self._api("POST", f"/dags/{dag_id}/dagRuns", json={"logical_date": None})["dag_run_id"])

    def runs(self, dag_id: str) -> list[dict[str, Any]]:
        """The runs of a DAG, newest first, as Airflow's API gives them."""
        query = {"order_by": "-run_after", "limit": "50"}
        return list(self._api("GET", f"/dags/{dag_id}/dagRuns", params=query)["dag_runs"])

    def state(self, dag_id: str, run_id: str) -> str:
        return str(self._api("GET", f"/dags/{dag_id}/dagRuns/{run_id}")["state"])

    def tasks(self, dag_id: str, run_id: str) -> list[dict[str, Any]]:
        """The task instances of a run: task_id, rendered_map_index, state, try_number …"""
        return list(self._api("GET", f"/dags/{dag_id}/dagRuns/{run_id}/taskInstances")["task_instances"])

    def _healthy(self) -> bool:
        self._still_running()
        try:
            health = self._client.get("/api/v2/monitor/health").json()
        except (httpx.HTTPError, ValueError):
            return False
        parts = ("metadatabase", "scheduler", "dag_processor")
        return all((health.get(part) or {}).get("status") == "healthy" for part in parts)

    def _known(self, dag_id: str) -> bool:
        self._still_running()
        for problem in self._api("GET", "/importErrors")["import_errors"]:
            raise ServiceError(f"Airflow cannot read {problem['filename']}: {problem['stack_trace'].splitlines()[-1]}")
        return self._client.get(f"/api/v2/dags/{dag_id}").status_code == httpx.codes.OK

    def _make_pool(self) -> None:
        pool = {"name": SITES_POOL, "slots": _SITES_AT_ONCE, "description": "Sites crawled at the same time"}
        reply = self._client.post("/api/v2/pools", json={**pool, "include_deferred": False})
        if reply.status_code != httpx.codes.CONFLICT:
            reply.raise_for_status()

    def _still_running(self) -> None:
        for component, process in zip(_COMPONENTS, self._running, strict=False):
            if process.poll() is not None:
                raise ServiceError(f"Airflow's {component[0]} ended by itself: see {self.log}")

    def _api(self, method: str, path: str, **more: Any) -> dict[str, Any]:
        """Airflow's answer. One that is asked for and does not come is asked for again: the machine may be busy."""
        for tries in range(_TRIES if method == "GET" else 1, 0, -1):
            try:
                reply = self._client.request(method, f"/api/v2{path}", **more)
                reply.raise_for_status()
                break
            except httpx.HTTPError as error:
                if tries > 1 and isinstance(error, httpx.TransportError):
                    self._still_running()
                    continue
                raise ServiceError(f"Airflow did not answer {method} {path}: {error}; see {self.log}") from error
        return dict(reply.json())

    def _until(self, done: Callable[[], bool], failure: str) -> None:
        deadline = time.monotonic() + _START
        while not done():
            if time.monotonic() > deadline:
                raise ServiceError(f"{failure} within {_START:.0f} s: see {self.log}")
            time.sleep(_POLL)
