"""Migrations that were killed, or that run at the same time, on one host or on several."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch
from leads_kept import ids, names, put
from own_state import with_own_state

from search_mappings import copying, lock, migrate
from search_mappings.indices import current
from search_mappings.migrate import ensure
from waymark.errors import WaymarkError
from waymark.settings import Settings

pytestmark = pytest.mark.node


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
        put(client, cluster_settings, number)
    root = Path(migrate.__file__).parent.parent
    ended = subprocess.run([sys.executable, "-c", _KILLED, str(moment)], env=cluster_environ, cwd=root, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert len(names(client, cluster_settings)) == 2, "the killed one left its half-filled index"
    assert len(ids(client, cluster_settings)) == 5
    migrate.migrate(client, cluster_settings)
    assert len(names(client, cluster_settings)) == 1
    put(client, cluster_settings, 5)
    assert len(ids(client, cluster_settings)) == 6


def test_what_a_killed_migration_left_is_removed_before_anything_is_copied(
    cluster_settings: Settings, client: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = ensure(client, cluster_settings)
    put(client, cluster_settings, 1)
    orphan = f"{cluster_settings.index_prefix}leads-v1-000009"
    client.indices.create(index=orphan)
    client.indices.add_block(index=old.name, block="write")
    copy = copying.copy

    def copy_while_others_write(*given: object, after: int | None = None) -> None:
        if after is None:
            assert orphan not in names(client, cluster_settings)
            put(client, cluster_settings, 2)
        copy(*given, after=after)  # type: ignore[arg-type]

    monkeypatch.setattr(copying, "copy", copy_while_others_write)
    migrate.migrate(client, cluster_settings)
    assert ids(client, cluster_settings) == {"1", "2"}


def test_an_interrupted_migration_clears_up_itself(
    cluster_settings: Settings, client: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = ensure(client, cluster_settings)
    put(client, cluster_settings, 1)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(copying, "remove_deleted", interrupt)
    with pytest.raises(KeyboardInterrupt):
        migrate.migrate(client, cluster_settings)
    assert names(client, cluster_settings) == [old.name]
    put(client, cluster_settings, 2)


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
    return with_own_state(cluster_settings, tmp_path / "elsewhere")


def test_only_one_migration_runs_at_a_time_on_all_hosts(
    cluster_settings: Settings, client: Elasticsearch, elsewhere: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one must not take the half-filled index for what a killed migration left."""
    monkeypatch.setattr(lock, "_RENEWED_EVERY", 0.2)
    ensure(client, cluster_settings)
    put(client, cluster_settings, 1)
    fill, refused = migrate._fill, []

    def fill_and_try_elsewhere(*given: object) -> int:
        with pytest.raises(WaymarkError, match=f"running on {socket.gethostname()} since 20") as error:
            migrate.migrate(client, elsewhere)
        refused.append(error.value)
        return fill(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(migrate, "_fill", fill_and_try_elsewhere)
    done = migrate.migrate(client, cluster_settings)
    assert len(refused) == 1
    assert (done.leads, names(client, cluster_settings)) == (1, [done.new])


def test_what_was_killed_on_another_host_is_taken_over_after_a_while(
    cluster_settings: Settings,
    client: Elasticsearch,
    cluster_environ: dict[str, str],
    elsewhere: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lock, "_SILENT_FOR", 1.0)
    ensure(client, cluster_settings)
    put(client, cluster_settings, 1)
    root = Path(migrate.__file__).parent.parent
    environ = {**cluster_environ, "WAYMARK_STATE": str(elsewhere.state)}
    ended = subprocess.run([sys.executable, "-c", _KILLED, "1"], env=environ, cwd=root, check=False)
    assert ended.returncode == -signal.SIGKILL
    done = migrate.migrate(client, cluster_settings)
    assert (done.leads, names(client, cluster_settings)) == (1, [done.new])


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
    put(client, cluster_settings, 1)
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
    put(client, cluster_settings, 2)
