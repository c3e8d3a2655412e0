"""File in, documents, rejects and notes out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.tips.conftest import TakeIn
from tips.intake import READERS

GOLDEN = Path(__file__).parent / "golden"
FILES = sorted(path for path in GOLDEN.iterdir() if path.suffix in READERS and not path.name.endswith(".out.jsonl"))


@pytest.mark.golden
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_gives_the_documents_it_always_gave(file: Path, taken: TakeIn, accept_golden: bool) -> None:
    documents, rejects, intake = taken(file)
    rows = [
        *(document.model_dump(mode="json", exclude_none=True, exclude={"captured_at"}) for document in documents),
        *({"reject": reject.item, "reason": reject.reason, "content": reject.content} for reject in rejects),
        *({"note": note} for note in intake.notes),
    ]
    out = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    expected = file.with_name(f"{file.name}.out.jsonl")
    if accept_golden:
        expected.write_text(out, "utf-8")
    assert out == expected.read_text("utf-8")


def test_there_are_golden_files_of_every_kind() -> None:
    assert {file.suffix for file in FILES} == {".csv", ".jsonl", ".eml"}
