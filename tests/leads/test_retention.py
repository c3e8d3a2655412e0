"""What is past its retention goes from index and archive, and nothing else does."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from elasticsearch import Elasticsearch
from lead_samples import Read, at, document, extraction

from leads.deletion import Deleted, DeletedLeads, delete
from leads.intake import index_files
from leads.retention import Past, Retention, find
from search_mappings.migrate import migrate
from waymark.archive import Archive
from waymark.errors import ConfigurationError
from waymark.records import Capture, Document, Evidence, Handle, Reject
from waymark.settings import Settings

pytestmark = pytest.mark.node

Keep = Callable[..., None]
#: 60 days after the first moment of the samples; what was taken in on day 20 is 40 days old then.
NOW = at(60)
RULES = Retention({"board": 30, "feed": 90}, NOW, longest_pause=timedelta(days=100))


@pytest.fixture
def keep(client: Elasticsearch, cluster_settings: Settings, archive: Archive) -> Keep:
    """Crawls, as it were: documents, their captures and pages, indexed with their receipts."""
    endless = extraction(handles=(Handle(text="t.me/x", start=0, end=6, platform="telegram", name="x" * 40_000),))

    def take(run: str, *documents: Document, folder: str = "board") -> None:
        refs = archive.write_documents(folder, run, documents, 500)
        seen = max(document.captured_at for document in documents)
        evidence = Evidence(warc=f"captures/{folder}/{run}.warc.gz", record_id="<urn:uuid:1>", sha256="0" * 64)
        page = Capture(source=folder, url="https://board.example/", captured_at=seen, status=200, evidence=evidence)
        archive.write_captures(folder, run, [page])
        archive.write(evidence.warc, [b"as it came"])
        read = Read({"endless": endless})
        index_files(refs, archive=archive, client=client, settings=cluster_settings, extract=read)

    return take


@pytest.fixture
def apply(client: Elasticsearch, cluster_settings: Settings, archive: Archive) -> Callable[[], Past]:
    def run() -> Past:
        past = find(client, cluster_settings, archive, RULES)
        assert delete(client, cluster_settings, archive, past) == Deleted(
            DeletedLeads(len(past.leads)), len(past.files), ()
        )
        return past

    return run


def _left(client: Elasticsearch, settings: Settings) -> set[str]:
    client.indices.refresh(index=settings.read_alias)
    found = client.search(index=settings.read_alias, size=100)["hits"]["hits"]
    return {hit["_source"]["document_id"] for hit in found}


def test_where_nothing_was_indexed_nothing_is_past(client, cluster_settings, archive) -> None:  # type: ignore[no-untyped-def]
    assert find(client, cluster_settings, archive, RULES) == Past(RULES, (), (), {})


def test_a_lead_goes_when_all_its_wordings_are_past_and_files_with_all_that_is_in_them(  # type: ignore[no-untyped-def]
    keep, apply, client, cluster_settings, archive
) -> None:
    keep("old", document("nisemi neser", id="past", day=20), document("kombi", id="seen again", day=20))
    keep("new", document("kombi i ri", id="seen again", day=50), document("sot", id="fresh", day=50))
    keep("feed", document("nisemi neser", id="kept longer", day=20, source="feed"), folder="feed")
    keep("tips", document("nisemi neser", id="no rule", day=0, source="tip line"), folder="tips")
    before = set(archive.refs(""))
    found = find(client, cluster_settings, archive, RULES)
    assert set(archive.refs("")) == before, "finding deletes nothing"
    assert (found.by_source, found.without_rule) == ({"board": 1}, {"tip line": 1})

    assert apply() == found
    assert _left(client, cluster_settings) == {"seen again", "fresh", "kept longer", "no rule"}
    assert before - set(archive.refs("")) == {
        "documents/board/old-0001.jsonl",
        "receipts/documents/board/old-0001.jsonl",
        "captures/board/old.jsonl",
        "captures/board/old.warc.gz",
    }
    assert archive.pending() == [], "nothing deleted is indexed again"
    again = apply()
    assert (again.leads, again.files) == ((), ())


def test_days_count_from_when_it_was_taken_in_not_from_when_it_was_published(  # type: ignore[no-untyped-def]
    keep, apply, client, cluster_settings
) -> None:
    """An old text that a partner delivered yesterday has been kept for a day."""
    delivered = document("nisemi", id="delivered", day=59, crawled=False, published_at=at(-400), source="board")
    keep("bulletin", delivered)
    assert apply().leads == ()
    assert _left(client, cluster_settings) == {"delivered"}


def test_the_last_day_is_still_allowed() -> None:
    assert not RULES.is_past("board", NOW - timedelta(days=30))
    assert RULES.is_past("board", NOW - timedelta(days=30, seconds=1))
    assert not RULES.is_past("somebody's", NOW - timedelta(days=9999))


def test_a_file_with_one_document_that_may_stay_stays_whole(keep, apply, archive) -> None:  # type: ignore[no-untyped-def]
    keep("mixed", document("a", id="1", day=20), document("b", id="2", day=20, source="tip line"), folder="ingest")
    assert [lead.source for lead in apply().leads] == ["board"]
    assert archive.refs("documents") == ["documents/ingest/mixed-0001.jsonl"]


def test_a_deletion_that_was_broken_off_is_finished_by_the_next(  # type: ignore[no-untyped-def]
    keep, apply, archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep("old", document("nisemi", day=20))
    remove, removed = Archive.remove, []

    def break_off(self: Archive, ref: str) -> None:
        if removed:
            raise KeyboardInterrupt
        removed.append(ref)
        remove(self, ref)

    monkeypatch.setattr(Archive, "remove", break_off)
    with pytest.raises(KeyboardInterrupt):
        apply()
    assert removed == ["documents/board/old-0001.jsonl"]
    monkeypatch.undo()
    assert archive.pending() == []
    assert apply().leads == ()
    assert archive.refs("") == []


def test_a_lead_that_was_taken_in_anew_meanwhile_stays(keep, client, cluster_settings, archive) -> None:  # type: ignore[no-untyped-def]
    keep("old", document("nisemi", id="1", day=20), document("kombi", id="2", day=20))
    past = find(client, cluster_settings, archive, RULES)
    keep("new", document("nisemi sot", id="1", day=59))
    assert delete(client, cluster_settings, archive, past) == Deleted(DeletedLeads(1, anew=1), 4, ())
    assert _left(client, cluster_settings) == {"1"}


def test_a_lead_that_was_only_moved_meanwhile_goes(keep, client, cluster_settings, archive) -> None:  # type: ignore[no-untyped-def]
    """Into another cluster of near-duplicates, or into the new index of a migration: neither is taking in anew."""
    keep("old", *(document(f"nisemi {number}", id=number, day=20) for number in "123"))
    past = find(client, cluster_settings, archive, RULES)
    moved = past.leads[0].id
    client.update(index=cluster_settings.write_alias, id=moved, doc={"cluster": "another"})
    assert delete(client, cluster_settings, archive, replace(past, leads=past.leads[:1])).leads == DeletedLeads(1)
    migrate(client, cluster_settings)
    assert delete(client, cluster_settings, archive, replace(past, leads=past.leads[1:])).leads == DeletedLeads(2)
    assert _left(client, cluster_settings) == set()


def test_a_lead_that_another_run_deleted_meanwhile_is_said_to_be_gone(keep, client, cluster_settings, archive) -> None:  # type: ignore[no-untyped-def]
    keep("old", document("nisemi", id="1", day=20), document("kombi", id="2", day=20))
    keep("new", document("sot", id="3", day=59))
    past = find(client, cluster_settings, archive, RULES)
    client.delete(index=cluster_settings.write_alias, id=past.leads[0].id)
    assert delete(client, cluster_settings, archive, past).leads == DeletedLeads(1, gone=1)
    assert _left(client, cluster_settings) == {"3"}


def test_what_was_rejected_goes_with_its_documents(keep, apply, client, cluster_settings, archive) -> None:  # type: ignore[no-untyped-def]
    keep("old", document("endless", id="1", day=20))
    keep("new", document("endless", id="2", day=50))
    archive.write_rejects("ingest", "1", [Reject(item="line 1", reason="not JSON", content="{")])
    other = next(ref for ref in archive.refs("rejects") if ref.startswith("rejects/ingest/"))
    apply()
    (rejected,) = (row for row in archive.rejects(archive.refs("rejects")[0]))
    assert rejected.item == "2"
    assert len(archive.refs("rejects")) == 2, "of the ingested line nothing is known, and no rule was given"
    late = Retention({"ingest": 30}, archive.written(other) + timedelta(days=31))
    assert other in {file.ref for file in find(client, cluster_settings, archive, late).files}


@pytest.fixture
def where(tmp_path: Path) -> dict[str, str]:
    """The environment of a command that knows the source `board`, whose retention is 30 days."""
    source = {
        "id": "board",
        "title": "A board",
        "kind": "board",
        "start": ["https://board.example/"],
        "authority": {"authorised_by": "Nobody", "ground": "An invented article", "date": "2026-11-01"},
        "jurisdiction": "XK",
        "retention_days": 30,
    }
    (tmp_path / "board.yml").write_text(yaml.safe_dump(source), "utf-8")
    return {"WAYMARK_SOURCES": str(tmp_path)}


def _ago(days: int, id: str, source: str = "board") -> Document:
    """A document that was taken in so many days before the test is run."""
    return document(f"nisemi {days}", id=id, source=source, captured_at=datetime.now(UTC) - timedelta(days=days))


@pytest.mark.parametrize("crawled_on", [False, True], ids=["at rest", "crawls went on"])
def test_a_clock_that_jumped_forward_deletes_nothing(  # type: ignore[no-untyped-def]
    keep, client, cluster_settings, archive, crawled_on: bool
) -> None:
    keep("1", document("nisemi", id="1", day=20))
    keep("2", document("kombi", id="2", day=40))
    jumped = datetime(2099, 1, 1, 12, tzinfo=UTC)
    if crawled_on:
        keep("3", document("sot", id="3", captured_at=jumped - timedelta(hours=2)))
    before = archive.refs("")
    past = find(client, cluster_settings, archive, Retention(RULES.days, jumped))
    assert len(past.leads) == 2
    with pytest.raises(ConfigurationError, match="the clock says 2099-01-01, but nothing was taken in from 2026-12-11"):
        delete(client, cluster_settings, archive, past)
    assert (archive.refs(""), len(_left(client, cluster_settings))) == (before, 2 + crawled_on)
    vouched_for = find(client, cluster_settings, archive, Retention(RULES.days, jumped, longest_pause=None))
    assert delete(client, cluster_settings, archive, vouched_for).leads == DeletedLeads(2)


def test_the_command_deletes_after_a_long_pause_only_when_told_that_the_clock_is_right(  # type: ignore[no-untyped-def]
    waymark, client, cluster_settings, keep, where
) -> None:
    keep("old", _ago(50, "1"))
    shown = waymark("retention", "apply", **where)
    assert (shown.status, "to be deleted: 1 leads" in shown.out) == (0, True)
    assert "--clock-is-right" in shown.err
    refused = waymark("retention", "apply", "--yes", **where)
    assert (refused.status, refused.out, refused.err.count("\n")) == (4, "", 1)
    assert refused.err.startswith("waymark: nothing was deleted: the clock says 2")
    assert _left(client, cluster_settings) == {"1"}
    assert waymark("retention", "apply", "--yes", "--longest-pause", "49", **where).status == 4
    assert waymark("retention", "apply", "--longest-pause", "60", **where).err == ""
    done = waymark("retention", "apply", "--yes", "--clock-is-right", **where)
    assert (done.status, done.err) == (0, "")
    assert _left(client, cluster_settings) == set()


def test_the_command_shows_first_and_deletes_when_told(  # type: ignore[no-untyped-def]
    waymark, client, cluster_settings, archive, keep, where
) -> None:
    keep("old", _ago(40, "1"))
    keep("tips", _ago(40, "2", "tip line"), folder="tips")
    keep("later", _ago(20, "3"))
    shown = waymark("retention", "apply", **where)
    assert shown.status == 0, shown.err
    assert "board: 1 leads were kept for more than 30 days" in shown.out
    assert "to be deleted: 1 leads, 4 files of the archive" in shown.out
    assert "tip line: 1 leads stay: no source file says how long" in shown.out
    assert _left(client, cluster_settings) == {"1", "2", "3"}
    done = waymark("retention", "apply", "--yes", "--days", "tip line=30", "--json", **where)
    assert json.loads(done.out) == {
        "deleted": True,
        "leads": 2,
        "files": 6,
        "taken_in_anew": 0,
        "gone_meanwhile": 0,
        "by_source": {"board": 1, "tip line": 1},
        "without_retention": {},
        "clock_in_doubt": False,
        "failed": [],
    }
    assert _left(client, cluster_settings) == {"3"}
    archive.write("documents/board/new-0001.jsonl", [b"{"])
    damaged = waymark("retention", "apply", "--yes", "--json", **where)
    assert damaged.status == 1
    assert damaged.err.startswith("documents/board/new-0001.jsonl, line 1: not a Document: ")
    assert damaged.err.endswith("this file stays until it is mended or removed by hand\n")
    assert damaged.err.count("\n") == 1
    (failed,) = json.loads(damaged.out)["failed"]
    assert damaged.err.startswith(failed)
    (misspelt,) = waymark("retention", "apply", "--days", "bord=1", **where).err.splitlines()
    assert misspelt.startswith("waymark: --days bord=…: nothing comes from a source of that name; there are board, ")
    assert waymark("retention", "apply", "--yes", "--dry-run", **where).status == 2
    for wrong in ("90", "board=0", "=30", "board=a month", "board=999999999"):
        assert waymark("retention", "apply", "--days", wrong, **where).status == 2
    assert not Path(archive.path("documents/board/old-0001.jsonl")).exists()
