"""The whole way, as a person runs it: `waymark demo --once`, twice over the same data, with a real scheduler."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from elasticsearch import Elasticsearch

from waymark.archive import Archive
from waymark.cluster import connect
from waymark.node import erase, up
from waymark.settings import Settings

pytestmark = [pytest.mark.slow, pytest.mark.node, pytest.mark.timeout(1200)]
WAYMARK = str(Path(sys.executable).with_name("waymark"))


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A state folder of its own; the node in it is the demo's, and is erased at the end."""
    settings = Settings(state=tmp_path_factory.mktemp("demo"), elasticsearch_heap="512m")
    yield settings
    erase(settings)


def demo(settings: Settings) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "WAYMARK_STATE": str(settings.state),
        "WAYMARK_ELASTICSEARCH_HEAP": settings.elasticsearch_heap,
    }
    return subprocess.run([WAYMARK, "demo", "--once"], env=environment, capture_output=True, text=True, check=False)


def left_behind(settings: Settings) -> list[str]:
    """Processes that name the demo's state folder on their command line or in their environment."""
    mine, found = str(settings.state), []
    for process in psutil.process_iter():
        try:
            if (
                process.pid != os.getpid() and any(mine in part for part in process.cmdline())
            ) or process.environ().get("WAYMARK_STATE") == mine:
                found.append(" ".join(process.cmdline())[:120])
        except psutil.Error:
            continue
    return found


@pytest.fixture(scope="module")
def first(settings: Settings) -> subprocess.CompletedProcess[str]:
    return demo(settings)


@pytest.fixture(scope="module")
def left_by_first(first: subprocess.CompletedProcess[str], settings: Settings) -> list[str]:
    return left_behind(settings)


@pytest.fixture(scope="module")
def ids_of_first(left_by_first: list[str], settings: Settings) -> set[str]:
    up(settings)
    with connect(settings) as client:
        return lead_ids(client, settings)


@pytest.fixture(scope="module")
def second(ids_of_first: set[str], settings: Settings) -> subprocess.CompletedProcess[str]:
    return demo(settings)


def lead_ids(client: Elasticsearch, settings: Settings) -> set[str]:
    client.indices.refresh(index=settings.read_alias)
    found = client.search(index=settings.read_alias, size=5000, source=False)
    return {hit["_id"] for hit in found["hits"]["hits"]}


def test_one_run_finds_leads_from_ads_and_from_tips(first: subprocess.CompletedProcess[str]) -> None:
    assert first.returncode == 0, first.stdout[-4000:] + first.stderr[-4000:]
    assert "Phones seen in more than one lead" in first.stdout
    assert "waymark search --from Prishtina --to Wien" in first.stdout
    assert "password" in first.stderr
    assert "Console: http://127.0.0.1:" in first.stderr and "user: demo-analyst" in first.stderr


def test_the_scheduler_did_the_work_and_every_source_shows_by_its_name(first: subprocess.CompletedProcess[str]) -> None:
    for source in ("board", "channel", "thread", "feed"):
        assert f"reading the source demo-{source}: success" in first.stderr
    assert "taking in the tips: success" in first.stderr
    assert "indexing batch 1: success" in first.stderr


def test_no_process_is_left_behind(left_by_first: list[str]) -> None:
    assert left_by_first == []


def test_every_public_ad_and_tip_became_a_lead_with_nothing_rejected(
    ids_of_first: set[str], settings: Settings
) -> None:
    archive = Archive(settings.archive_url)
    outcomes = [json.load(archive.open(ref)) for ref in archive.refs("receipts/documents")]
    assert sum(outcome["new"] for outcome in outcomes) == len(ids_of_first) >= 180
    assert sum(outcome["rejected"] for outcome in outcomes) == 0
    assert archive.pending() == []


def test_a_second_run_adds_no_lead_twice(
    second: subprocess.CompletedProcess[str], ids_of_first: set[str], settings: Settings
) -> None:
    """Not one more, although every ad and tip was read again; ads whose price was edited have two versions."""
    assert second.returncode == 0, second.stdout[-4000:] + second.stderr[-4000:]
    said = second.stdout + second.stderr
    assert said.count("taking in the tips: ") == 1, "the first run's tasks are not told again"
    with connect(settings) as client:
        now = lead_ids(client, settings)
        documents = client.search(index=settings.read_alias, size=5000, source=["source", "document_id", "versions"])
    assert now == ids_of_first
    names = [(hit["_source"]["source"], hit["_source"]["document_id"]) for hit in documents["hits"]["hits"]]
    assert len(names) == len(set(names))
    assert any(len(hit["_source"]["versions"]) > 1 for hit in documents["hits"]["hits"])


def test_a_node_that_ran_before_the_demo_still_runs_after_it(
    second: subprocess.CompletedProcess[str], settings: Settings
) -> None:
    assert up(settings).process is not None
    assert not [line for line in left_behind(settings) if "airflow" in line]
