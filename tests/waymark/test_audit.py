"""The audit trail: whatever is altered, removed or put between is found."""

from __future__ import annotations

import json
import multiprocessing
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from waymark.audit import Entry, Fault, Head, Trail
from waymark.errors import ServiceError

MONTHS = (datetime(2026, 10, 31, 23, 59, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC))


def written(folder: Path, count: int = 6) -> Trail:
    """A trail over two months."""
    trail = Trail(folder)
    for number in range(count):
        trail.note("ana", "search", {"q": f"kombi {number} – 044 123"}, MONTHS[number >= count // 2])
    return trail


def lines(folder: Path) -> list[tuple[Path, int]]:
    return [(file, at) for file in sorted(folder.glob("2*.jsonl")) for at in range(len(file.read_bytes().splitlines()))]


def change(file: Path, at: int, *instead: bytes) -> None:
    kept = file.read_bytes().splitlines()
    kept[at : at + 1] = instead
    file.write_bytes(b"".join(line + b"\n" for line in kept))


def test_a_trail_that_nobody_touched_is_whole_and_private(tmp_path: Path) -> None:
    trail = written(tmp_path / "audit")
    assert list(trail.verify(trail.head())) == []
    assert [entry.number for entry in trail.entries()] == [1, 2, 3, 4, 5, 6]
    assert len(list((tmp_path / "audit").glob("2*.jsonl"))) == 2
    for file in (tmp_path / "audit").iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
    assert list(Trail(tmp_path / "none").verify()) == []


@pytest.mark.parametrize("which", range(6))
def test_a_removed_entry_is_found(tmp_path: Path, which: int) -> None:
    trail = written(tmp_path)
    change(*lines(tmp_path)[which])
    assert list(trail.verify())


@pytest.mark.parametrize("which", range(6))
def test_an_altered_entry_is_found_even_with_a_new_hash(tmp_path: Path, which: int) -> None:
    trail = written(tmp_path)
    file, at = lines(tmp_path)[which]
    entry = Entry.model_validate_json(file.read_bytes().splitlines()[at]).model_copy(update={"user": "somebody else"})
    change(file, at, entry.model_dump_json().encode())
    assert list(trail.verify())
    change(file, at, entry.model_copy(update={"sha256": entry.sealed()}).model_dump_json().encode())
    assert list(trail.verify())


def test_entries_that_changed_places_and_doubled_ones_are_found(tmp_path: Path) -> None:
    trail = written(tmp_path)
    file, at = lines(tmp_path)[1]
    one, two = file.read_bytes().splitlines()[at - 1 : at + 1]
    change(file, at, two, two)
    assert list(trail.verify())
    change(file, at + 1)
    assert list(trail.verify()) == []
    change(file, at, one)
    change(file, at - 1, two)
    assert list(trail.verify())


def test_a_trail_written_anew_is_found_by_a_head_noted_elsewhere(tmp_path: Path) -> None:
    noted = written(tmp_path / "one").head()
    other = Trail(tmp_path / "two")
    for _ in range(8):
        other.note("ana", "search", {"q": "nothing"}, MONTHS[0])
    assert list(other.verify()) == []
    assert [fault.where for fault in other.verify(noted)] == ["the head that was noted"]
    assert list(other.verify(Head(8, other.head().sha256))) == []


def test_after_a_crash_between_entry_and_head_the_trail_goes_on(tmp_path: Path) -> None:
    trail = written(tmp_path)
    head = (tmp_path / "head").read_bytes()
    trail.note("ana", "open", {"lead": "1"}, MONTHS[1])
    (tmp_path / "head").write_bytes(head)
    assert trail.note("ana", "open", {"lead": "2"}, MONTHS[1]).number == 8
    assert list(trail.verify()) == []


def test_a_clock_that_is_put_back_over_a_month_leaves_the_trail_whole(tmp_path: Path) -> None:
    trail = written(tmp_path)
    assert trail.note("ana", "open", {"lead": "1"}, MONTHS[0]).number == 7
    assert list(trail.verify()) == []


def test_who_reads_while_others_write_sees_a_whole_trail(tmp_path: Path) -> None:
    trail = written(tmp_path)
    reading = trail.read()
    assert next(reading)
    for number in range(10):
        trail.note("bo", "search", {"q": str(number)}, datetime(2026, 12, 1, tzinfo=UTC))
    assert not [found for found in reading if isinstance(found, Fault)]


def test_a_head_that_is_gone_or_none_is_named(tmp_path: Path) -> None:
    trail = written(tmp_path)
    (tmp_path / "head").write_bytes(b"")
    assert [fault.where for fault in trail.verify()] == [str(tmp_path / "head")]
    with pytest.raises(ServiceError, match="does not hold the trail's last entry"):
        trail.note("ana", "open", {"lead": "1"})
    (tmp_path / "head").unlink()
    assert [fault.where for fault in trail.verify()] == [str(tmp_path / "head")]
    trail.note("ana", "open", {"lead": "1"})
    assert "follows entry 6" in next(trail.verify()).what


def test_what_is_too_long_is_kept_by_its_beginning(tmp_path: Path) -> None:
    trail = Trail(tmp_path)
    entry = trail.note("u" * 5000, "search", {"q": "x" * 60_000, "leads": 3})
    assert (entry.user[4000:], str(entry.details["q"])[4000:]) == ("… (5000 characters)", "… (60000 characters)")
    assert entry.details["leads"] == 3
    assert list(trail.verify()) == []


def test_half_an_entry_left_by_a_crash_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    trail = written(tmp_path)
    last = sorted(tmp_path.glob("2*.jsonl"))[-1]
    last.write_bytes(last.read_bytes() + b'{"number": 7, "at": "2026')
    assert trail.note("ana", "open", {"lead": "1"}, MONTHS[1]).number == 7
    assert [fault.what for fault in trail.verify()] == ["this is no entry"]


def test_when_somebody_was_here_last_is_known_from_the_trail(tmp_path: Path) -> None:
    trail = Trail(tmp_path)
    assert trail.last_visit("ana") is None
    trail.note("ana", "sign-out", {}, MONTHS[0])
    trail.note("ana", "sign-in refused", {}, MONTHS[1])
    trail.note('bo "ana" b', "search", {"q": '"ana"'}, MONTHS[1])
    assert trail.last_visit("ana") == MONTHS[0]
    assert trail.last_visit('bo "ana" b') == MONTHS[1]


def _write(folder: Path, count: int) -> None:
    for number in range(count):
        Trail(folder).note("ana", "search", {"q": str(number)}, MONTHS[1])


def test_several_processes_write_one_chain(tmp_path: Path) -> None:
    writers = [multiprocessing.get_context("spawn").Process(target=_write, args=(tmp_path, 20)) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    trail = Trail(tmp_path)
    assert list(trail.verify()) == []
    assert trail.head().number == 60


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_changed_letter_is_found(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("audit")
    trail = written(folder, 3)
    file, at = data.draw(st.sampled_from(lines(folder)))
    line = file.read_bytes().splitlines()[at]
    place = data.draw(st.integers(0, len(line) - 1))
    letter = data.draw(st.sampled_from(b'0123456789abcdef"{}:, '))
    changed = line[:place] + bytes([letter]) + line[place + 1 :]
    if changed == line or (_read(changed) is not None and _read(changed) == _read(line)):
        return
    change(file, at, changed)
    assert list(trail.verify())


def _read(line: bytes) -> object:
    try:
        return json.loads(line)
    except ValueError:
        return None
