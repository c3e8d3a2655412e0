"""The demo's tips: enough of each kind of file, all of them taken in, and nothing of those who wrote them."""

from __future__ import annotations

import csv
import email
import email.policy
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from tips.inbox import take_in_new, waiting
from waymark.archive import Archive
from waymark.settings import Settings

FOLDER = Path(__file__).parents[2] / "demo" / "tips"


def writers() -> set[str]:
    """Names, numbers and addresses of those who left the tips, as they stand in the files."""
    found: set[str] = set()
    for file in waiting(FOLDER):
        if file.suffix == ".csv":
            rows = csv.DictReader(file.read_text("utf-8-sig").splitlines(), delimiter=";")
            found |= {row[column] for row in rows for column in ("Emri", "Telefoni")}
        elif file.suffix == ".jsonl":
            found |= {json.loads(line).get("reporter_name", "") for line in file.read_text("utf-8").splitlines()}
        else:
            message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            found |= {address.addr_spec for address in message["From"].addresses}
            found |= set(re.findall(r"\S+@privat\.example", file.read_text("utf-8", "replace")))
    return {who for who in found if len(who) > 3}


def test_every_tip_is_taken_in_and_nothing_says_who_left_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = Archive(str(tmp_path))
    intake = take_in_new(Settings(tips_inbox=FOLDER, archive=archive.url), archive)
    assert (intake.rejected, intake.taken >= 30) == (0, True)
    kept = "".join(path.read_text("utf-8") for path in tmp_path.rglob("*") if path.is_file()) + capsys.readouterr().err
    assert len(writers()) > 20
    assert [who for who in writers() if who in kept] == []
    assert "+36 20 000 0456" in kept
    assert "attachments left out: 1" in kept


def test_there_are_enough_tips_in_each_kind_of_file() -> None:
    files = waiting(FOLDER)
    assert Counter(file.suffix for file in files)[".eml"] >= 8
    lines = {file.suffix: len(file.read_text("utf-8").splitlines()) for file in files if file.suffix != ".eml"}
    assert lines[".csv"] > 12
    assert lines[".jsonl"] >= 10


def test_the_folder_says_that_all_is_invented() -> None:
    assert "**invented**" in (FOLDER / "README.md").read_text("utf-8")
