"""The demo run: Elasticsearch, Airflow and the fictitious sites on loopback; the scheduler executes the DAGs on them.

Everything that is started here is ended here, on Ctrl-C, on SIGTERM, on an error, and by the next run if this one is
killed. The demo always uses the private local node: invented leads never go to the cluster ELASTICSEARCH_URL names.
"""

from __future__ import annotations

import fcntl
import os
import re
import signal
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from demo import console, ports
from demo.own import SOURCES, TIPS, warning
from demo.processes import Ledger
from demo.report import show, told
from demo.scheduler import USER, Scheduler
from demo.sites.server import Sites
from demo.sites.world import SITES, SiteKind
from leads.fields import rebuilt
from leads.search import holdings
from search_mappings.migrate import migrate, up_to_date
from waymark import node
from waymark.archive import Archive
from waymark.cluster import connect
from waymark.errors import ServiceError
from waymark.progress import say
from waymark.settings import Settings

_LAST_EDITION = 2
_DAGS = ("crawl_advertisements", "ingest_tips", "extract_and_index")
_OVER = {"success", "failed"}  #: states of a run that has ended
_LIMIT = 900.0  # seconds for the DAGs to finish: generous, a busy machine is no failure
_POLL = 1.0
_OF_OTHERS = re.compile(r"AIRFLOW_|(WAYMARK_)?ELASTICSEARCH_(URL|API_KEY|API_KEY_FILE|CA)$", re.IGNORECASE)
_BATCH = 120  # documents: small, so that several tasks share the work


@dataclass(frozen=True)
class Demo:
    """What runs during a demo."""

    settings: Settings
    scheduler: Scheduler
    sites: Sites
    node_url: str
    console: console.Console
    users: Mapping[str, str]  #: of the console, with their passwords


def run(given: Settings, *, once: bool) -> bool:
    """Runs the demo; True when leads from ads and from tips were found through search.

    With `once` it returns then; else it stays up until Ctrl-C or SIGTERM.
    """
    if given.elasticsearch_url:
        say("the demo's leads are invented: they go to the private local node, not to ELASTICSEARCH_URL")
    settings = given.model_copy(update={"elasticsearch_url": None, "elasticsearch_api_key": None})
    with _until_told(), running(settings) as demo:
        with connect(settings) as client:
            mixed = warning(holdings(client, settings).sources)
        if mixed:
            say(mixed)
        execute(demo)
        with connect(settings) as client:
            complete = show(client, settings)
        demo.console.wait()
        say(f"\nAirflow: {demo.scheduler.url}   user: {USER}   password: {demo.scheduler.password}")
        for name, password in demo.users.items():
            say(f"Console: {demo.console.url}   user: {name}   password: {password}")
        say(f"Elasticsearch: {demo.node_url}   user and password: in {settings.node_file} (only its owner reads it)")
        if not once:
            say(
                "\nRunning until Ctrl-C, which ends all of it. In another terminal: "
                ".venv/bin/waymark search kombi --from Prishtina --to Wien"
            )
            say(f"The demo's tips come from {TIPS}. Its Airflow does not read {settings.inbox}: yours does.")
            threading.Event().wait()
    return complete


@contextmanager
def running(settings: Settings) -> Iterator[Demo]:
    """Starts everything side by side and ends what it started."""
    folder = settings.state / "demo"
    with ExitStack() as stack:
        stack.enter_context(_alone(folder))
        stack.callback(say, "all that the demo started has ended")
        try:
            yield _started(stack, settings, folder)
        finally:
            say("ending what the demo started …")


def _started(stack: ExitStack, settings: Settings, folder: Path) -> Demo:
    """All that a demo consists of; what ends each part is left in `stack`."""
    ledger = Ledger(folder / "processes.json")
    if ended := ledger.end_leftovers():
        say(f"ended {ended} processes that an earlier demo had left behind")
    stack.callback(ledger.end_leftovers)
    sites = stack.enter_context(Sites(ports=_site_ports(), edition=_edition(settings)))
    for site, url in sites.urls.items():
        say(f"the demo's {site} runs: {url}")
    port = ports.choose("Airflow", settings.airflow_port, 8080, "WAYMARK_AIRFLOW_PORT")
    scheduler = Scheduler(folder / "airflow", port, _environment(settings, sites.urls))
    stack.callback(scheduler.stop)
    already = node.status(settings).running
    if not already:
        stack.callback(node.down, settings)
    say("starting Elasticsearch and Airflow (together about 45 s; at the first start downloads come on top)")
    elasticsearch = _start(scheduler, settings, ledger)
    if not already:
        ledger.note(elasticsearch.pid)
    say(f"Elasticsearch runs: {elasticsearch.url}")
    scheduler.wait(_DAGS)
    say(f"Airflow runs: {scheduler.url}")
    pages, people = _console(stack, settings, folder, ledger)
    return Demo(settings, scheduler, sites, elasticsearch.url, pages, people)


