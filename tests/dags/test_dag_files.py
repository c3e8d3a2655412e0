"""The DAG files as Airflow reads them: they parse, wire what they should, and do no work while they are read."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch

import dags
from alerts import store
from alerts.notice import Channel
from alerts.query import SavedQuery
from leads.intake import index_files
from nlp.extraction import extract
from waymark.archive import Archive
from waymark.errors import WaymarkError
from waymark.records import Document
from waymark.settings import settings

FOLDER = Path(dags.__path__[0])
INBOX = Channel(kind="inbox", address="elastic")


@pytest.fixture(scope="module")
def bag(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The DAGs as Airflow's own reader sees them, with a home of their own."""
    patch = pytest.MonkeyPatch()
    patch.setenv("AIRFLOW_HOME", str(tmp_path_factory.mktemp("airflow")))
    from airflow.dag_processing.dagbag import DagBag

    yield DagBag(dag_folder=str(FOLDER))
    patch.undo()


def test_every_dag_file_is_read_without_error(bag: Any) -> None:
    assert bag.import_errors == {}
    assert set(bag.dags) == {"crawl_advertisements", "ingest_tips", "extract_and_index", "tell_saved_queries"}


def test_each_source_is_one_mapped_task_in_a_pool_with_growing_delay(bag: Any) -> None:
    crawl = bag.dags["crawl_advertisements"].get_task("crawl")
    assert crawl.is_mapped
    assert crawl.pool == "sites"
    assert crawl.retries >= 2
    assert crawl.retry_exponential_backoff
    assert crawl.max_retry_delay <= timedelta(hours=1)
    assert "op_kwargs['source']" in crawl.map_index_template


def test_what_only_plans_the_work_is_tried_again(bag: Any) -> None:
    """Their failing, such as on a worker that is ended, would cost the run of all sources or batches."""
    assert bag.dags["crawl_advertisements"].get_task("list_sources").retries >= 2
    assert bag.dags["extract_and_index"].get_task("plan").retries >= 2


def test_a_failed_source_makes_the_run_fail(bag: Any) -> None:
    """The state of a run is that of its leaves: crawl and check_sources must be leaves."""
    dag = bag.dags["crawl_advertisements"]
    assert {task.task_id for task in dag.leaves} == {"crawl", "check_sources"}


def test_what_arrives_starts_the_indexing(bag: Any) -> None:
    announced = {
        asset.name
        for dag_id in ("crawl_advertisements", "ingest_tips")
        for task in bag.dags[dag_id].tasks
        for asset in task.outlets
    }
    assert announced == {"waymark-documents"}
    condition = bag.dags["extract_and_index"].timetable.asset_condition
    assert {asset.name for asset in condition.objects} == announced


def test_only_one_indexing_run_at_a_time_in_batches(bag: Any) -> None:
    dag = bag.dags["extract_and_index"]
    assert dag.max_active_runs == 1
    assert dag.get_task("index").is_mapped


def test_saved_queries_that_are_late_or_fail_make_the_run_fail(bag: Any) -> None:
    dag = bag.dags["tell_saved_queries"]
    assert {task.task_id for task in dag.leaves} == {"check_lateness", "check_queries"}
    assert dag.get_task("sweep").execution_timeout < dag.dagrun_timeout
    assert dag.get_task("check_lateness").trigger_rule == "all_done"  # the more so when the sweep failed
    assert dag.get_task("check_queries").trigger_rule == "all_success"  # a sweep that failed fails the run
    assert dag.catchup is False and dag.max_active_runs == 1


@pytest.mark.node
def test_the_sweep_of_saved_queries_shows_what_fails(
    bag: Any, client: Elasticsearch, cluster_environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from airflow.sdk._shared.observability.metrics.base_stats_logger import NoStatsLogger
    from airflow.sdk.exceptions import AirflowSkipException
    from airflow.sdk.observability import stats

    told: list[tuple[str, object]] = []

    class Numbers:
        """Where Airflow's metrics go here."""

        def incr(self, stat: str, count: int = 1, **_: object) -> None:
            told.append((stat, count))

        def gauge(self, stat: str, value: float, **_: object) -> None:
            told.append((stat, value))

        def timing(self, stat: str, dt: timedelta, **_: object) -> None:
            told.append((stat, dt))

    for name, value in cluster_environ.items():
        monkeypatch.setenv(name, value)
    stats.initialize(factory=Numbers, export_legacy_names=False)  # type: ignore[arg-type]
    settings.cache_clear()
    tasks = {task.task_id: task.python_callable for task in bag.dags["tell_saved_queries"].tasks}
    try:
        with pytest.raises(AirflowSkipException):
            tasks["sweep"]()
        for name, owner in (("mine", "elastic"), ("orphan", "who has left")):
            store.add(client, settings(), SavedQuery(id=name, name=name, box="kombi", owner=owner, channels=(INBOX,)))
        tasks["check_queries"]()
        archive = Archive(settings().archive_url)
        document = Document(id="1", kind="ad", source="board", text="kombi", captured_at=datetime.now(UTC))
        refs = archive.write_documents("board", "run", [document], 1)
        index_files(refs, archive=archive, client=client, settings=settings(), extract=extract)
        assert tasks["sweep"]()["hits"] == 1
        tasks["check_lateness"]()
        with pytest.raises(WaymarkError, match="1 saved queries fail: orphan of who has left"):
            tasks["check_queries"]()
    finally:
        settings.cache_clear()
        stats.initialize(factory=NoStatsLogger, export_legacy_names=False)
    numbers = dict(told)
    assert numbers["waymark.alerts.hits"] == numbers["waymark.alerts.failing"] == 1
    assert numbers["waymark.alerts.late_leads"] == 0
    assert timedelta(0) < numbers["waymark.alerts.capture_to_notification"] < timedelta(minutes=5)  # type: ignore[operator]


@pytest.mark.parametrize("file", sorted(FOLDER.glob("[!_]*.py")), ids=lambda path: path.stem)
def test_reading_a_dag_file_does_no_work(file: Path) -> None:
    """While it is read, a DAG file loads neither our packages that work nor the libraries behind them."""
    script = (
        "import runpy, sys; runpy.run_path(sys.argv[1]); "
        "ours = {'crawlers', 'nlp', 'leads', 'tips', 'waymark', 'spacy', 'elasticsearch', 'scrapy'}; "
        "heavy = ours & set(sys.modules); "
        "print(sorted(heavy)); sys.exit(bool(heavy))"
    )
    done = subprocess.run([sys.executable, "-c", script, str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
