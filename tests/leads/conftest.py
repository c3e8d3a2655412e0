"""What the tests of leads share: an index with leads in it, on the run's real node."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from lead_samples import Read, document
from lead_wire import Wire
from work_desk import People, people

import cli
from leads.identity import lead_id
from leads.intake import Outcome, index_files
from waymark.archive import Archive
from waymark.records import Document, Extraction
from waymark.settings import Settings

TakeIn = Callable[..., Outcome]


@pytest.fixture
def archive(cluster_settings: Settings) -> Archive:
    return Archive(cluster_settings.archive_url)


@pytest.fixture
def take_in(client: Elasticsearch, cluster_settings: Settings, archive: Archive) -> TakeIn:
    """Takes in documents, each with its extraction, as one run of a source."""

    def index(
        run: str, documents: Mapping[Document, Extraction] | list[Document], *, at: Elasticsearch = client
    ) -> Outcome:
        known = {doc.text: found for doc, found in documents.items()} if isinstance(documents, Mapping) else {}
        refs = archive.write_documents("board", run, documents, cluster_settings.batch)
        return index_files(
            refs, archive=archive, client=at, settings=cluster_settings, extract=Read(known), patience=20
        )

    return index


@pytest.fixture
def wire(cluster_settings: Settings) -> Iterator[Wire]:
    """A wire to the node that can be cut."""
    wire = Wire(json.loads(cluster_settings.node_file.read_text("utf-8"))["url"])
    yield wire
    wire.cut()


@pytest.fixture
def wired_settings(cluster_settings: Settings, wire: Wire, tmp_path: Path) -> Settings:
    """The settings of the test's cluster, reached over the wire."""
    settings = cluster_settings.model_copy(update={"state": tmp_path / "state"})
    node = json.loads(cluster_settings.node_file.read_text("utf-8")) | {"url": wire.url}
    settings.node_file.parent.mkdir(parents=True)
    settings.node_file.write_text(json.dumps(node), "utf-8")
    return settings


@dataclass(frozen=True)
class Ran:
    """A command that has ended."""

    status: int
    out: str
    err: str

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def waymark(cluster_environ: dict[str, str]) -> Callable[..., Ran]:
    """Runs the command `waymark` as a process on the test's cluster."""

    def run(*words: str, stdin: bytes = b"", **environ: str) -> Ran:
        command = [sys.executable, "-c", "from cli.main import run; run()", *words]
        env = cluster_environ | {"COLUMNS": "200"} | environ
        root = Path(cli.__file__).parent.parent
        ended = subprocess.run(command, input=stdin, capture_output=True, env=env, cwd=root, check=False)
        return Ran(ended.returncode, ended.stdout.decode(), ended.stderr.decode())

    return run


@pytest.fixture
def desk(client: Elasticsearch, cluster_settings: Settings) -> Iterator[People]:
    """Analysts ana and bo, operator olga, auditor aud."""
    with people(client, cluster_settings, ana="analyst", bo="analyst", olga="operator", aud="auditor") as known:
        yield known


@pytest.fixture
def ids(take_in: TakeIn) -> list[str]:
    """Five leads."""
    given = [document(f"kombi {number}", id=str(number), day=number) for number in range(5)]
    take_in("r", given)
    return [lead_id(one) for one in given]
