"""Senses of words: every language has the same, faulty lines are named, phrases are found at their words."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.routes import senses as room
from nlp.routes.senses import FOLDER, read_senses, senses
from waymark.errors import ConfigurationError

TABLES = sorted(FOLDER.glob("*.tsv"))
NAMES = {phrase.label for phrase in read_senses(FOLDER / "en.tsv")}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_a_language_says_the_same_things_as_the_others(table: Path) -> None:
    said = {phrase.label for phrase in read_senses(table)}
    assert said <= NAMES
    assert len(said) >= 0.9 * len(NAMES)


def test_every_language_that_is_told_has_a_table() -> None:
    told = ["sq", "sr", "hr", "bs", "sl", "mk", "bg", "de", "en", "el", "ro", "it", "fr", "es", "ru", "uk"]
    told += ["ar", "fa", "ps", "ku", "ckb", "ur", "tr", "hu"]
    assert [language for language in told if not room.vocabulary(language).single] == []


def test_phrases_are_found_at_their_words_and_places_are_none() -> None:
    words = ("we", "pick", "up", "in", "waiting")
    found = [(sense.first, sense.after, sense.name) for sense in senses(words, "en", frozenset((4,)))]
    assert (1, 3, "fetch") in found
    assert all(first != 4 for first, _, _ in found)


def test_a_faulty_line_is_named(tmp_path: Path) -> None:
    table = tmp_path / "xx.tsv"
    table.write_text("# senses\nfrom\tout of\nto\n", "utf-8")
    with pytest.raises(ConfigurationError, match=r"xx\.tsv, line 3"):
        read_senses(table)
