"""Whether Elasticsearch has security is not taken from one answer that may be a fault of the moment."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest
from elasticsearch import Elasticsearch

from alerts.access import user_of
from waymark.errors import ServiceError
from waymark.node import Node
from waymark.settings import Settings

pytestmark = pytest.mark.node


@pytest.fixture(params=[400, 500, 503])
def broken(request: pytest.FixtureRequest, node: Node) -> Iterator[str]:
    """The address of a way to the node on which nobody is told who they are."""
    there = urlsplit(node.url)

    class Pass(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.startswith("/_security/_authenticate"):
                self._answer(request.param, "application/json", b'{"error": "broken"}')
                return
            way = HTTPConnection(str(there.hostname), there.port)
            way.request("GET", self.path, headers=dict(self.headers))
            answer = way.getresponse()
            self._answer(answer.status, str(answer.headers["content-type"]), answer.read())
            way.close()

        def _answer(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            for name, value in (("content-type", kind), ("content-length", len(body))):
                self.send_header(name, str(value))
            self.send_header("x-elastic-product", "Elasticsearch")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Nothing: the test's output is for its result."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Pass) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_who_asks_is_known(client: Elasticsearch, cluster_settings: Settings) -> None:
    assert user_of(client, cluster_settings) == "elastic"


def test_a_fault_is_not_taken_for_no_security(broken: str, node: Node, cluster_settings: Settings) -> None:
    with (
        Elasticsearch(broken, basic_auth=(node.username, node.password), max_retries=0) as client,
        pytest.raises(ServiceError, match="broken"),
    ):
        user_of(client, cluster_settings)
