"""Files of the archive that must go: damaged ones, empty ones, and those that are written while they are looked for."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path

import pytest
from lead_samples import at, document

from leads import deletion
from leads.past_files import Files, past_files
from leads.retention import Retention
from waymark.archive import Archive
from waymark.records import Capture, Document, Evidence, Reject

RULES = Retention({"board": 30, "feed": 90}, at(60))

Look = Callable[[], Files]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(str(tmp_path / "archive"))


@pytest.fixture
def look(archive: Archive) -> Look:
    return lambda: past_files(archive, RULES.days, RULES.is_past)


def _refs(files: Files) -> list[str]:
    return [file.ref for file in files.past]


def _indexed(archive: Archive, run: str, *documents: Document, folder: str = "board") -> str:
    (ref,) = archive.write_documents(folder, run, documents, 500)
    archive.receipt(ref, {"new": len(documents)})
    return ref


def _capture(day: int) -> Capture:
    evidence = Evidence(warc="captures/board/1.warc.gz", record_id="<urn:uuid:1>", sha256="0" * 64)
    return Capture(source="board", url="https://board.example/", captured_at=at(day), status=200, evidence=evidence)


def _written_on(archive: Archive, ref: str, day: int) -> None:
    os.utime(archive.path(ref), (at(day).timestamp(),) * 2)


@pytest.mark.parametrize("damage", [b"{", b"\xff\xfe\0", b"\n", b'{"id": "1"}\n'])
def test_a_damaged_file_stays_and_is_named_and_the_others_go(archive: Archive, look: Look, damage: bytes) -> None:
    damaged = _indexed(archive, "1", document("nisemi", day=20))
    good = _indexed(archive, "2", document("nisemi", day=20))
    with Path(archive.path(damaged)).open("ab") as file:
        file.write(damage)
    archive.write("captures/board/1.jsonl", [damage])
    archive.write("captures/board/1.warc.gz", [b"as it came"])
    archive.write_captures("board", "2", [_capture(20)])
    archive.write("rejects/board/1.jsonl", [damage])
    archive.write_rejects("index", "2", [Reject(item="1", reason="", content=document("a", day=20).model_dump_json())])
    found = look()
    assert _refs(found) == [good, f"receipts/{good}", "captures/board/2.jsonl", "rejects/index/2.jsonl"]
    assert [reason.partition(", line ")[0] for reason in found.unreadable] == [
        damaged,
        "captures/board/1.jsonl",
        "rejects/board/1.jsonl",
    ]
    assert "\n" not in "".join(found.unreadable)


def test_a_file_that_may_not_be_read_stays_and_is_named(archive: Archive, look: Look) -> None:
    """A folder in the place of a file cannot be read by root either."""
    good = _indexed(archive, "2", document("nisemi", day=20))
    bad = _indexed(archive, "1", document("nisemi", day=20))
    Path(archive.path(bad)).unlink()
    Path(archive.path(bad)).symlink_to(archive.path("documents"))
    found = look()
    assert _refs(found) == [good, f"receipts/{good}"]
    assert [reason.partition(": ")[0] for reason in found.unreadable] == [bad]


@pytest.mark.parametrize("kind", ["documents", "rejects"])
def test_an_empty_file_goes_by_its_folder_and_when_it_was_written(archive: Archive, look: Look, kind: str) -> None:
    old, new, other = (archive.write(f"{kind}/{name}.jsonl", []) for name in ("board/1", "board/2", "tips/1"))
    _written_on(archive, old, 20)
    _written_on(archive, new, 50)
    _written_on(archive, other, -400)
    assert _refs(look()) == [old]


def test_what_is_taken_in_while_files_are_looked_for_keeps_its_receipt(
    archive: Archive, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between any two listings a worker may write documents and, when they are indexed, their receipt."""
    _indexed(archive, "1", document("nisemi", day=20))
    refs, runs = archive.refs, iter(range(2, 100))

    def list_and_take_in(under: str) -> list[str]:
        found = refs(under)
        _indexed(archive, str(next(runs)), document("sot", day=59))
        return found

    monkeypatch.setattr(archive, "refs", list_and_take_in)
    found = look()
    assert next(runs) > 4
    assert _refs(found) == ["documents/board/1-0001.jsonl", "receipts/documents/board/1-0001.jsonl"]


def test_a_file_that_was_taken_in_anew_under_its_name_is_not_removed(archive: Archive, look: Look) -> None:
    """Another deletion removed it meanwhile, and the same delivery was given again: it may be kept from then on."""
    again, old = (_indexed(archive, run, document("nisemi", day=20)) for run in ("1", "2"))
    found = look()
    archive.remove(again)
    _written_on(archive, _indexed(archive, "1", document("nisemi", day=59)), 59)
    assert deletion._remove(archive, found.past) == (2, ())
    assert set(archive.refs("")) == {again, f"receipts/{again}"}
    assert not archive.exists(old)


def test_a_file_that_cannot_be_removed_stays_with_its_receipt_and_the_others_go(
    archive: Archive, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck, _ = (_indexed(archive, run, document("nisemi", day=20)) for run in ("1", "2"))
    found = look()
    remove = archive._fs.rm_file

    def refuse(path: str) -> None:
        if path == archive.path(stuck):
            raise PermissionError(1, "Operation not permitted")
        remove(path)

    monkeypatch.setattr(archive._fs, "rm_file", refuse)
    removed, left = deletion._remove(archive, found.past)
    assert removed == 2
    assert [reason.partition(": ")[0] for reason in left] == [stuck]
    assert archive.refs("") == [stuck, f"receipts/{stuck}"]


def test_the_days_on_which_something_was_taken_in_are_noted(archive: Archive, look: Look) -> None:
    _indexed(archive, "1", document("nisemi", day=20), document("sot", id="2", day=59))
    archive.write_captures("board", "1", [_capture(41)])
    days: Iterable[int] = (20, 59, 41)
    assert look().days == {(at(0) + timedelta(days=day)).date() for day in days}
