from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from search_mappings import copying, lock, migrate, templates
from search_mappings.indices import current, existing
from search_mappings.migrate import ensure
from waymark.cluster import connect
from waymark.errors import ConfigurationError, ServiceError, WaymarkError
from waymark.settings import Settings

pytestmark = pytest.mark.node


def _put(client: Elasticsearch, settings: Settings, number: int, **fields: object) -> None:
    client.index(index=settings.write_alias, id=str(number), document={"id": str(number), **fields}, require_alias=True)


def _ids(client: Elasticsearch, settings: Settings) -> set[str]:
    client.indices.refresh(index=settings.read_alias)
    return {hit["_id"] for hit in client.search(index=settings.read_alias, size=10_000, source=False)["hits"]["hits"]}


def _names(client: Elasticsearch, settings: Settings) -> list[str]:
    return [index.name for index in existing(client, settings)]


def test_many_processes_may_make_the_first_index_at_once(cluster_settings: Settings, client: Elasticsearch) -> None:
    indices = []
    threads = [threading.Thread(target=lambda: indices.append(ensure(client, cluster_settings))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(indices) == 6
    assert len(_names(client, cluster_settings)) == 1
    assert client.indices.exists_alias(name=cluster_settings.read_alias)


def test_unknown_fields_are_refused(cluster_settings: Settings, client: Elasticsearch) -> None:
    ensure(client, cluster_settings)
    with pytest.raises(Exception, match="strict_dynamic_mapping"):
        _put(client, cluster_settings, 1, colour="red")


def test_migrating_moves_every_lead_with_its_version(cluster_settings: Settings, client: Elasticsearch) -> None:
    old = ensure(client, cluster_settings)
    for number in range(450):
        _put(client, cluster_settings, number, source="a")
    _put(client, cluster_settings, 7, source="b")
    done = migrate.migrate(client, cluster_settings)
    assert (done.old, done.leads) == (old.name, 450)
    assert _names(client, cluster_settings) == [done.new]
    assert len(_ids(client, cluster_settings)) == 450
    moved = client.get(index=cluster_settings.read_alias, id="7")
    assert (moved["_version"], moved["_source"]["source"]) == (2, "b")
    _put(client, cluster_settings, 1000)


def test_fields_are_made_anew_on_the_way(cluster_settings: Settings, client: Elasticsearch) -> None:
    ensure(client, cluster_settings)
    _put(client, cluster_settings, 1, source="a")
    migrate.migrate(client, cluster_settings, rebuild=lambda fields: {**fields, "country": "XK"})
    assert client.get(index=cluster_settings.read_alias, id="1")["_source"]["country"] == "XK"


def test_a_lead_that_does_not_fit_leaves_everything_as_it_was(
    cluster_settings: Settings, client: Elasticsearch
) -> None:
    old = ensure(client, cluster_settings)
    _put(client, cluster_settings, 1)
    with pytest.raises(ServiceError, match="lead 1 does not fit"):
        migrate.migrate(client, cluster_settings, rebuild=lambda fields: {**fields, "colour": "red"})
    assert _names(client, cluster_settings) == [old.name]
    _put(client, cluster_settings, 2)
    assert _ids(client, cluster_settings) == {"1", "2"}


class _Searching(threading.Thread):
    """Searches without pause; notes the fewest hits and whatever goes wrong."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings, self.over = settings, threading.Event()
        self.least, self.searches, self.trouble = 10_000, 0, []  # type: ignore[var-annotated]

    def run(self) -> None:
        with connect(self.settings) as client:
            while not self.over.is_set():
                try:
                    answer = client.search(index=self.settings.read_alias, size=0, track_total_hits=True)
                    self.least = min(self.least, answer["hits"]["total"]["value"])
                    self.searches += 1
                    assert answer["_shards"]["failed"] == 0
                except Exception as error:  # noqa: BLE001 - whatever it is, it is a gap
                    self.trouble.append(error)


class _Writing(threading.Thread):
    """Writes a new lead and changes an old one without pause; a refused write is tried again."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings, self.over = settings, threading.Event()
        self.written: list[int] = []
        self.blocked, self.trouble = 0, []  # type: ignore[var-annotated]

    def run(self) -> None:
        number = 200
        with connect(self.settings) as client:
            while not self.over.is_set():
                try:
                    _put(client, self.settings, number)
                    _put(client, self.settings, number % 200, source=str(number))
                except Exception as error:  # noqa: BLE001
                    self.blocked += 1
                    if "cluster_block" not in str(error) and "not_found" not in str(error):
                        self.trouble.append(error)
                    time.sleep(0.02)
                else:
                    self.written.append(number)
                    number += 1


def test_search_has_no_gap_and_no_write_is_lost(cluster_settings: Settings, client: Elasticsearch) -> None:
    ensure(client, cluster_settings)
    for number in range(200):
        _put(client, cluster_settings, number)
    client.indices.refresh(index=cluster_settings.read_alias)
    searching, writing = _Searching(cluster_settings), _Writing(cluster_settings)
    for thread in (searching, writing):
        thread.start()
    for _ in range(3):
        migrate.migrate(client, cluster_settings)
    for thread in (searching, writing):
        thread.over.set()
        thread.join()
    assert not searching.trouble + writing.trouble
    assert searching.searches > 20
    assert searching.least >= 200, "every search found the leads that stood there all the time"
    assert len(writing.written) > 20
    assert {str(number) for number in writing.written} <= _ids(client, cluster_settings)
    for number in writing.written[-200:]:
        kept = client.get(index=cluster_settings.read_alias, id=str(number % 200))["_source"]
        assert kept["source"] == str(number), "the change was made before the copy or is in the new index"


def test_what_was_deleted_while_it_was_copied_stays_deleted(
    cluster_settings: Settings, client: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure(client, cluster_settings)
    for number in range(3):
        _put(client, cluster_settings, number)
    copy = copying.copy

    def copy_then_delete(*given: object, after: int | None = None) -> None:
        copy(*given, after=after)  # type: ignore[arg-type]
        if after is None:
            client.delete(index=cluster_settings.write_alias, id="1")

    monkeypatch.setattr(copying, "copy", copy_then_delete)
    migrate.migrate(client, cluster_settings)
    assert _ids(client, cluster_settings) == {"0", "2"}


_KILLED = """
import os, signal, sys
from search_mappings import copying, migrate
from waymark.cluster import connect
from waymark.settings import settings
real, calls = copying.copy, []
def copy(*given, **more):
    calls.append(given)
    real(*given, **more)
    if len(calls) == int(sys.argv[1]):
        os.kill(os.getpid(), signal.SIGKILL)
copying.copy = copy
with connect(settings()) as client:
    migrate.migrate(client, settings())
"""


@pytest.mark.parametrize("moment", [1, 2], ids=["while all are copied", "while writing is blocked"])
def test_a_killed_migration_is_cleared_away_by_the_next(
    cluster_settings: Settings, client: Elasticsearch, cluster_environ: dict[str, str], moment: int
) -> None:
    ensure(client, cluster_settings)
    for number in range(5):
        _put(client, cluster_settings, number)
    root = Path(migrate.__file__).parent.parent
    ended = subprocess.run([sys.executable, "-c", _KILLED, str(moment)], env=cluster_environ, cwd=root, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert len(_names(client, cluster_settings)) == 2, "the killed one left its half-filled index"
    assert len(_ids(client, cluster_settings)) == 5
    migrate.migrate(client, cluster_settings)
    assert len(_names(client, cluster_settings)) == 1
    _put(client, cluster_settings, 5)
    assert len(_ids(client, cluster_settings)) == 6


def test_what_a_killed_migration_left_is_removed_before_anything_is_copied(
    cluster_settings: Settings, client: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = ensure(client, cluster_settings)
    _put(client, cluster_settings, 1)
    orphan = f"{cluster_settings.index_prefix}leads-v1-000009"
    client.indices.create(index=orphan)
    client.indices.add_block(index=old.name, block="write")
    copy = copying.copy

    def copy_while_others_write(*given: object, after: int | None = None) -> None:
        if after is None:
            assert orphan not in _names(client, cluster_settings)
            _put(client, cluster_settings, 2)
        copy(*given, after=after)  # type: ignore[arg-type]

    monkeypatch.setattr(copying, "copy", copy_while_others_write)
    migrate.migrate(client, cluster_settings)
    assert _ids(client, cluster_settings) == {"1", "2"}


def test_an_interrupted_migration_clears_up_itself(
    cluster_settings: Settings, client: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = ensure(client, cluster_settings)
    _put(client, cluster_settings, 1)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(copying, "remove_deleted", interrupt)
    with pytest.raises(KeyboardInterrupt):
        migrate.migrate(client, cluster_settings)
    assert _names(client, cluster_settings) == [old.name]
    _put(client, cluster_settings, 2)


def test_only_one_migration_runs_at_a_time(
    cluster_settings: Settings, client: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure(client, cluster_settings)
    refused: list[str] = []
    fill = migrate._fill

    def fill_and_try_another(*given: object) -> int:
        with pytest.raises(WaymarkError, match="another") as error:
            migrate.migrate(client, cluster_settings)
        refused.append(str(error.value))
        return fill(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(migrate, "_fill", fill_and_try_another)
    migrate.migrate(client, cluster_settings)
    assert len(refused) == 1


@pytest.fixture
def elsewhere(cluster_settings: Settings, tmp_path: Path) -> Settings:
    """The same cluster, as another host sees it: with a state folder of its own."""
    other = cluster_settings.model_copy(update={"state": tmp_path / "elsewhere"})
    other.node_file.parent.mkdir(parents=True)
    other.node_file.write_bytes(cluster_settings.node_file.read_bytes())
    return other


def test_only_one_migration_runs_at_a_time_on_all_hosts(
    cluster_settings: Settings, client: Elasticsearch, elsewhere: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one must not take the half-filled index for what a killed migration left."""
    monkeypatch.setattr(lock, "_RENEWED_EVERY", 0.2)
    ensure(client, cluster_settings)
    _put(client, cluster_settings, 1)
    fill, refused = migrate._fill, []

    def fill_and_try_elsewhere(*given: object) -> int:
        with pytest.raises(WaymarkError, match=f"running on {socket.gethostname()} since 20") as error:
            migrate.migrate(client, elsewhere)
        refused.append(error.value)
        return fill(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(migrate, "_fill", fill_and_try_elsewhere)
    done = migrate.migrate(client, cluster_settings)
    assert len(refused) == 1
    assert (done.leads, _names(client, cluster_settings)) == (1, [done.new])


def test_what_was_killed_on_another_host_is_taken_over_after_a_while(
    cluster_settings: Settings,
    client: Elasticsearch,
    cluster_environ: dict[str, str],
    elsewhere: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lock, "_SILENT_FOR", 1.0)
    ensure(client, cluster_settings)
    _put(client, cluster_settings, 1)
    root = Path(migrate.__file__).parent.parent
    environ = {**cluster_environ, "WAYMARK_STATE": str(elsewhere.state)}
    ended = subprocess.run([sys.executable, "-c", _KILLED, "1"], env=environ, cwd=root, check=False)
    assert ended.returncode == -signal.SIGKILL
    done = migrate.migrate(client, cluster_settings)
    assert (done.leads, _names(client, cluster_settings)) == (1, [done.new])


@pytest.mark.parametrize("asleep_in", ["_fill", "_change_over"])
def test_a_migration_whose_place_was_taken_changes_nothing(
    cluster_settings: Settings,
    client: Elasticsearch,
    elsewhere: Settings,
    monkeypatch: pytest.MonkeyPatch,
    asleep_in: str,
) -> None:
    """One that slept longer than the others wait (a laptop that was closed): another has migrated meanwhile."""
    old = ensure(client, cluster_settings)
    _put(client, cluster_settings, 1)
    monkeypatch.setattr(lock, "_SILENT_FOR", 1.0)
    monkeypatch.setattr(lock, "_RENEWED_EVERY", 1000.0)
    monkeypatch.setattr(migrate, "_SETTLE", 10.0)  # the one that slept wakes while the old index is still there
    step = getattr(migrate, asleep_in)
    done: list[migrate.Migration] = []
    other = threading.Thread(target=lambda: done.append(migrate.migrate(client, elsewhere)))

    def sleep_over_another(*given: object) -> object:
        filled = step(*given) if asleep_in == "_fill" else None
        monkeypatch.setattr(migrate, asleep_in, step)
        other.start()
        while current(client, cluster_settings) == old:
            time.sleep(0.2)
        return step(*given) if filled is None else filled

    monkeypatch.setattr(migrate, asleep_in, sleep_over_another)
    with pytest.raises(WaymarkError):
        migrate.migrate(client, cluster_settings)
    other.join()
    now = current(client, cluster_settings)
    assert now is not None
    assert [now.name] == [migration.new for migration in done]
    assert client.count(index=cluster_settings.read_alias)["count"] == 1
    _put(client, cluster_settings, 2)


@pytest.fixture
def at_version(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Lets this Waymark write another version of the index."""
    load = templates.load

    def set_version(version: int) -> None:
        def changed(prefix: str = "") -> templates.Templates:
            loaded = load(prefix)
            return templates.Templates(version, loaded.components, loaded.index_name, loaded.index)

        for module in (migrate, sys.modules["search_mappings.apply"]):
            monkeypatch.setattr(module, "load", changed)

    return set_version


def test_an_index_of_another_version_is_not_written_to(
    cluster_settings: Settings, client: Elasticsearch, at_version: Callable[[int], None]
) -> None:
    ensure(client, cluster_settings)
    assert migrate.up_to_date(client, cluster_settings)
    at_version(99)
    assert not migrate.up_to_date(client, cluster_settings)
    with pytest.raises(ConfigurationError, match="waymark index migrate"):
        ensure(client, cluster_settings)
    done = migrate.migrate(client, cluster_settings)
    assert "leads-v99-" in done.new
    assert ensure(client, cluster_settings) == current(client, cluster_settings)
    at_version(1)
    with pytest.raises(ConfigurationError, match="newer"):
        migrate.migrate(client, cluster_settings)


def test_an_index_in_the_place_of_the_alias_is_named(cluster_settings: Settings, client: Elasticsearch) -> None:
    client.indices.create(index=cluster_settings.read_alias)
    with pytest.raises(ConfigurationError, match=f"where the alias {cluster_settings.read_alias} should be"):
        ensure(client, cluster_settings)
