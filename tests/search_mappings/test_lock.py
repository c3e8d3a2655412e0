"""Who holds the right to migrate, and who may take it over at once: one on the same machine, with the same file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch
from own_state import with_own_state

from search_mappings import lock
from waymark.errors import WaymarkError
from waymark.settings import Settings


@pytest.fixture
def here(cluster_settings: Settings, tmp_path: Path) -> Settings:
    """The test's cluster, with a state folder of its own."""
    return with_own_state(cluster_settings, tmp_path / "here")


@pytest.mark.node
def test_a_copy_of_the_state_folder_does_not_take_over_a_lock_that_is_held(
    here: Settings, client: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a machine that was cloned has it, or a backup that was unpacked beside it."""
    monkeypatch.setattr(lock, "_RENEWED_EVERY", 0.2)
    with lock.alone(client, here) as held:
        copied = here.model_copy(update={"state": here.state.with_name("copied")})
        shutil.copytree(here.state, copied.state)
        with pytest.raises(WaymarkError, match="another"), lock.alone(client, copied):
            pass
        held.require()


def test_the_same_file_is_the_same_place(here: Settings) -> None:
    """That is what lets the next migration take over at once from one that was killed."""
    with lock._file(here) as first:
        pass
    with lock._file(here) as again:
        assert again == first


@pytest.mark.parametrize("other", ["host", "boot"])
def test_the_same_file_on_another_machine_is_another_place(
    here: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, other: str
) -> None:
    """A state folder on NFS, where a lock on a file need not hold beyond the machine that took it."""
    with lock._file(here) as first:
        pass
    if other == "host":
        monkeypatch.setattr(lock.socket, "gethostname", lambda: "somewhere-else")
    else:
        (tmp_path / "boot_id").write_text("6f3c0c1e-0000-4000-8000-000000000001\n")
        monkeypatch.setattr(lock, "_BOOT_ID", tmp_path / "boot_id", raising=False)
    with lock._file(here) as elsewhere:
        assert elsewhere != first


def test_where_the_machine_does_not_say_which_boot_it_is_no_two_places_are_the_same(
    here: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(lock, "_BOOT_ID", tmp_path / "missing", raising=False)
    with lock._file(here) as first:
        pass
    with lock._file(here) as again:
        assert again != first


def test_the_file_is_held_by_one_at_a_time(here: Settings) -> None:
    with lock._file(here), pytest.raises(WaymarkError, match="running here"), lock._file(here):
        pass
    with lock._file(here):
        pass
