"""Ports on loopback: the one that was asked for, or the next that is free."""

from __future__ import annotations

import socket
from collections.abc import Iterator

from waymark.errors import ServiceError
from waymark.progress import say


def is_free(port: int) -> bool:
    """Whether a server could listen on 127.0.0.1 and on all addresses at `port` now."""
    for host in ("127.0.0.1", "0.0.0.0"):  # noqa: S104 - only tried, to see a server bound to every address
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                return False
    return True


def free_from(first: int) -> Iterator[int]:
    """Ports from `first` on that are free now."""
    return (port for port in range(first, first + 100) if is_free(port))


def choose(name: str, asked: int | None, usual: int, variable: str) -> int:
    """A free port for `name`: `asked` if given (ServiceError when taken), else `usual` or the next free one."""
    if asked is not None:
        if not is_free(asked):
            raise ServiceError(
                f"port {asked} for {name} is taken by another program: end that, or set {variable} to a free port"
            )
        return asked
    for port in free_from(usual):
        if port != usual:
            say(f"port {usual} is taken by another program: {name} uses {port} ({variable} chooses another)")
        return port
    raise ServiceError(f"no free port for {name} from {usual} to {usual + 99}: set {variable} to a free port")
