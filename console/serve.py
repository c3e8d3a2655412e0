"""Runs the console on loopback until it is told to end."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn

from console.app import create
from waymark.errors import ServiceError
from waymark.settings import Settings


def serve(settings: Settings, *, host: str, port: int, ready: Callable[[], None]) -> None:
    """Serves pages at that address until SIGINT or SIGTERM; calls `ready` once the address is known to be free.

    Raises ServiceError when it is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ServiceError(
                f"{host}:{port} cannot be listened on ({error.strerror}): give another --port"
            ) from error
    ready()
    uvicorn.run(
        create(settings, hosts=(host,)),
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
    )
