from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable

import pytest
from elasticsearch import Elasticsearch
from leads_kept import ids, names, put

from search_mappings import copying, migrate, templates
from search_mappings.indices import current
from search_mappings.migrate import ensure
from waymark.cluster import connect
from waymark.errors import ConfigurationError, ServiceError
from waymark.settings import Settings

pytestmark = pytest.mark.node


def test_many_processes_may_make_the_first_index_at_once(cluster_settings: Settings, client: Elasticsearch) -> None:
    indices = []
    threads = [threading.Thread(target=lambda: indices.append(ensure(client, cluster_settings))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(indices) == 6
    assert len(names(client, cluster_settings)) == 1
    assert client.indices.exists_alias(name=cluster_settings.read_alias)


def test_unknown_fields_are_refused(cluster_settings: Settings, client: Elasticsearch) -> None:
    ensure(client, cluster_settings)
    with pytest.raises(Exception, match="strict_dynamic_mapping"):
        put(client, cluster_settings, 1, colour="red")


def test_migrating_moves_every_lead_with_its_version(cluster_settings: Settings, client: Elasticsearch) -> None:
    old = ensure(client, cluster_settings)
    for number in range(450):
        put(client, cluster_settings, number, source="a")
    put(client, cluster_settings, 7, source="b")
    done = migrate.migrate(client, cluster_settings)
    assert (done.old, done.leads) == (old.name, 450)
    assert names(client, cluster_settings) == [done.new]
    assert len(ids(client, cluster_settings)) == 450
    moved = client.get(index=cluster_settings.read_alias, id="7")
    assert (moved["_version"], moved["_source"]["source"]) == (2, "b")
    put(client, cluster_settings, 1000)


def test_fields_are_made_anew_on_the_way(cluster_settings: Settings, client: Elasticsearch) -> None:
    ensure(client, cluster_settings)
    put(client, cluster_settings, 1, source="a")
    migrate.migrate(client, cluster_settings, rebuild=lambda fields: {**fields, "country": "XK"})
    assert client.get(index=cluster_settings.read_alias, id="1")["_source"]["country"] == "XK"


def test_a_lead_that_does_not_fit_leaves_everything_as_it_was(
    cluster_settings: Settings, client: Elasticsearch
) -> None:
    old = ensure(client, cluster_settings)
    put(client, cluster_settings, 1)
    with pytest.raises(ServiceError, match="lead 1 does not fit"):
        migrate.migrate(client, cluster_settings, rebuild=lambda fields: {**fields, "colour": "red"})
    assert names(client, cluster_settings) == [old.name]
    put(client, cluster_settings, 2)
    assert ids(client, cluster_settings) == {"1", "2"}


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
                    put(client, self.settings, number)
                    put(client, self.settings, number % 200, source=str(number))
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
        put(client, cluster_settings, number)
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
    assert {str(number) for number in writing.written} <= ids(client, cluster_settings)
    for number in writing.written[-200:]:
        kept = client.get(index=cluster_settings.read_alias, id=str(number % 200))["_source"]
        assert kept["source"] == str(number), "the change was made before the copy or is in the new index"


def test_what_was_deleted_while_it_was_copied_stays_deleted(
    cluster_settings: Settings, client: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure(client, cluster_settings)
    for number in range(3):
        put(client, cluster_settings, number)
    copy = copying.copy

    def copy_then_delete(*given: object, after: int | None = None) -> None:
        copy(*given, after=after)  # type: ignore[arg-type]
        if after is None:
            client.delete(index=cluster_settings.write_alias, id="1")

    monkeypatch.setattr(copying, "copy", copy_then_delete)
    migrate.migrate(client, cluster_settings)
    assert ids(client, cluster_settings) == {"0", "2"}


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
