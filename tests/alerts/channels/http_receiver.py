"""A receiver of webhooks, on loopback: answers by what the path asks for, and keeps what it was sent.

`/ok`; `/status/503`, with `?after=7` for Retry-After; `/to?where=URL` redirects; `/silent` says nothing; `/drip` gives
a byte of its answer now and then.
"""

from __future__ import annotations

import json
import ssl
import threading
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Got:
    path: str
    headers: Message
    body: bytes

    @property
    def content(self) -> Any:
        return json.loads(self.body)


@dataclass
class Receiver:
    tls: ssl.SSLContext | None = None
    got: list[Got] = field(default_factory=list)

    def __enter__(self) -> Receiver:
        self.over = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        if self.tls:
            self._server.socket = self.tls.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}{path}"


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    return type("_BoundHandler", (_Handler,), {"receiver": receiver})


class _Handler(BaseHTTPRequestHandler):
    receiver: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.receiver.got.append(Got(self.path, self.headers, body))
        path, query = urlsplit(self.path).path.rstrip("/"), parse_qs(urlsplit(self.path).query)
        if path == "/silent":
            self.receiver.over.wait()
        elif path == "/drip":
            self.drip()
        elif path == "/to":
            self.answer(307, {"Location": query["where"][0]})
        elif path.startswith("/status/"):
            after = {"Retry-After": query["after"][0]} if "after" in query else {}
            self.answer(int(path.split("/")[2]), after)
        else:
            self.answer(200, {})

    def drip(self) -> None:
        for byte in b"HTTP/1.1 200 OK\r\n" * 20:
            if self.receiver.over.wait(0.2):
                return
            self.wfile.write(bytes([byte]))

    def answer(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": "0"}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing: the tests look at what came."""
