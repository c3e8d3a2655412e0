"""deploy/elasticsearch/access on a real node: the key it makes does all of Waymark's work and nothing else."""

from __future__ import annotations

import os
import secrets
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from elasticsearch import AuthorizationException, Elasticsearch

from alerts import store
from alerts.inbox import messages
from alerts.notice import Channel
from alerts.query import SavedQuery
from alerts.run import after_batch
from leads.intake import index_files
from leads.query import SearchQuery
from leads.search import search
from nlp.extraction import extract
from nlp.gazetteer import load
from search_mappings.migrate import migrate
from waymark.archive import Archive
from waymark.cluster import connect
from waymark.node import Node
from waymark.records import Document
from waymark.settings import Settings

SCRIPT = Path(__file__).resolve().parents[2] / "deploy" / "elasticsearch" / "access"

pytestmark = pytest.mark.node


def run_script(node: Node, folder: Path, password: str | None = None) -> subprocess.CompletedProcess[str]:
    given = {"ELASTICSEARCH": node.url, "ELASTIC_PASSWORD": password or node.password, "ACCESS": str(folder)}
    return subprocess.run([SCRIPT], env={**os.environ, **given}, capture_output=True, text=True, check=False)


@pytest.fixture
def limited(node: Node, node_settings: Settings, tmp_path: Path) -> Iterator[Settings]:
    """Settings that reach the run's node with the key alone, under names that the key covers."""
    assert node.username == "elastic"
    done = run_script(node, tmp_path)
    assert done.returncode == 0, done.stderr
    settings = Settings(
        state=tmp_path / "state",
        elasticsearch_url=node.url,
        elasticsearch_api_key_file=tmp_path / "api-key",
        index_prefix=f"leads-{secrets.token_hex(4)}-",
    )
    yield settings
    with connect(node_settings) as client:
        lenient = client.options(ignore_status=404)
        for index in client.indices.get(index=f"{settings.index_prefix}*"):
            client.indices.delete(index=index)
        lenient.indices.delete_index_template(name=f"{settings.index_prefix}*")
        lenient.cluster.delete_component_template(name=f"{settings.index_prefix}*")


def test_the_key_does_all_of_waymarks_work(limited: Settings) -> None:
    archive = Archive(limited.archive_url)
    text = "Prishtinë - Vjenë me kombi, 2500 euro"  # invented
    document = Document(id="1", kind="ad", text=text, captured_at=datetime(2026, 11, 1, tzinfo=UTC))
    refs = archive.write_documents("unknown", "run", [document], limited.batch)
    with connect(limited) as client:
        assert migrate(client, limited).old is None
        outcome = index_files(refs, archive=archive, client=client, settings=limited, extract=extract)
        assert outcome.new == 1
        moved = migrate(client, limited)
        assert moved.old is not None
        assert moved.leads == 1
        assert search(client, limited, SearchQuery(words="kombi"), load(), limit=5).total == 1


def test_saved_queries_are_asked_as_their_owners(limited: Settings, client: Elasticsearch) -> None:
    """By a key that may save for anybody and ask as anybody, but not as who may do everything."""
    owner = f"{limited.index_prefix}ana"
    client.security.put_user(username=owner, password=secrets.token_hex(8), roles=["viewer"])
    archive = Archive(limited.archive_url)
    ad = Document(id="1", kind="ad", text="kombi", source="board", captured_at=datetime(2026, 11, 1, tzinfo=UTC))
    try:
        with connect(limited) as key:
            migrate(key, limited)
            for name in (owner, "elastic"):
                inbox = Channel(kind="inbox", address=name)
                store.add(key, limited, SavedQuery(id=name, name="vans", box="kombi", owner=name, channels=(inbox,)))
            refs = archive.write_documents("board", "run", [ad], limited.batch)
            index_files(refs, archive=archive, client=key, settings=limited, extract=extract)
            told = after_batch(key, limited)
            assert told and "hits 1, failing 1, delivered" in told, told
            key.indices.refresh(index=limited.inbox_index)
            assert [one.count for one in messages(key, limited, owner)] == [1]
            assert not [one for one in messages(key, limited, "elastic") if one.count]
    finally:
        client.security.delete_user(username=owner)


def test_the_key_reaches_nothing_else(limited: Settings) -> None:
    with connect(limited) as client:
        with pytest.raises(AuthorizationException):
            client.indices.create(index="wages")
        with pytest.raises(AuthorizationException):
            client.security.put_user(username="mallory", password=secrets.token_hex(8), roles=["superuser"])
        with pytest.raises(AuthorizationException):
            client.security.create_api_key(name="another", role_descriptors={"all": {"cluster": ["all"]}})
        with pytest.raises(AuthorizationException):
            client.cluster.put_settings(persistent={"action.destructive_requires_name": False})
        with pytest.raises(AuthorizationException, match="run as"):
            client.options(headers={"es-security-runas-user": "elastic"}).info()


def test_only_the_owner_reads_the_key_and_nobody_sees_it_printed(node: Node, tmp_path: Path) -> None:
    done = run_script(node, tmp_path)
    key = tmp_path / "api-key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert key.read_text("utf-8") not in done.stdout + done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["api-key"]


def test_a_key_that_works_is_kept_and_one_that_does_not_is_replaced(node: Node, tmp_path: Path) -> None:
    key = tmp_path / "api-key"
    run_script(node, tmp_path)
    first = key.read_text("utf-8")
    assert "is kept" in run_script(node, tmp_path).stdout
    assert key.read_text("utf-8") == first
    key.write_text("bm90OmFrZXk=", "utf-8")
    assert run_script(node, tmp_path).returncode == 0
    assert key.read_text("utf-8") not in {first, "bm90OmFrZXk="}


def test_a_wrong_password_is_named_and_leaves_no_key(node: Node, tmp_path: Path) -> None:
    done = run_script(node, tmp_path, password="wrong")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("access: Elasticsearch at ")
    assert not list(tmp_path.iterdir())
