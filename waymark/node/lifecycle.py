"""`waymark up`, `down` and `status` as functions; each may be called again at any time."""

from __future__ import annotations

import secrets
import socket
from dataclasses import dataclass
from pathlib import Path

import psutil
from elasticsearch import ApiError, Elasticsearch, TransportError

from waymark.archive import Archive
from waymark.cluster import connect, shown_address
from waymark.errors import ServiceError
from waymark.node.configuration import PORTS, USER, Installation, has_password, set_password, write_configuration
from waymark.node.java import find_java
from waymark.node.lock import locked
from waymark.node.places import Places, places
from waymark.node.process import UP_WITHIN, end, launch, port_taken, reason, recorded, wait
from waymark.node.record import Node, born, read_node, write_node
from waymark.node.release import ensure, require_space
from waymark.progress import say
from waymark.settings import Settings

#: Free space a node needs to write at all: its flood stage and room for merging.
_SPACE = 1_000_000_000
_AGAIN_WITHIN = 60.0  #: seconds in which a node that already runs must answer, be it ever so busy


@dataclass(frozen=True)
class Status:
    """What can be said about the cluster that the settings name."""

    kind: str  #: "local" node, or a cluster "given" by ELASTICSEARCH_URL
    running: bool
    url: str | None = None
    version: str | None = None
    credentials: Path | None = None  #: the file that holds them
    documents: int | None = None  #: leads behind the read alias; None where there is no index yet
    pending: int = 0  #: files of the archive that wait for indexing
    reason: str | None = None  #: why it does not run or answer


def up(settings: Settings) -> Node:
    """The running local node; started where it does not run, fetched where it is missing.

    Raises ServiceError, in one line, for a missing Java, a taken port, a full disk, no network, or the reason the node
    itself gave for ending.
    """
    with locked(settings.node_file.with_name("lock"), "starting or stopping Elasticsearch"):
        node = read_node(settings.node_file)
        if node and node.process and _still_serves(node, places(settings)):
            return node
        try:
            return _start(settings, node)
        except OSError as error:
            raise ServiceError(
                f"Elasticsearch cannot be started: {error.filename or settings.state}: {error.strerror or error}"
            ) from error


def _still_serves(node: Node, where: Places) -> bool:
    """Whether the running node works; one whose files were removed below it runs on, but never serves again."""
    try:
        _wait_until_it_serves(node, where, _AGAIN_WITHIN)
    except ServiceError as error:
        say(f"the running Elasticsearch no longer works ({error}): it is started anew")
        return False
    return True


def _start(settings: Settings, former: Node | None) -> Node:
    where = places(settings)
    java = find_java(usable=where.usable)
    # Of a `waymark up` that was killed before it could note the node, or a node that no longer works.
    for left in ((former.process if former else None), recorded(where)):
        if left:
            end(left)
    _require_port(settings.elasticsearch_port)
    where.prepare()
    installation = Installation(ensure(where.releases, settings.maven_repository), java, where)
    require_space(where.home, _SPACE)
    write_configuration(installation, settings.elasticsearch_port, settings.elasticsearch_heap)
    password = former.password if former and has_password(where) else secrets.token_urlsafe(24)
    if not former or former.password != password:
        set_password(installation, password)
    process = launch(installation)
    try:
        node = _note(settings, where, process, password)
        _wait_until_it_serves(node, where)
    except BaseException:
        end(process)
        raise
    if settings.elasticsearch_port is None and node.port != PORTS.start:
        say(
            f"port {PORTS.start} is taken: Elasticsearch listens on {node.port} "
            "(WAYMARK_ELASTICSEARCH_PORT chooses another)"
        )
    return node


def _require_port(port: int | None) -> None:
    """Raises ServiceError when the chosen port is taken."""
    if port is None:
        return
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise ServiceError(
                f"port {port} cannot be used for Elasticsearch ({error.strerror}): end what uses it, or choose another "
                "with WAYMARK_ELASTICSEARCH_PORT"
            ) from error


def _note(settings: Settings, where: Places, process: psutil.Process, password: str) -> Node:
    port = port_taken(where)
    node = Node(
        url=f"http://127.0.0.1:{port}",
        username=USER,
        password=password,
        pid=process.pid,
        pid_born=born(process.pid),
        port=port,
        heap=settings.elasticsearch_heap,
        data=where.home,
    )
    write_node(settings.node_file, node)
    return node


def _wait_until_it_serves(node: Node, where: Places, within: float = UP_WITHIN) -> None:
    """Until the node's indices, that of its users first, are there again after a start."""
    client = Elasticsearch(node.url, basic_auth=(node.username, node.password), request_timeout=10, max_retries=0)

    def serves() -> bool:
        if not node.process:
            raise ServiceError(f"Elasticsearch ended while it started: {reason(where.log)} (log: {where.log})")
        try:
            return not client.cluster.health(wait_for_status="yellow", timeout="1s")["timed_out"]
        except (ApiError, TransportError):  # 401 until the index of users is there, 408 until the others are
            return False

    with client:
        wait("waiting for Elasticsearch's indices", serves, within)


def down(settings: Settings) -> bool:
    """Ends the local node and all its processes; False where none ran. The data stay."""
    with locked(settings.node_file.with_name("lock"), "starting or stopping Elasticsearch"):
        return _stop(settings)


def _stop(settings: Settings) -> bool:
    node = read_node(settings.node_file)
    process = (node.process if node else None) or recorded(places(settings))
    if process:
        end(process)
    return process is not None


def erase(settings: Settings) -> bool:
    """Ends the local node and removes all its data and credentials; False where there was nothing."""
    with locked(settings.node_file.with_name("lock"), "starting or stopping Elasticsearch"):
        _stop(settings)
        where = places(settings)
        there = where.home.exists() or settings.node_file.exists()
        where.erase()
        settings.node_file.unlink(missing_ok=True)
    return there


def status(settings: Settings) -> Status:
    """How the cluster is that the settings name; never raises for one that does not run.

    Raises ConfigurationError when its address or certificate authority cannot be read.
    """
    pending = len(Archive(settings.archive_url).pending())
    kind = "given" if settings.elasticsearch_url else "local"
    if kind == "local":
        node = read_node(settings.node_file)
        if not (node and node.process):
            return Status(kind, False, pending=pending, reason="start it with `waymark up`")
    url = shown_address(settings)
    try:
        with connect(settings, timeout=10) as client:
            return Status(
                kind,
                True,
                url,
                str(client.info()["version"]["number"]),
                settings.node_file if kind == "local" else None,
                _documents(client, settings.read_alias),
                pending,
            )
    except ServiceError as error:
        return Status(kind, False, url, pending=pending, reason=str(error))


def _documents(client: Elasticsearch, alias: str) -> int | None:
    if not client.indices.exists(index=alias):
        return None
    return int(client.count(index=alias)["count"])
