"""Serves the fictitious sites on loopback, each on a port of its own."""

from __future__ import annotations

import ipaddress
import socketserver
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlsplit

from demo.sites.board import Board
from demo.sites.channel import Channel
from demo.sites.feed import Feed
from demo.sites.pages import App, Shown
from demo.sites.thread import Thread
from demo.sites.world import FOLDER, SITES, SiteKind, site_world
from waymark.errors import ServiceError, UsageError

_APPS: Mapping[SiteKind, Callable[[Shown], App]] = {"board": Board, "channel": Channel, "thread": Thread, "feed": Feed}
_SILENCE = 10.0  # seconds an idle connection is kept


class _Handler(BaseHTTPRequestHandler):
    """Hands GET requests to the site's app."""

    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "WaymarkDemo"
    sys_version = ""
    timeout = _SILENCE
    wbufsize = -1  # head and body in one packet: two of them cost 40 ms a page (delayed acknowledgement)

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        answer = self.server.app.answer(parts.path, dict(parse_qsl(parts.query)))
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: who asked for what is no business of the demo's output."""


class _Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """One site on one port."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64
    app: App

    def handle_error(self, request: object, client_address: object) -> None:
        """A visitor that left in the middle of a page is no error; anything else is reported as usual."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    @property
    def url(self) -> str:
        host, port = self.socket.getsockname()[:2]
        return f"http://{host}:{port}"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Sites:
    """All fictitious sites, served from threads of this process while the context is open.

    `ports` are those of board, channel, thread and feed; 0 takes a free one. `edition` chooses the wording of ads
    that were edited and which ads are there already. `today` is the day the ads' dates count back from.
    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        ports: Sequence[int] = (0, 0, 0, 0),
        edition: int = 1,
        today: date | None = None,
        folder: Path = FOLDER,
    ) -> None:
        """UsageError: a host that is not loopback, or not one port a site."""
        if not _is_loopback(host):
            raise UsageError(f"{host}: the demo's sites are served on loopback only: give 127.0.0.1")
        if len(ports) != len(SITES):
            raise UsageError(f"{len(ports)} ports given: one each is needed for {', '.join(SITES)}")
        self._host, self._ports, self._folder = host, ports, folder
        self._edition, self._today = edition, today or datetime.now(UTC).date()
        self._servers: dict[SiteKind, _Server] = {}

    @property
    def urls(self) -> dict[SiteKind, str]:
        """The base URL of each site that is served."""
        return {site: server.url for site, server in self._servers.items()}

    def start(self) -> Self:
        """Starts serving. ServiceError: a port is taken. ConfigurationError: a site's file is wrong."""
        try:
            for site, port in zip(SITES, self._ports, strict=True):
                self._servers[site] = self._bound(site, port)
            self.show(self._edition)
        except BaseException:
            for server in self._servers.values():
                server.server_close()
            self._servers.clear()
            raise
        for server in self._servers.values():
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def show(self, edition: int) -> None:
        """Changes to another edition of the world; pages that fail twice will do so again."""
        self._edition = edition
        for site, server in self._servers.items():
            server.app = _APPS[site](Shown(site_world(site, self._folder), edition, self._today, server.url))

    def stop(self) -> None:
        """Ends serving and frees the ports."""
        for server in self._servers.values():
            server.shutdown()
            server.server_close()
        self._servers.clear()

    def _bound(self, site: SiteKind, port: int) -> _Server:
        try:
            return _Server((self._host, port), _Handler)
        except OSError as error:
            raise ServiceError(
                f"port {port} for the demo's {site} cannot be used ({error.strerror}): choose another with --port-base"
            ) from None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
