"""The marked texts: well formed, in every language, each text once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bench.marked import FOLDER, read_marked

TEXTS = list(read_marked())


def test_every_language_has_texts_of_every_kind() -> None:
    groups = {text.group for text in TEXTS}
    assert len(groups) >= 22
    assert [group for group in groups if len({text.kind for text in TEXTS if text.group == group}) < 5] == []


def test_no_text_stands_twice() -> None:
    assert [name for name, count in Counter(text.id for text in TEXTS).items() if count > 1] == []
    assert [text for text, count in Counter(text.text for text in TEXTS).items() if count > 1] == []


def test_innocent_texts_have_no_journey_and_marks_stand_where_they_say() -> None:
    assert [text.id for text in TEXTS if text.kind == "innocent" and text.routes] == []
    for text in TEXTS:
        words = {text.text[start:end] for start, end in text.spans}
        assert all(stop in words for route in text.routes for stop in route), text.id


@pytest.mark.parametrize("block", ["== xx-t-1 poem\n{A} {B}\n-> A > B\n", "== xx-t-1 ad\n{A} {B}\n-> A > C\n"])
def test_a_malformed_text_is_named(tmp_path: Path, block: str) -> None:
    (tmp_path / "xx.txt").write_text(block, "utf-8")
    with pytest.raises(ValueError, match="xx-t-1"):
        list(read_marked(tmp_path))


def test_the_folder_is_there() -> None:
    assert FOLDER.is_dir()
