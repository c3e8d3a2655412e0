"""Where the node lives and as whom it runs."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

import pytest

from waymark.node.places import NODE_USER, Places, open_to_all, places
from waymark.settings import Settings

_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="is about what root does")


@_ROOT
def test_run_by_root_the_node_has_a_user_and_folders_of_its_own(tmp_path: Path) -> None:
    first = places(Settings(state=tmp_path / "a", cache=tmp_path / "cache"))
    second = places(Settings(state=tmp_path / "b", cache=tmp_path / "cache"))
    assert first.user == NODE_USER
    assert first.home != second.home
    assert first.releases == second.releases


@_ROOT
def test_the_nodes_user_has_no_entry_among_the_users_of_this_machine() -> None:
    assert NODE_USER not in {entry.pw_uid for entry in pwd.getpwall()}


@pytest.mark.skipif(os.geteuid() == 0, reason="is about what an ordinary user does")
def test_run_by_a_user_the_node_is_theirs_and_in_their_folders(tmp_path: Path) -> None:
    mine = places(Settings(state=tmp_path / "state", cache=tmp_path / "cache"))
    assert mine == Places(tmp_path / "cache", tmp_path / "state" / "elasticsearch" / "node", None)


def test_a_folder_below_a_private_one_is_not_open_to_all(tmp_path: Path) -> None:
    (tmp_path / "private" / "inner").mkdir(parents=True)
    (tmp_path / "private" / "inner").chmod(0o755)
    (tmp_path / "private").chmod(0o700)
    assert not open_to_all(tmp_path / "private" / "inner")
    assert not open_to_all(tmp_path / "private" / "inner" / "not" / "there" / "yet")
    assert open_to_all(Path("/usr/bin/env"))


@_ROOT
def test_prepared_folders_belong_to_the_nodes_user_alone(tmp_path: Path) -> None:
    prepared = Places(tmp_path / "releases", tmp_path / "node", NODE_USER)
    prepared.prepare()
    for folder in (prepared.home, prepared.configuration, prepared.data, prepared.logs, prepared.temporary):
        assert folder.stat().st_uid == NODE_USER
        assert folder.stat().st_mode & 0o777 == 0o700
