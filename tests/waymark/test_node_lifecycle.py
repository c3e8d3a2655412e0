"""Real nodes: `up`, `down`, kill, and what stays. The second half has a node of its own, which it may kill."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from elasticsearch import Elasticsearch

from waymark.cluster import connect
from waymark.errors import ServiceError
from waymark.node import Node, down, erase, status, up
from waymark.node.places import NODE_USER, places
from waymark.node.record import read_node, write_node
from waymark.settings import Settings

pytestmark = pytest.mark.node


def test_up_of_a_running_node_returns_the_same_node(node: Node, node_settings: Settings) -> None:
    assert up(node_settings) == node


def test_the_node_holds_documents_under_the_prefix_of_a_test(client: Elasticsearch, cluster_settings: Settings) -> None:
    name = f"{cluster_settings.index_prefix}probe"
    client.indices.create(index=name)
    client.index(index=name, document={"text": "kombi Prishtinë Wien"}, refresh=True)
    assert client.count(index=name, q="kombi")["count"] == 1


def test_the_node_lets_nobody_in_without_the_password(node: Node) -> None:
    with Elasticsearch(node.url) as stranger:
        assert stranger.options(ignore_status=401).info().meta.status == 401


def test_the_node_listens_on_loopback_alone_and_runs_without_privileges(node: Node) -> None:
    process = node.process
    assert process
    listening = {item.laddr.ip.removeprefix("::ffff:") for item in process.net_connections("inet") if not item.raddr}
    assert listening == {"127.0.0.1"}
    assert process.uids().effective == (NODE_USER if os.geteuid() == 0 else os.geteuid())


def test_the_nodes_process_sees_nothing_of_waymarks_environment(node: Node) -> None:
    process = node.process
    assert process
    assert not {name for name in process.environ() if name.startswith(("WAYMARK_", "ELASTICSEARCH_"))}
    assert node.password not in " ".join(process.cmdline())


def test_a_mistyped_name_does_not_make_an_index(client: Elasticsearch, cluster_settings: Settings) -> None:
    answer = client.options(ignore_status=404).index(index=f"{cluster_settings.index_prefix}laeds", document={"a": 1})
    assert answer.meta.status == 404


def test_the_status_counts_leads_and_waiting_files(client: Elasticsearch, cluster_settings: Settings) -> None:
    assert status(cluster_settings).documents is None
    client.indices.create(index=f"{cluster_settings.index_prefix}leads-1", aliases={cluster_settings.read_alias: {}})
    client.index(index=cluster_settings.read_alias, document={"text": "x"}, refresh=True)
    now = status(cluster_settings)
    assert (now.kind, now.running, now.version, now.documents, now.pending) == ("local", True, "9.4.3", 1, 0)
    assert now.credentials == cluster_settings.node_file


# -- a node that may be killed --------------------------------------------------------------------------------------


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings of a node that only this module uses, on a port of its own; nothing runs yet."""
    settings = Settings(
        state=tmp_path_factory.mktemp("own node"), elasticsearch_heap="400m", elasticsearch_port=_free_port()
    )
    try:
        yield settings
    finally:
        erase(settings)


def _environ(settings: Settings) -> dict[str, str]:
    return {
        **os.environ,
        "WAYMARK_STATE": str(settings.state),
        "WAYMARK_ELASTICSEARCH_HEAP": settings.elasticsearch_heap,
        "WAYMARK_ELASTICSEARCH_PORT": str(settings.elasticsearch_port),
    }


def _waymark(settings: Settings, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [Path(sys.executable).with_name("waymark"), *arguments],
        env=_environ(settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _processes(settings: Settings) -> list[psutil.Process]:
    """Every process of this node: those that name its folder on their command line or in their environment."""
    home = str(places(settings).home)
    found = []
    for process in psutil.process_iter():
        try:
            if process.name() == "java" and (home in " ".join(process.cmdline()) or home in str(process.environ())):
                found.append(process)
        except psutil.Error:
            continue
    return found


def test_a_port_that_is_taken_is_one_line_and_starts_nothing(own: Settings) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ServiceError, match=rf"port {port} .*WAYMARK_ELASTICSEARCH_PORT"):
            up(own.model_copy(update={"elasticsearch_port": port}))
    assert not _processes(own)


def test_two_at_once_start_one_node(own: Settings) -> None:
    both = [_waymark(own, "up", "--json") for _ in range(2)]
    said = [process.communicate() for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    first, second = (json.loads(out) for out, _ in said)
    assert first == second
    assert first["url"] == f"http://127.0.0.1:{own.elasticsearch_port}"
    assert len(_processes(own)) == 1
    assert own.node_file.stat().st_mode & 0o777 == 0o600


def test_a_killed_node_is_noticed_and_comes_back_with_its_data_and_password(own: Settings) -> None:
    before = up(own)
    with connect(own) as client:
        client.indices.create(index="kept")
        client.index(index="kept", document={"text": "a document that was acknowledged"})
    process = before.process
    assert process
    process.send_signal(signal.SIGKILL)
    psutil.wait_procs([process])
    assert not status(own).running
    after = up(own)
    assert after.pid != before.pid
    assert after.password == before.password
    with connect(own) as client:
        client.indices.refresh(index="kept")
        assert client.count(index="kept")["count"] == 1


def test_a_note_of_a_process_that_got_the_number_later_ends_no_stranger(own: Settings) -> None:
    node = read_node(own.node_file)
    assert node
    stranger = subprocess.Popen(["sleep", "60"])
    elsewhere = own.model_copy(update={"state": own.state / "elsewhere"})
    write_node(elsewhere.node_file, node.model_copy(update={"pid": stranger.pid}))
    assert not down(elsewhere)
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_node_whose_note_was_lost_is_still_ended_by_down(own: Settings) -> None:
    if os.geteuid() == 0:  # elsewhere the data are lost with the note
        up(own)
        shutil.rmtree(own.state)
    assert down(own)
    assert not _processes(own)


def test_down_of_a_node_that_does_not_run_does_nothing(own: Settings) -> None:
    assert not down(own)
    process = _waymark(own, "status")
    process.communicate()
    assert process.returncode == 3


def test_a_node_that_cannot_start_gives_its_reason_and_leaves_no_process(own: Settings) -> None:
    with pytest.raises(ServiceError, match=r"did not start: .*heap.*\(log: ") as raised:
        up(own.model_copy(update={"elasticsearch_heap": "1m"}))
    assert "\n" not in str(raised.value)
    assert not _processes(own)


def test_erasing_removes_data_and_credentials(own: Settings) -> None:
    assert places(own).home.exists()
    assert erase(own)
    assert not places(own).home.exists()
    assert not own.node_file.exists()
    assert not erase(own)
