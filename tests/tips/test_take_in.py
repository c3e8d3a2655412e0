"""Taking in files: bad input, and that taking in twice changes nothing."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tips.conftest import NOW, TakeIn
from tips import mail
from tips.intake import agency_of, take_in
from waymark.archive import Archive

GOLDEN = Path(__file__).parent / "golden"
Write = Callable[[str, "str | bytes"], Path]


@pytest.fixture
def file(tmp_path: Path) -> Write:
    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def test_a_csv_without_a_text_column_is_named_and_the_other_files_go_on(file: Write, taken: TakeIn) -> None:
    lacking = file("lacking.csv", "id;datum;telefon\n1;2026-11-01;0600000345\n")
    good = file("good.csv", "id;opis\n1;Kombi kod Horgoša\n")
    documents, rejects, _ = taken(lacking, good)
    assert [document.text for document in documents] == ["Kombi kod Horgoša"]
    assert rejects[0].item == "lacking.csv"
    assert "no column with the tip's text" in rejects[0].reason


def test_a_file_without_a_header_does_not_put_its_first_tip_into_the_message(file: Write, taken: TakeIn) -> None:
    _, rejects, intake = taken(file("headless.csv", "Ana Anić;0600000345\nBea;0600000346\n"))
    assert len(rejects) == 1
    assert "Ana" not in rejects[0].model_dump_json() + intake.model_dump_json()


@pytest.mark.parametrize("kind", ["csv", "jsonl", "eml"])
def test_a_tip_of_five_million_characters_is_rejected_by_name_and_kept(file: Write, taken: TakeIn, kind: str) -> None:
    long = "kombi " * 833_334
    path = {
        "csv": lambda: file("big.csv", f"id;ime;opis\n1;Ana Anić;{long}\n2;Bea;kratko\n"),
        "jsonl": lambda: file("big.jsonl", f'{{"ime": "Ana Anić", "opis": "{long}"}}\n{{"opis": "kratko"}}\n'),
        "eml": lambda: file("big-1.eml", f"From: ana@a.example\nContent-Type: text/plain\n\n{long}"),
    }[kind]()
    documents, rejects, _ = taken(path)
    assert [document.text for document in documents] == ([] if kind == "eml" else ["kratko"])
    assert rejects[0].reason == "too long: 5,000,003 characters, at most 1,000,000"
    assert rejects[0].content == long.strip()
    assert rejects[0].item.startswith("big")


def test_a_text_beyond_the_csv_readers_own_limit_is_taken_in(file: Write, taken: TakeIn) -> None:
    before = csv.field_size_limit()
    documents, _, _ = taken(file("long.csv", f'id,text\n1,"{"a" * 200_000}"\n'))
    assert len(documents[0].text) == 200_000
    assert csv.field_size_limit() == before


def test_a_row_with_bytes_that_are_no_letters_is_rejected_alone(file: Write, taken: TakeIn) -> None:
    documents, rejects, _ = taken(
        file("a.csv", "id;opis\n1;Čeka kod Šida\n".encode() + b"2;kombi \xff\xfe\n" + "3;žuti kombi\n".encode())
    )
    assert [document.id for document in documents] == ["1", "3"]
    assert (rejects[0].item, rejects[0].reason) == ("a.csv, line 3", "undecodable bytes in its text")


@pytest.mark.parametrize("name", ["picture.csv", "picture.jsonl"])
def test_a_file_that_is_no_text_is_rejected_whole(file: Write, taken: TakeIn, name: str) -> None:
    documents, rejects, _ = taken(file(name, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256))))
    assert not documents
    assert [reject.item for reject in rejects] == [name]


def test_a_quotation_mark_that_never_closes_is_named_with_its_line(file: Write, taken: TakeIn) -> None:
    documents, rejects, _ = taken(file("q.csv", 'id,text\n1,good\n2,"open\n3,swallowed\n'))
    assert [document.id for document in documents] == ["1"]
    assert rejects[0].item == "q.csv, line 3"
    assert "never closed" in rejects[0].reason


def test_a_text_over_several_lines_keeps_them_and_the_next_reject_its_line(file: Write, taken: TakeIn) -> None:
    documents, rejects, _ = taken(file("m.csv", 'id,text\r\n1,"first\r\nsecond"\r\n2,\r\n'))
    assert documents[0].text == "first\nsecond"
    assert rejects[0].item == "m.csv, line 4"


def test_an_unquoted_delimiter_in_a_text_does_not_cut_it_silently(file: Write, taken: TakeIn) -> None:
    documents, rejects, _ = taken(file("u.csv", "id,text\n1,a van, white, at night\n"))
    assert not documents
    assert rejects[0].reason == "fields: 4, but the header has 2"


@pytest.mark.parametrize(
    "line", ["[" * 200_000, '{"text": ' + "9" * 5_000 + "}", '{"text": "\\ud83d"}', "null", '{"text": ["a"]}']
)
def test_a_hostile_json_line_is_one_reject(file: Write, taken: TakeIn, line: str) -> None:
    documents, rejects, _ = taken(file("h.jsonl", f'{line}\n{{"text": "good"}}\n'))
    assert [document.text for document in documents] == ["good"]
    assert rejects[0].item == "h.jsonl, line 1"


@pytest.mark.parametrize(
    "letter",
    [
        b'Content-Type: multipart/mixed; boundary="a"\n\n'
        + b'--a\nContent-Type: multipart/mixed; boundary="a"\n\n' * 3_000,
        b'Content-Type: text/plain; charset="undefined"\n\n\xff\xfe\0',
        b'Subject: (((((\nContent-Type: ;;;="\n\n',
        b"",
        b"Subject: a van\n\n \n",
        b"Content-Type: multipart/alternative\n\nno boundary",
    ],
)
def test_a_broken_letter_is_one_reject_and_the_next_is_taken_in(file: Write, taken: TakeIn, letter: bytes) -> None:
    documents, rejects, _ = taken(file("b-1.eml", letter), file("b-2.eml", b"Subject: x\n\nA van at the border"))
    assert [document.text for document in documents] == ["x\nA van at the border"]
    assert [reject.item for reject in rejects] == ["b-1.eml"]


def test_a_file_of_another_kind_or_that_is_not_there_is_named(file: Write, taken: TakeIn, tmp_path: Path) -> None:
    _, rejects, _ = taken(file("tips.xlsx", b"PK"), tmp_path / "gone.csv")
    assert [reject.item for reject in rejects] == ["tips.xlsx", "gone.csv"]
    assert ".csv" in rejects[0].reason


def test_the_same_files_give_the_same_documents_and_the_same_files_of_the_archive(archive: Archive) -> None:
    paths = sorted(GOLDEN.glob("*.csv")) + sorted(GOLDEN.glob("*.eml"))

    def content() -> dict[str, bytes]:
        return {ref: archive.open(ref).read() for ref in archive.refs("")}

    first = take_in(paths, archive, run="r", now=NOW, batch=2)
    before = content()
    assert first.refs
    assert take_in(paths, archive, run="r", now=NOW, batch=2) == first
    assert content() == before


def test_a_file_of_the_archive_holds_at_most_a_batch(file: Write, taken: TakeIn, archive: Archive) -> None:
    rows = "".join(f"{number};kombi {number}\n" for number in range(5))
    documents, _, intake = taken(file("five.csv", f"id;opis\n{rows}"), batch=2)
    assert len(documents) == 5
    assert [len(list(archive.documents(ref))) for ref in intake.refs] == [2, 2, 1]


def test_an_id_longer_than_any_number_of_a_tip_becomes_a_hash(file: Write, taken: TakeIn) -> None:
    documents, _, _ = taken(file("l.csv", f"id,text\n{'x' * 3_000},a van\n"))
    assert documents[0].id.startswith("sha256-")


@pytest.mark.parametrize(
    ("name", "agency"),
    [
        ("hotline-at_2026-11.csv", "hotline-at"),
        ("linija 192.jsonl", "linija"),
        ("tipline-0007.eml", "tipline"),
        ("Hinweis von Anna Berger.eml", "mail"),
        ("0007.eml", "mail"),
        ("2026.csv", "unknown"),
        ("3maj-export.csv", "3maj-export"),
    ],
)
def test_the_name_of_a_file_gives_the_agency_without_number_and_date(name: str, agency: str) -> None:
    assert agency_of(Path(name)) == agency


def test_a_file_name_in_another_encoding_is_no_obstacle(tmp_path: Path, taken: TakeIn) -> None:
    path = tmp_path / os.fsdecode(b"\xe8ista.csv")
    path.write_text("id,text\n1,a van\n2,\n")
    documents, rejects, _ = taken(path)
    assert (documents[0].source, rejects[0].item) == ("?ista", "?ista.csv, line 3")


def test_every_note_about_very_many_rejects_is_not_said(file: Write, taken: TakeIn) -> None:
    _, rejects, intake = taken(file("many.csv", "id,text\n" + "1,\n" * 100))
    assert len(rejects) == 100
    assert len(intake.notes) == 21
    assert json.loads(rejects[99].model_dump_json())["item"] == "many.csv, line 101"


def test_a_letter_nested_without_end_is_refused_before_it_is_parsed(file: Write, taken: TakeIn) -> None:
    nest = b'Content-Type: multipart/mixed; boundary="a"\n\n--a\n' * 200_000
    _, rejects, _ = taken(file("n-1.eml", nest))
    assert rejects[0].reason == "more than 100 nested parts: no letter"


@pytest.mark.parametrize("opened", ["<div>", "<DIV x='1'>", "<b></i>"])
def test_a_letter_of_elements_nested_without_end_is_refused_before_it_is_read(opened: str) -> None:
    letter = b"Content-Type: text/html; charset=utf-8\n\n" + opened.encode() * 300_000 + b"kombi"
    reading = mail.read(letter, "tip-1.eml")
    assert not reading.tips
    assert [reject.reason for reject in reading.rejects] == ["HTML nested deeper than 1000 elements: no letter"]


def test_a_long_letter_of_many_elements_side_by_side_is_read() -> None:
    letter = b"Content-Type: text/html; charset=utf-8\n\n" + b"<div><p>kombi<br></p></div>" * 3000
    assert mail.read(letter, "tip-1.eml").tips[0].text.count("kombi") == 3000
