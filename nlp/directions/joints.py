"""joints.tsv: the words for "and" and "or", by language."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from nlp.gazetteer.folding import fold
from nlp.gazetteer.languages import check_line
from nlp.lines import numbered
from waymark.errors import ConfigurationError

TABLE = Path(__file__).with_name("joints.tsv")
Joint = Literal["and", "or"]
_FIELDS = 3
_EVERY = "*"


@lru_cache(maxsize=4096)
def joint(word: str, language: str) -> Joint | None:
    """What the folded `word` says in `language`; the language's own meaning before that of all."""
    known = _by_word()
    return known.get((word, language)) or known.get((word, _EVERY))


@lru_cache(maxsize=64)
def words_for(kind: Joint, language: str) -> frozenset[str]:
    """All folded words that say `kind` in `language`."""
    return frozenset(word for word, _ in _by_word() if joint(word, language) == kind)


@lru_cache(maxsize=1)
def _by_word() -> dict[tuple[str, str], Joint]:
    return {(word, language): kind for languages, kind, words in read() for language in languages for word in words}


def read(table: Path = TABLE) -> tuple[tuple[tuple[str, ...], Joint, tuple[str, ...]], ...]:
    """All lines, checked. ConfigurationError names the line and what is wrong in it."""
    lines: list[tuple[tuple[str, ...], Joint, tuple[str, ...]]] = []
    for number, line in numbered(table):
        parts = line.split("\t")
        if len(parts) != _FIELDS or parts[1] not in ("and", "or"):
            raise ConfigurationError(f"{table.name}, line {number}: languages, and or or, words (tabs between them)")
        kind: Joint = "and" if parts[1] == "and" else "or"
        words = tuple(fold(word) for word in parts[2].split("|"))
        if not all(words):
            raise ConfigurationError(f"{table.name}, line {number}: a word is empty; take it out")
        check_line((code for code in parts[0].split(",") if code != _EVERY), table, number)
        lines.append((tuple(parts[0].split(",")), kind, words))
    return tuple(lines)
