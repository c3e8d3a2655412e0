from __future__ import annotations

import threading
import time

import pytest
from lead_samples import Read, document
from lead_wire import Wire

from leads.intake import index_files
from search_mappings.indices import current
from waymark.archive import Archive
from waymark.cluster import connect
from waymark.errors import ServiceError
from waymark.settings import Settings

pytestmark = pytest.mark.node

_MANY = [document(f"reklama numër {number}", id=str(number)) for number in range(60)]


def _found(client, settings: Settings) -> int:  # type: ignore[no-untyped-def]
    client.indices.refresh(index=settings.read_alias)
    return int(client.count(index=settings.read_alias)["count"])


@pytest.mark.parametrize(
    ("request_", "times"),
    [
        ("_alias", 1),
        ("_component_template", 1),
        ("_mget", 2),
        ("_bulk", 1),
        ("_bulk", 2),
        ("_refresh", 1),
        ("_msearch", 1),
    ],
)
def test_a_node_that_goes_in_the_middle_loses_nothing_and_a_rerun_finishes(  # type: ignore[no-untyped-def]
    client, cluster_settings, wired_settings: Settings, wire: Wire, archive: Archive, request_: str, times: int
) -> None:
    refs = archive.write_documents("board", "r", _MANY, 20)
    with connect(wired_settings) as wired:
        wire.cut_at(request_, times)
        try:
            index_files(refs, archive=archive, client=wired, settings=wired_settings, extract=Read(), patience=0.2)
        except ServiceError as error:
            assert "\n" not in str(error)
        else:
            pytest.fail("the wire was to be cut in the middle")
        assert set(archive.pending()) == set(refs), "no receipt for what is not known to be in the index"
        wire.mend()
        outcome = index_files(refs, archive=archive, client=wired, settings=wired_settings, extract=Read())
    assert outcome.new + outcome.known == 60
    assert _found(client, cluster_settings) == 60
    assert archive.pending() == []


def test_a_node_that_comes_back_in_time_is_waited_for(client, cluster_settings, wired_settings, wire, archive) -> None:  # type: ignore[no-untyped-def]
    refs = archive.write_documents("board", "r", _MANY, 20)
    with connect(wired_settings) as wired:
        index_files(refs[:1], archive=archive, client=wired, settings=wired_settings, extract=Read())
        wire.cut_at("_bulk", 2)
        threading.Timer(2, wire.mend).start()
        index_files(refs, archive=archive, client=wired, settings=wired_settings, extract=Read(), patience=60)
    assert _found(client, cluster_settings) == 60


def test_writers_wait_for_a_migration_and_write_to_the_new_index(client, cluster_settings, take_in) -> None:  # type: ignore[no-untyped-def]
    from search_mappings.migrate import migrate

    take_in("r0", _MANY[:1])
    before = current(client, cluster_settings)
    client.indices.add_block(index=before.name, block="write")
    waiting = threading.Thread(target=take_in, args=("r1", _MANY))
    waiting.start()
    time.sleep(0.5)
    assert waiting.is_alive()
    migrate(client, cluster_settings)
    waiting.join()
    assert current(client, cluster_settings) != before
    assert _found(client, cluster_settings) == 60
