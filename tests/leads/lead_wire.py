"""A wire to the real node that a test can cut and mend: TCP forwarded on loopback."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit


class Wire:
    """Forwards connections to `url`. Starts whole; `cut` ends every connection and takes no new one."""

    def __init__(self, url: str) -> None:
        there = urlsplit(url)
        self._there = (there.hostname or "127.0.0.1", there.port or 9200)
        self._open: list[socket.socket] = []
        self._listener: socket.socket | None = None
        self._fatal: bytes | None = None
        self._left = 0
        self._listen(0)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def _listen(self, port: int) -> None:
        listener = socket.create_server(("127.0.0.1", port))
        self._port = listener.getsockname()[1]
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = socket.create_connection(self._there)
                self._open += [near, far]
                threading.Thread(target=self._pump, args=(near, far, True), daemon=True).start()
                threading.Thread(target=self._pump, args=(far, near, False), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket, outwards: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if outwards and self._is_fatal(data):
                    self.cut()
                    return
                target.sendall(data)
        with suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)

    def cut_at(self, request: str, times: int = 1) -> None:
        """Cuts the wire by itself when such a request (a part of its path) is made for that many times."""
        self._fatal, self._left = request.encode(), times

    def _is_fatal(self, data: bytes) -> bool:
        line = data.split(b"\r\n", 1)[0]
        if self._fatal is None or not line.endswith(b"HTTP/1.1") or self._fatal not in line:
            return False
        self._left -= 1
        return self._left <= 0

    def cut(self) -> None:
        if self._listener:
            with suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None
        for end in self._open:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._open.clear()

    def mend(self) -> None:
        self._fatal = None
        if self._listener is None:
            self._listen(self._port)
