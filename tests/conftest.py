"""What all tests share: the --golden option, and one real Elasticsearch node a run.

Fixtures for tests that need Elasticsearch (mark them `node`):

- `cluster_settings`: Settings of the run's node with an index prefix, archive and inbox that no other test has.
- `client`: a client for it. What a test made under its prefix is removed after it.
- `new_cluster_settings()`: the same settings for a fixture of a wider scope (module, session), which cleans up itself
  or leaves it to the end of the run.
- `cluster_environ`: `cluster_settings` as environment variables, for a test that starts a process.

WAYMARK_TEST_NODE_STATE=/some/folder keeps the node of that folder running between runs. WAYMARK_TEST_EXAMPLES=25 has
tests of random acts try as many rows of them.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from waymark.cluster import connect
from waymark.node import Node, erase, up
from waymark.settings import Settings

_KEPT_STATE = "WAYMARK_TEST_NODE_STATE"
_FOR_TESTS = (_KEPT_STATE, "WAYMARK_TEST_EXAMPLES")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", choices=["check", "accept"], default="check", help="accept: rewrite golden files")
    parser.addoption("--screenshots", metavar="FOLDER", help="where tests/browser keeps pictures of the pages")


def pytest_configure() -> None:
    """No test may touch the cluster, archive or state that the developer's own environment names."""
    for name in list(os.environ):
        if name.startswith(("WAYMARK_", "ELASTICSEARCH_")) and name not in _FOR_TESTS:
            del os.environ[name]


@pytest.fixture(scope="session")
def accept_golden(pytestconfig: pytest.Config) -> bool:
    """Whether golden files are to be rewritten with what comes out now (make golden)."""
    return bool(pytestconfig.getoption("--golden") == "accept")


@pytest.fixture(scope="session")
def node_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of the run's node: its state folder, a small heap."""
    state = os.environ.get(_KEPT_STATE) or tmp_path_factory.mktemp("node")
    return Settings(state=Path(state), elasticsearch_heap="512m")


@pytest.fixture(scope="session")
def node(node_settings: Settings) -> Iterator[Node]:
    """The run's node, started at its first use and ended, data and all, after the last test."""
    try:
        yield up(node_settings)
    finally:
        if _KEPT_STATE not in os.environ:
            erase(node_settings)


@pytest.fixture(scope="session")
def new_cluster_settings(
    node: Node, node_settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], Settings]:
    """Makes settings of the run's node with an index prefix, archive and inbox of their own."""

    def make() -> Settings:
        folder = tmp_path_factory.mktemp("cluster")
        return node_settings.model_copy(
            update={
                "index_prefix": f"t{secrets.token_hex(4)}-",
                "archive": str(folder / "archive"),
                "tips_inbox": folder / "tips-inbox",
            }
        )

    return make


@pytest.fixture
def cluster_settings(new_cluster_settings: Callable[[], Settings]) -> Iterator[Settings]:
    """Settings of the run's node that no other test has; what is made under them is removed."""
    settings = new_cluster_settings()
    yield settings
    with connect(settings) as client:
        _remove(client, settings.index_prefix)


def _remove(client: Elasticsearch, prefix: str) -> None:
    """Removes indices, templates and pipelines whose names begin with `prefix` (indices by name: * is refused)."""
    for index in client.indices.get(index=f"{prefix}*", expand_wildcards="all"):
        client.indices.delete(index=index)
    lenient = client.options(ignore_status=404)
    lenient.indices.delete_index_template(name=f"{prefix}*")
    lenient.cluster.delete_component_template(name=f"{prefix}*")
    lenient.ingest.delete_pipeline(id=f"{prefix}*")


@pytest.fixture
def client(cluster_settings: Settings) -> Iterator[Elasticsearch]:
    """A client for the cluster of `cluster_settings`."""
    with connect(cluster_settings) as client:
        yield client


@pytest.fixture
def cluster_environ(cluster_settings: Settings) -> dict[str, str]:
    """The environment of a process that is to work with `cluster_settings`."""
    return {
        **os.environ,
        "WAYMARK_STATE": str(cluster_settings.state),
        "WAYMARK_ARCHIVE": cluster_settings.archive_url,
        "WAYMARK_TIPS_INBOX": str(cluster_settings.inbox),
        "WAYMARK_INDEX_PREFIX": cluster_settings.index_prefix,
        "WAYMARK_ELASTICSEARCH_HEAP": cluster_settings.elasticsearch_heap,
    }
