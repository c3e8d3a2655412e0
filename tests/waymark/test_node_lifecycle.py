"""The run's real node: `up`, `down`, kill, and what stays."""

from __future__ import annotations

import pytest
from elasticsearch import Elasticsearch

from waymark.node import Node, up
from waymark.settings import Settings

pytestmark = pytest.mark.node


def test_up_of_a_running_node_returns_the_same_node(node: Node, node_settings: Settings) -> None:
    assert up(node_settings) == node


def test_the_node_holds_documents_under_the_prefix_of_a_test(client: Elasticsearch, cluster_settings: Settings) -> None:
    name = f"{cluster_settings.index_prefix}probe"
    client.indices.create(index=name)
    client.index(index=name, document={"text": "kombi Prishtinë Wien"}, refresh=True)
    assert client.count(index=name, q="kombi")["count"] == 1
