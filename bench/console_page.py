"""The console as a user meets it, for timing: a server process of its own and somebody who has signed in."""

from __future__ import annotations

import multiprocessing
import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from elasticsearch import Elasticsearch

from console.serve import serve
from search_mappings.roles import apply
from waymark.errors import ServiceError
from waymark.settings import Settings

_UP_WITHIN = 120.0


@contextmanager
def signed_in(client: Elasticsearch, settings: Settings) -> Iterator[httpx.Client]:
    """A browser with an analyst's session at a console of its own, which ends with the block."""
    apply(client, settings)
    password = secrets.token_urlsafe(24)
    user, role = f"{settings.index_prefix}bench-analyst", f"{settings.index_prefix}waymark-analyst"
    client.security.put_user(username=user, password=password, roles=[role], refresh="wait_for")
    port = _free_port()
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(settings, port), daemon=True)
    server.start()
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120) as browser:
            _wait(browser)
            answer = browser.post("/sign-in", data={"user": user, "password": password})
            if answer.status_code != httpx.codes.SEE_OTHER:
                raise ServiceError(f"the console does not let the benchmark's user in ({answer.status_code})")
            yield browser
    finally:
        server.terminate()
        server.join()
        client.security.delete_user(username=user)


def _serve(settings: Settings, port: int) -> None:
    serve(settings, host="127.0.0.1", port=port, ready=lambda: None)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(browser: httpx.Client) -> None:
    until = time.monotonic() + _UP_WITHIN
    while time.monotonic() < until:
        try:
            if browser.get("/healthy").is_success:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise ServiceError(f"the console did not come up within {_UP_WITHIN:.0f} s")
