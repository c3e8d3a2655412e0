"""What a demo needs to start, and what it never touches: other demos, other clusters, another Airflow."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from demo import report, run
from demo.processes import Ledger
from waymark.errors import ServiceError
from waymark.node import erase
from waymark.settings import Settings

WAYMARK = str(Path(sys.executable).with_name("waymark"))


def test_a_second_demo_in_the_same_folder_is_refused_and_ends_nothing_of_the_first(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    folder.mkdir()
    with (
        (folder / "lock").open("a") as lock,
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True) as first,
    ):
        fcntl.flock(lock, fcntl.LOCK_EX)
        Ledger(folder / "processes.json").note(first.pid)
        with pytest.raises(ServiceError, match="a demo already runs") as raised:
            run.run(Settings(state=tmp_path), once=True)
        assert "\n" not in str(raised.value)
        assert first.poll() is None
        first.kill()


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    with pytest.raises(ServiceError, match="set WAYMARK_STATE to a folder that can"):
        run.run(Settings(state=tmp_path / "state"), once=True)


def test_the_tasks_see_neither_the_cluster_nor_the_airflow_of_who_starts_the_demo(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    foreign = {
        "ELASTICSEARCH_URL": "https://production.example:9200",
        "WAYMARK_ELASTICSEARCH_URL": "https://production.example:9200",
        "elasticsearch_url": "https://production.example:9200",
        "WAYMARK_ELASTICSEARCH_API_KEY": "key",
        "AIRFLOW__CORE__EXECUTOR": "CeleryExecutor",
        "AIRFLOW_CONFIG": "/etc/airflow.cfg",
    }
    for name, value in foreign.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("WAYMARK_CONTACT", "https://unit.example/crawler")
    seen = run._environment(Settings(state=tmp_path), {})
    assert not foreign.keys() & seen.keys()
    assert seen["WAYMARK_CONTACT"] == "https://unit.example/crawler"
    assert seen["WAYMARK_STATE"] == str(tmp_path)


def test_what_a_site_wrote_is_shown_without_markup_or_commands(capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "kombi \\[/] [link=https://x.example]\x1b]52;c;aGVq\x1b\\ \x9b2J"
    report._console.print(report._table("text", rows=[(hostile,)]))
    shown = capsys.readouterr().out
    assert "kombi \\[/] [link=https://x.example]" in shown
    assert not {"\x1b", "\x9b"} & set(shown)


@pytest.mark.parametrize(
    ("task", "said"),
    [
        (("crawl", 0, "demo-board", "success"), "reading the source demo-board: success"),
        (("index", 1, "board/manual-2026_0001.jsonl", "failed"), "indexing batch 2: failed"),
        (("take_in", -1, None, "skipped"), "taking in the tips: skipped"),
        (("another", -1, None, "success"), "another: success"),
    ],
)
def test_a_task_that_ended_is_told_in_words(task: tuple[str, int, str | None, str], said: str) -> None:
    assert report.told(dict(zip(("task_id", "map_index", "rendered_map_index", "state"), task, strict=True))) == said


def _lives(process: psutil.Process) -> bool:
    """Whether it runs; one that ended, and waits only for a container's first process to take note, does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.mark.slow
@pytest.mark.node
@pytest.mark.timeout(600)
@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_while_elasticsearch_starts_ends_everything(tmp_path: Path, told: signal.Signals) -> None:
    settings = Settings(state=tmp_path, elasticsearch_heap="512m")
    environment = {**os.environ, "WAYMARK_STATE": str(tmp_path), "WAYMARK_ELASTICSEARCH_HEAP": "512m"}
    with subprocess.Popen([WAYMARK, "demo"], env=environment, stderr=subprocess.PIPE, text=True) as demo:
        assert demo.stderr
        for line in demo.stderr:
            if "starting Elasticsearch: " in line:
                break
        started = psutil.Process(demo.pid).children(recursive=True)
        assert started
        demo.send_signal(told)
        said = demo.stderr.read()
        assert demo.wait() == 0, said
    assert [process for process in started if _lives(process)] == []
    assert "Elasticsearch runs" not in said  # its start was broken off, not waited for
    erase(settings)
