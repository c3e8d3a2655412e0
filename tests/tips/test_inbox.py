"""The inbox: each content once, nothing deleted, stopped work goes on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.tips.conftest import NOW
from tips import columns, inbox
from tips.inbox import take_in_new, waiting
from tips.intake import Intake
from waymark.archive import Archive, ArchiveError
from waymark.errors import ServiceError
from waymark.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "inbox").mkdir()
    return Settings(tips_inbox=tmp_path / "inbox", archive=str(tmp_path / "archive"), state=tmp_path)


def _take(settings: Settings, archive: Archive) -> tuple[list[str], Intake]:
    intake = take_in_new(settings, archive, NOW)
    return sorted(document.text for ref in intake.refs for document in archive.documents(ref)), intake


def test_a_file_is_taken_in_once_and_left_where_it_is(settings: Settings, archive: Archive) -> None:
    file = settings.inbox / "a.csv"
    file.write_text("id,text\n1,a van\n")
    assert _take(settings, archive)[0] == ["a van"]
    assert _take(settings, archive)[1] == Intake()
    assert file.read_text() == "id,text\n1,a van\n"


def test_a_mended_file_is_taken_in_and_its_tips_keep_their_ids(settings: Settings, archive: Archive) -> None:
    file = settings.inbox / "a.csv"
    file.write_text("id,text\n1,a van\n2,\n")
    first = take_in_new(settings, archive, NOW)
    file.write_text("id,text\n1,a van\n2,a bus\n")
    second = take_in_new(settings, archive, NOW)
    assert (first.taken, first.rejected, second.taken, second.rejected) == (1, 1, 2, 0)
    ids = [[document.id for document in archive.documents(intake.refs[0])] for intake in (first, second)]
    assert ids == [["1"], ["1", "2"]]


def test_a_file_is_read_again_when_its_column_has_become_known(
    settings: Settings, archive: Archive, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (settings.inbox / "a.csv").write_text("nr,berichtstext\n1,ein Kombi\n")
    assert take_in_new(settings, archive, NOW).rejected == 1
    assert _take(settings, archive)[1] == Intake()  # not again while nothing has changed
    table = tmp_path / "columns.yml"
    table.write_text(columns.TABLE.read_text("utf-8").replace("\ntext: [", "\ntext: [berichtstext, ", 1), "utf-8")
    monkeypatch.setattr(inbox, "TABLE", table)
    monkeypatch.setattr(columns, "known_roles", lambda: columns.load(table))
    columns.match.cache_clear()
    assert _take(settings, archive)[0] == ["ein Kombi"]
    assert _take(settings, archive)[1] == Intake()
    columns.match.cache_clear()


def test_a_file_with_the_wrong_ending_is_taken_in_once_it_is_renamed(settings: Settings, archive: Archive) -> None:
    file = settings.inbox / "a.dat"
    file.write_text("id,text\n1,a van\n")
    assert take_in_new(settings, archive, NOW).rejected == 1
    file.rename(settings.inbox / "a.csv")
    assert _take(settings, archive)[0] == ["a van"]


def test_two_files_of_one_name_are_two_and_their_folder_is_the_agency(settings: Settings, archive: Archive) -> None:
    for agency in ("hotline-at", "hotline-rs"):
        (settings.inbox / agency / "new").mkdir(parents=True)
        (settings.inbox / agency / "new" / "export.csv").write_text(f"id,text\n1,a van of {agency}\n")
    texts, intake = _take(settings, archive)
    assert texts == ["a van of hotline-at", "a van of hotline-rs"]
    assert {ref.split("/")[1] for ref in intake.refs} == {"hotline-at", "hotline-rs"}


def test_equal_content_under_two_names_is_taken_in_once(settings: Settings, archive: Archive) -> None:
    for name in ("a.csv", "b.csv"):
        (settings.inbox / name).write_text("id,text\n1,a van\n")
    assert _take(settings, archive)[0] == ["a van"]


def test_what_is_no_export_is_left_alone_and_what_cannot_be_read_is_said_once(
    settings: Settings, archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in (".hidden.csv", "a.csv.part", "README.md", "~$a.csv", "list.xlsx"):
        (settings.inbox / name).write_text("id,text\n1,a van\n")
    (settings.inbox / "link.csv").symlink_to(settings.inbox / ".hidden.csv")
    assert [path.name for path in waiting(settings.inbox)] == ["list.xlsx"]
    assert _take(settings, archive)[1].rejected == 1
    assert "tips: list.xlsx: not one of .csv" in capsys.readouterr().err
    assert _take(settings, archive)[1] == Intake()


def test_there_may_be_no_inbox_yet(settings: Settings, archive: Archive) -> None:
    settings.inbox.rmdir()
    assert _take(settings, archive)[1] == Intake()


def test_work_stopped_before_its_receipt_gives_the_same_files_again(
    settings: Settings, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    (settings.inbox / "a.csv").write_text("id,text\n1,a van\n2,\n")
    write = Archive.write

    def full(self: Archive, ref: str, lines: list[bytes]) -> str:
        if ref.startswith("receipts"):
            raise ArchiveError("no space left")
        return write(self, ref, lines)

    monkeypatch.setattr(Archive, "write", full)
    with pytest.raises(ArchiveError):
        take_in_new(settings, archive, NOW)
    monkeypatch.undo()
    before = {ref: archive.open(ref).read() for ref in archive.refs("")}
    assert before
    take_in_new(settings, archive, NOW)
    after = {ref: archive.open(ref).read() for ref in archive.refs("")}
    assert {ref: after[ref] for ref in before} == before
    assert [ref for ref in after if ref not in before] == archive.refs("receipts")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_that_may_not_be_read_is_tried_again(settings: Settings, archive: Archive) -> None:
    file = settings.inbox / "a.csv"
    file.write_text("id,text\n1,a van\n")
    file.chmod(0)
    assert _take(settings, archive)[1].rejected == 1
    file.chmod(0o600)
    assert _take(settings, archive)[0] == ["a van"]


def test_the_documents_are_work_for_the_index(settings: Settings, archive: Archive) -> None:
    (settings.inbox / "a.csv").write_text("id,text\n1,a van\n")
    intake = take_in_new(settings, archive, NOW)
    assert archive.pending() == list(intake.refs) != []


def test_the_inbox_below_the_state_folder_is_made_and_a_named_one_is_not(tmp_path: Path, archive: Archive) -> None:
    own = Settings(state=tmp_path / "state", archive=str(tmp_path / "archive"))
    assert take_in_new(own, archive, NOW) == Intake()
    assert own.inbox.stat().st_mode & 0o777 == 0o700
    take_in_new(Settings(state=tmp_path, tips_inbox=tmp_path / "share"), archive, NOW)
    assert not (tmp_path / "share").exists()


def test_an_inbox_that_cannot_be_made_is_one_line(tmp_path: Path, archive: Archive) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    with pytest.raises(ServiceError, match=r"cannot be made .*: set WAYMARK_TIPS_INBOX"):
        take_in_new(Settings(state=tmp_path / "state"), archive, NOW)


def test_a_refused_letter_keeps_its_name_in_the_archive_and_the_log_says_where(
    settings: Settings, archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    """Programs save letters under their subject, which may name who wrote: a log is read by more people."""
    (settings.inbox / "Hinweis von Anna Berger.eml").write_bytes(b"Subject: a van\n\n \n")
    intake = take_in_new(settings, archive, NOW)
    assert [reject.item for reject in archive.rejects(intake.rejects[0])] == ["Hinweis von Anna Berger.eml"]
    said = capsys.readouterr().err
    assert "Anna" not in said
    assert archive.path(intake.rejects[0]) in said