def _console(
    stack: ExitStack, settings: Settings, folder: Path, ledger: Ledger
) -> tuple[console.Console, dict[str, str]]:
    """The console with its users; it starts while the scheduler works and is waited for at the end."""
    pages = console.Console(folder, ports.choose("the console", settings.console_port, 8090, "WAYMARK_CONSOLE_PORT"))
    with connect(settings) as client:
        if not up_to_date(client, settings):  # none yet, or an earlier Waymark's
            migrate(client, settings, rebuild=rebuilt)
        people = console.users(client, settings, folder / "console-users.json")
    stack.callback(pages.stop)
    pages.start(_environment(settings, {}), ledger.note)
    return pages, people


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Holds the demo's folder; ServiceError while another demo runs in it: each would end the other's processes."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = (folder / "lock").open("a")
    except OSError as error:
        raise ServiceError(
            f"{folder}: cannot be written ({error.strerror}): set WAYMARK_STATE to a folder that can"
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ServiceError(
                f"a demo already runs with {folder.parent}: end it first, or set WAYMARK_STATE to another folder"
            ) from error
        yield


def _start(scheduler: Scheduler, settings: Settings, ledger: Ledger) -> node.Node:
    """Starts Airflow beside Elasticsearch; Ctrl-C ends either start at once, a download too."""
    with ThreadPoolExecutor(1) as aside:
        starting = aside.submit(scheduler.start, ledger.note)
        try:
            elasticsearch = node.up(settings)  # in the main thread: signals arrive there
        except BaseException:
            scheduler.stop()  # else the other thread is waited for
            raise
        starting.result()
    return elasticsearch


def execute(demo: Demo) -> None:
    """Has the scheduler take in the tips and crawl the sites, and waits until all of it is in the index.

    At the first run over an archive the sites are crawled twice: their authors edit some ads in between.
    """
    watch = _Watch(demo.scheduler)
    _wait_for({dag: demo.scheduler.trigger(dag) for dag in ("crawl_advertisements", "ingest_tips")}, demo, watch)
    if _edition(demo.settings) < _LAST_EDITION:
        say("some authors have edited their ads: the sites are crawled once more")
        demo.sites.show(_LAST_EDITION)
        _wait_for({"crawl_advertisements": demo.scheduler.trigger("crawl_advertisements")}, demo, watch)
        _edited(demo.settings).touch()


def _wait_for(runs: dict[str, str], demo: Demo, watch: _Watch) -> None:
    archive = Archive(demo.settings.archive_url)
    deadline = time.monotonic() + _LIMIT
    while not _finished(demo.scheduler, runs, archive):
        watch.look()
        if time.monotonic() > deadline:
            raise ServiceError(f"the DAGs did not finish within {_LIMIT:.0f} s: look at {demo.scheduler.url}")
        time.sleep(_POLL)
    watch.look()


def _edition(settings: Settings) -> int:
    """Which edition of the sites is shown first: an archive that holds the last one is shown that from the start."""
    return _LAST_EDITION if _edited(settings).exists() else 1


def _edited(settings: Settings) -> Path:
    return settings.state / "demo" / "edited"


def _finished(scheduler: Scheduler, runs: dict[str, str], archive: Archive) -> bool:
    if any(scheduler.state(dag, run) not in _OVER for dag, run in runs.items()):
        return False
    active = [run for run in scheduler.runs("extract_and_index") if run["state"] in {"queued", "running"}]
    return not active and not archive.pending()


class _Watch:
    """Says once of every task that it ended, and how."""

    def __init__(self, scheduler: Scheduler) -> None:
        self._scheduler = scheduler
        self._before = {
            (dag, run["dag_run_id"]) for dag in _DAGS for run in scheduler.runs(dag) if run["state"] in _OVER
        }
        self._said: set[tuple[str, str, int]] = set()

    def look(self) -> None:
        for dag in _DAGS:
            for run in self._scheduler.runs(dag):
                if (dag, run["dag_run_id"]) not in self._before:
                    self._look_at(dag, run["dag_run_id"])

    def _look_at(self, dag: str, run_id: str) -> None:
        for task in self._scheduler.tasks(dag, run_id):
            key = (run_id, task["task_id"], task["map_index"])
            if task["state"] in {"success", "failed", "skipped", "upstream_failed"} and key not in self._said:
                self._said.add(key)
                say(f"  {told(task)}")


def _site_ports() -> list[int]:
    """Ports in a row where they are free, so that a second run shows the same addresses."""
    free = ports.free_from(8801)
    return [next(free) for _ in SITES]


def _environment(settings: Settings, sites: Mapping[SiteKind, str]) -> dict[str, str]:
    """All that Airflow and its tasks see: the demo's sources and tips, and where the sites are.

    Of the caller's environment neither the cluster nor the Airflow that it may name: the demo has its own.
    """
    return {
        **{name: value for name, value in os.environ.items() if not _OF_OTHERS.match(name)},
        "WAYMARK_STATE": str(settings.state),
        "WAYMARK_ARCHIVE": settings.archive_url,
        "WAYMARK_INDEX_PREFIX": settings.index_prefix,
        "WAYMARK_BATCH": str(_BATCH),
        "WAYMARK_CRAWL_SCHEDULE": "",  # the demo asks for its runs
        "WAYMARK_TIPS_SCHEDULE": "",
        "WAYMARK_ALERTS_SCHEDULE": "",
        "WAYMARK_SOURCES": str(SOURCES),
        "WAYMARK_TIPS_INBOX": str(TIPS),
        **{f"WAYMARK_DEMO_{site.upper()}": url for site, url in sites.items()},
    }


@contextmanager
def _until_told() -> Iterator[None]:
    """Ctrl-C and SIGTERM end the demo in order: both arrive as KeyboardInterrupt, which is not an error here."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop), signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])
