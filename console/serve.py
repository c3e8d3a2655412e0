"""Runs the console on loopback until it is told to end."""

from __future__ import annotations

import socket

import uvicorn

from console.app import create
from waymark.errors import ServiceError
from waymark.settings import Settings


def serve(settings: Settings, *, host: str, port: int) -> None:
    """Serves pages at that address until SIGINT or SIGTERM. Raises ServiceError when it is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ServiceError(
                f"{host}:{port} cannot be listened on ({error.strerror}): give another --port"
            ) from error
    uvicorn.run(create(settings), host=host, port=port, log_level="warning", access_log=False, server_header=False)
