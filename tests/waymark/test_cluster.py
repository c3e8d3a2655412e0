"""The way to Elasticsearch, and what is said when there is none."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from waymark.cluster import connect, shown_address
from waymark.errors import ConfigurationError, ServiceError, WaymarkError
from waymark.node import Node, status
from waymark.settings import Settings


@pytest.fixture
def another_server() -> Iterator[str]:
    """A web server that is no Elasticsearch."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the test's output is for its result."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def _one_line(settings: Settings, kind: type[WaymarkError]) -> str:
    with pytest.raises(kind) as raised:
        connect(settings, timeout=5)
    assert "\n" not in str(raised.value)
    return str(raised.value)


def test_without_a_node_the_way_to_start_one_is_named(tmp_path: Path) -> None:
    assert "waymark up" in _one_line(Settings(state=tmp_path), ServiceError)


def test_a_cluster_that_does_not_answer_is_named_without_its_password() -> None:
    said = _one_line(Settings(elasticsearch_url="http://reader:geheim@127.0.0.1:1"), ServiceError)
    assert said.startswith("Elasticsearch at http://127.0.0.1:1 does not answer")
    assert said.endswith("check ELASTICSEARCH_URL")
    assert "geheim" not in said


@pytest.mark.parametrize("password", ["ge@heim", "ge/heim", "ge/h@eim"])
def test_no_part_of_a_password_with_signs_of_an_address_is_shown(password: str) -> None:
    shown = shown_address(Settings(elasticsearch_url=f"http://reader:{password}@127.0.0.1:1"))
    assert shown == "http://127.0.0.1:1"


@pytest.mark.parametrize("key", ["geh\neim", "geheimключ", "geh eim"])
def test_a_key_that_no_header_can_hold_is_one_line_that_does_not_show_it(key: str, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(key, "utf-8")
    for given in ({"elasticsearch_api_key": key}, {"elasticsearch_api_key_file": tmp_path / "key"}):
        now = Settings(elasticsearch_url="http://127.0.0.1:1", **given)  # type: ignore[arg-type]
        said = _one_line(now, ConfigurationError)
        assert "geh" not in said
        assert "ELASTICSEARCH_API_KEY" in said


def test_another_server_is_recognised(another_server: str) -> None:
    assert "is not an Elasticsearch 9" in _one_line(Settings(elasticsearch_url=another_server), ServiceError)


@pytest.mark.parametrize("address", ["localhost:9200", "http://search.example", "nonsense"])
def test_an_address_that_is_none_says_how_one_looks(address: str) -> None:
    assert "https://host:port" in _one_line(Settings(elasticsearch_url=address), ConfigurationError)


def test_the_status_of_a_given_cluster_never_shows_its_password() -> None:
    now = status(Settings(elasticsearch_url="http://reader:geheim@127.0.0.1:1"))
    assert (now.kind, now.running, now.url) == ("given", False, "http://127.0.0.1:1")
    assert "geheim" not in repr(now)


def test_an_address_without_a_password_is_shown_as_it_is() -> None:
    assert shown_address(Settings(elasticsearch_url="https://search.example:9200")) == "https://search.example:9200"


@pytest.mark.node
def test_the_local_node_can_be_given_by_its_address_and_sign_in(node: Node) -> None:
    address = node.url.replace("//", f"//{node.username}:{node.password}@")
    with connect(Settings(elasticsearch_url=address)) as client:
        assert client.info()["version"]["number"] == "9.4.3"


@pytest.mark.node
def test_a_wrong_key_is_refused_in_one_line(node: Node) -> None:
    wrong = Settings(elasticsearch_url=node.url, elasticsearch_api_key="d3Jvbmc6a2V5")  # type: ignore[arg-type]
    assert "refused the sign-in (401): check ELASTICSEARCH_API_KEY" in _one_line(wrong, ServiceError)
