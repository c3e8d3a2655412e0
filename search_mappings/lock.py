"""One migration at a time, wherever it is started: a document in the cluster says who migrates.

Whoever holds it renews it every few seconds. One that is not renewed belongs to a migration that was killed, and is
taken over: after a minute of silence, watched by the waiting one's own clock, for those of two hosts need not agree; or
at once, when the killed one used the same lock file as this one, on the same machine since its boot: it then cannot be
held by anybody else. A copy of that file is another one, and on NFS it proves nothing about another machine.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from elasticsearch import ApiError, BadRequestError, ConflictError, Elasticsearch, NotFoundError, TransportError

from waymark.errors import ServiceError, WaymarkError
from waymark.progress import say
from waymark.settings import Settings

_ID = "migration"
_RENEWED_EVERY = 5.0  # seconds
_SILENT_FOR = 60.0  # seconds without a renewal after which nobody is there: many times what a busy cluster delays one
_POLL = 0.5
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")  # Linux, random(4)


class Lock:
    """The right to migrate, while it is held."""

    def __init__(self, client: Elasticsearch, index: str, place: str) -> None:
        self._client, self._index = client, index
        self._mine = {
            "run": secrets.token_hex(16),
            "place": place,
            "host": socket.gethostname(),
            "since": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        self._at: dict[str, int] = {}  # sequence number and term of the document as this lock wrote it last
        self._writing = threading.Lock()

    def require(self) -> None:
        """Renews the lock. Raises ServiceError when another migration has taken it over meanwhile."""
        with self._writing:
            try:
                self._write(**self._at)
            except ConflictError as error:
                there = self._read()
                if there is None or there["_source"]["run"] != self._mine["run"]:
                    raise ServiceError(
                        "this migration was not heard of for so long that another took its place: run it again"
                    ) from error
                self._write(**_state(there))  # a renewal whose answer was lost

    def take(self) -> None:
        """Takes the lock; waits for one that is not renewed. Raises WaymarkError while another migration is running."""
        self._make_index()
        seen, since, told = None, time.monotonic(), False
        while True:
            with suppress(ConflictError):
                self._write(op_type="create")
                return
            there = self._read()
            if there is None:
                continue
            if seen is not None and _state(there) != seen:
                raise WaymarkError(_running(there["_source"]))
            seen = _state(there)
            if there["_source"]["place"] == self._mine["place"] or time.monotonic() - since > _SILENT_FOR:
                with suppress(ConflictError):
                    self._write(**seen)
                    return
            if not told:
                say(f"{_running(there['_source'])}; looking whether it still lives")
                told = True
            time.sleep(_POLL)

    def release(self) -> None:
        """Gives the lock back; one that was taken over stays with its new holder."""
        with self._writing, suppress(ApiError, TransportError):
            self._client.delete(index=self._index, id=_ID, **self._at)  # type: ignore[arg-type]

    def _write(self, **condition: Any) -> None:
        document = {**self._mine, "renewed": datetime.now(UTC).isoformat(timespec="seconds")}
        self._at = _state(self._client.index(index=self._index, id=_ID, document=document, **condition).body)

    def _read(self) -> Mapping[str, Any] | None:
        try:
            return dict(self._client.get(index=self._index, id=_ID).body)
        except NotFoundError:
            return None

    def _make_index(self) -> None:
        settings = {"number_of_shards": 1, "auto_expand_replicas": "0-1", "hidden": True}
        fields = {name: {"type": "keyword"} for name in ("run", "place", "host")}
        moments = {name: {"type": "date"} for name in ("since", "renewed")}
        try:
            self._client.indices.create(
                index=self._index, settings=settings, mappings={"dynamic": "strict", "properties": fields | moments}
            )
        except BadRequestError as error:
            if error.error != "resource_already_exists_exception":
                raise


def _state(answer: Mapping[str, Any]) -> dict[str, int]:
    return {"if_seq_no": int(answer["_seq_no"]), "if_primary_term": int(answer["_primary_term"])}


def _running(holder: Mapping[str, str]) -> str:
    return f"another `waymark index migrate` is running on {holder['host']} since {holder['since']}"


@contextmanager
def alone(client: Elasticsearch, settings: Settings) -> Iterator[Lock]:
    """Holds the lock of the cluster's leads, renewing it, until the block ends.

    Raises WaymarkError while another migration is running, on this machine or another.
    """
    with _file(settings) as place:
        lock = Lock(client, f"{settings.index_prefix}leads-locks", place)
        lock.take()
        over = threading.Event()
        renewing = threading.Thread(target=_renew, args=(lock, over), daemon=True)
        renewing.start()
        try:
            yield lock
        finally:
            over.set()
            renewing.join()
            lock.release()


def _renew(lock: Lock, over: threading.Event) -> None:
    while not over.wait(_RENEWED_EVERY):
        with suppress(ApiError, TransportError, ServiceError):  # whether it is still held is asked where it matters
            lock.require()


@contextmanager
def _file(settings: Settings) -> Iterator[str]:
    """Holds the lock file of this state folder, which goes with the process that holds it; yields its place."""
    settings.state.mkdir(parents=True, exist_ok=True)
    with (settings.state / f"{settings.index_prefix}index-migrate.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise WaymarkError("another `waymark index migrate` is running here: wait until it is done") from error
        yield _place(file)


def _place(file: IO[str]) -> str:
    """Which file this is, of which machine since which boot: the same only where its lock holds between the two.

    By what the machine says of it, not by what stands in it, which goes along when the folder is copied. Where the
    machine does not say which boot it is, no two places are the same, and every lock is waited for.
    """
    try:
        boot = _BOOT_ID.read_text("ascii").strip()
    except OSError:
        boot = secrets.token_hex(16)
    status = os.fstat(file.fileno())
    return f"{socket.gethostname()} {boot} {status.st_dev}:{status.st_ino}"
