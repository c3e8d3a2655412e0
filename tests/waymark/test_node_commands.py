"""`waymark up | down | status` as a person or a script calls them."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from waymark.archive import Archive
from waymark.node import Node
from waymark.records import Document
from waymark.settings import Settings


def _waymark(environ: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).with_name("waymark"), *arguments]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)


@pytest.mark.node
def test_status_shows_where_the_credentials_are_and_never_the_password(
    node: Node, cluster_environ: dict[str, str]
) -> None:
    for arguments in (["status"], ["status", "--json"], ["up"], ["up", "--json"]):
        done = _waymark({**cluster_environ, "COLUMNS": "200"}, *arguments)
        assert done.returncode == 0, done.stderr
        assert node.url in done.stdout
        assert "node.json" in done.stdout
        assert node.password not in done.stdout + done.stderr


@pytest.mark.node
def test_up_with_a_given_cluster_says_that_it_uses_that_one(node: Node, cluster_environ: dict[str, str]) -> None:
    address = node.url.replace("//", f"//{node.username}:{node.password}@")
    done = _waymark({**cluster_environ, "ELASTICSEARCH_URL": address}, "up")
    assert done.returncode == 0, done.stderr
    assert "given by ELASTICSEARCH_URL, running" in " ".join(done.stdout.split())
    assert node.password not in done.stdout + done.stderr


def test_up_with_a_given_cluster_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    done = _waymark({"WAYMARK_STATE": str(tmp_path), "ELASTICSEARCH_URL": "http://127.0.0.1:1"}, "up")
    assert done.returncode == 3
    assert done.stderr.splitlines()[-1].startswith("waymark: Elasticsearch at http://127.0.0.1:1 does not answer")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["up", "status"])
def test_an_address_that_is_none_is_a_wrong_setting(tmp_path: Path, command: str) -> None:
    done = _waymark({"WAYMARK_STATE": str(tmp_path), "ELASTICSEARCH_URL": "notaurl"}, command)
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr.startswith("waymark: ELASTICSEARCH_URL=notaurl ")


def test_status_and_down_where_nothing_runs(tmp_path: Path) -> None:
    environ = {"WAYMARK_STATE": str(tmp_path)}
    done = _waymark(environ, "status", "--json")
    assert done.returncode == 3
    assert json.loads(done.stdout)["running"] is False
    done = _waymark(environ, "down")
    assert (done.returncode, done.stderr) == (0, "no private local Elasticsearch is running\n")


def test_down_ends_the_private_node_alone_and_says_what_stays(tmp_path: Path) -> None:
    settings = Settings(state=tmp_path)
    settings.node_file.parent.mkdir(parents=True)
    settings.node_file.write_text("{}")  # of a node that ended
    text = Document(id="1", kind="ad", text="kombi", captured_at=datetime(2026, 11, 1, tzinfo=UTC))
    Archive(settings.archive_url).write_documents("board", "run", [text], 500)
    environ = {"WAYMARK_STATE": str(tmp_path), "ELASTICSEARCH_URL": "https://search.example:9200"}
    done = _waymark(environ, "down", "--erase")
    assert done.returncode == 0
    said = done.stderr.splitlines()
    assert said[0].startswith("the cluster of ELASTICSEARCH_URL goes on")
    assert said[2].startswith("the archive stays, with 1 files of documents noted as indexed: `waymark index archive")
    assert "waymark index archive --again" in " ".join(_waymark({}, "down", "--help").stdout.split())


@pytest.mark.parametrize("command", ["up", "down", "status"])
def test_every_command_explains_itself_with_an_example(command: str) -> None:
    assert f"Example: waymark {command}" in " ".join(_waymark({}, command, "--help").stdout.split())
