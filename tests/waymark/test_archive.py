"""The archive on a folder and on a store without renames of its own (fsspec's memory)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from waymark.archive import Archive, ArchiveError, safe_name
from waymark.errors import ConfigurationError
from waymark.records import Document, Reject

_SEEN = datetime(2026, 11, 1, 12, tzinfo=UTC)


def _documents(count: int) -> list[Document]:
    """Invented ads."""
    return [
        Document(id=f"ad-{n}", kind="ad", text=f"Kombi për Vjenë, nisja {n}", captured_at=_SEEN) for n in range(count)
    ]


@pytest.fixture(params=["folder", "memory"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Archive:
    return Archive(str(tmp_path / "archive") if request.param == "folder" else f"memory://{uuid4()}")


def test_documents_are_written_in_batches_and_read_back_the_same(archive: Archive) -> None:
    refs = archive.write_documents("board", "run-1", _documents(5), batch=2)
    assert refs == [f"documents/board/run-1-000{n}.jsonl" for n in (1, 2, 3)]
    assert [row for ref in refs for row in archive.documents(ref)] == _documents(5)


def test_no_documents_make_no_file(archive: Archive) -> None:
    assert archive.write_documents("board", "run-1", [], batch=2) == []
    assert archive.refs("documents") == []


def test_a_rerun_writes_the_same_files(archive: Archive) -> None:
    for _ in range(2):
        archive.write_documents("board", "run-1", _documents(3), batch=2)
    assert len(archive.refs("documents")) == 2


def test_a_file_without_a_receipt_is_still_to_be_done(archive: Archive) -> None:
    first, second = archive.write_documents("board", "run-1", _documents(4), batch=2)
    archive.receipt(first, {"new": 2})
    assert archive.pending() == [second]


def test_files_and_folders_are_their_owners_alone(tmp_path: Path) -> None:
    root = tmp_path / "state" / "archive"
    (ref,) = Archive(str(root)).write_documents("board", "run-1", _documents(1), batch=2)
    made = [root / ref, *list((root / ref).parents)[:4]]
    assert made[-1] == tmp_path / "state"
    assert [oct(path.stat().st_mode & 0o777) for path in made] == ["0o600", *["0o700"] * 4]


def test_a_folder_that_was_there_keeps_its_mode(tmp_path: Path) -> None:
    """An archive that an operator shares with a group stays shared."""
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive").chmod(0o750)
    Archive(str(tmp_path / "archive")).write_documents("board", "run-1", _documents(1), batch=2)
    assert (tmp_path / "archive").stat().st_mode & 0o777 == 0o750


def test_a_write_that_breaks_off_leaves_no_file(archive: Archive) -> None:
    def broken() -> Iterator[Document]:
        yield from _documents(1)
        raise RuntimeError("the reader of the ads broke")

    with pytest.raises(RuntimeError):
        archive.write("documents/board/run-1-0001.jsonl", (row.model_dump_json().encode() for row in broken()))
    assert archive.refs("documents") == []
    assert archive.pending() == []


def test_a_write_that_breaks_off_leaves_nothing_in_the_folder(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half of a document that somebody wrote"
        raise RuntimeError("the reader of the ads broke")

    with pytest.raises(RuntimeError):
        Archive(str(tmp_path)).write("documents/board/run-1-0001.jsonl", broken())
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_rejects_are_kept_with_their_reason(archive: Archive) -> None:
    reject = Reject(item="line 3", reason="no text", content='{"id": "x"}')
    ref = archive.write_rejects("ingest", "run-1", [reject])
    assert ref
    assert list(archive.rejects(ref)) == [reject]
    assert archive.write_rejects("ingest", "run-2", []) is None


def test_a_damaged_line_is_named_with_its_file_and_number(archive: Archive) -> None:
    ref = archive.write("documents/board/x.jsonl", [_documents(1)[0].model_dump_json().encode() + b"\n", b"{\n"])
    with pytest.raises(ArchiveError, match=r"documents/board/x\.jsonl, line 2: not a Document"):
        list(archive.documents(ref))


def test_a_missing_file_is_named(archive: Archive) -> None:
    with pytest.raises(ArchiveError, match="documents/none: not in the archive"):
        archive.open("documents/none")


@pytest.mark.parametrize("ref", ["/etc/passwd", "../secret", "documents/../../secret"])
def test_a_reference_cannot_leave_the_archive(archive: Archive, ref: str) -> None:
    with pytest.raises(ArchiveError, match="not a reference"):
        archive.path(ref)


def test_a_finished_local_file_is_moved_into_the_archive(archive: Archive, tmp_path: Path) -> None:
    local = tmp_path / "crawl.warc.gz"
    local.write_bytes(b"WARC/1.1")
    with archive.open(archive.adopt(str(local), "captures/board/run-1.warc.gz")) as file:
        assert file.read() == b"WARC/1.1"
    assert not local.exists()


def test_files_in_a_folder_are_private(tmp_path: Path) -> None:
    Archive(str(tmp_path)).write("rejects/ingest/run-1.jsonl", [b"{}\n"])
    assert (tmp_path / "rejects" / "ingest" / "run-1.jsonl").stat().st_mode & 0o777 == 0o600


def test_an_archive_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("a file where the folder should be")
    with pytest.raises(ArchiveError, match="cannot be written to the archive") as raised:
        Archive(str(tmp_path / "archive")).write("documents/x.jsonl", [b"{}\n"])
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Пазар оглашавање", "Пазар-оглашавање"),
        ("../../etc", "etc"),
        ("a/b\\c", "a-b-c"),
        ("…", "unnamed"),
        ("x" * 500, "x" * 120),
    ],
)
def test_any_name_becomes_one_part_of_a_path(name: str, safe: str) -> None:
    assert re.fullmatch(rf"{safe}-[0-9a-f]{{8}}", safe_name(name))


def test_a_name_that_is_fit_stays_as_it_is() -> None:
    assert safe_name("demo-board_2026.11") == "demo-board_2026.11"


@pytest.mark.parametrize(("one", "other"), [("A/B", "A-B"), ("x" * 200, "x" * 199), ("a", "a-")])
def test_two_sources_never_share_a_file(archive: Archive, one: str, other: str) -> None:
    first = archive.write_documents(one, "run", _documents(1), batch=10)
    second = archive.write_documents(other, "run", _documents(2), batch=10)
    assert len(list(archive.documents(*first))) == 1
    assert len(list(archive.documents(*second))) == 2


def test_a_long_name_in_any_script_fits_a_file_system(archive: Archive) -> None:
    name = "ច្រកព្រំដែន" * 40  # three bytes a letter
    assert archive.write_documents(name, name, _documents(1), batch=10)
    assert archive.write_rejects(name, name, [Reject(item="line 1", reason="no text")])


@pytest.mark.parametrize("url", ["nope://bucket/x", "ftp2://user:geheim@host/x"])
def test_a_protocol_that_is_not_known_is_one_line_without_what_stands_behind_it(url: str) -> None:
    with pytest.raises(ConfigurationError, match="WAYMARK_ARCHIVE") as raised:
        Archive(url)
    assert "\n" not in str(raised.value)
    assert "geheim" not in str(raised.value)


def test_a_file_that_cannot_be_moved_in_whole_stays_where_it_was(tmp_path: Path) -> None:
    local = tmp_path / "crawl.warc.gz"
    local.write_bytes(b"WARC/1.1")
    (tmp_path / "archive").write_text("a file where the folder should be")
    with pytest.raises(ArchiveError, match="cannot be written"):
        Archive(str(tmp_path / "archive")).adopt(str(local), "captures/board/run-1.warc.gz")
    assert local.read_bytes() == b"WARC/1.1"
