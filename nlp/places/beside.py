"""beside.tsv: words that say, beside the name of a place, what it is or is not."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from nlp.gazetteer.folding import fold
from nlp.gazetteer.languages import check_line
from nlp.lines import numbered
from waymark.errors import ConfigurationError

TABLE = Path(__file__).with_name("beside.tsv")
ANY = "*"
Kind = Literal["theirs", "plates", "bare", "of", "given", "model", "never"]
_FIELDS = 3


@lru_cache(maxsize=256)
def words(kind: Kind, language: str) -> tuple[str, ...]:
    """The folded words of `kind` that hold in `language`."""
    return tuple(
        word
        for one, languages, several in _all()
        if one == kind and not languages.isdisjoint((language, ANY))
        for word in several
    )


@lru_cache(maxsize=1)
def _all() -> tuple[tuple[str, frozenset[str], tuple[str, ...]], ...]:
    return read()


def read(table: Path = TABLE) -> tuple[tuple[str, frozenset[str], tuple[str, ...]], ...]:
    """All lines: kind, languages, folded words. ConfigurationError names the line and what is wrong in it."""
    lines = []
    for number, line in numbered(table):
        fields = line.split("\t")
        if len(fields) != _FIELDS or fields[0] not in get_args(Kind):
            raise ConfigurationError(
                f"{table.name}, line {number}: a kind ({', '.join(get_args(Kind))}), languages and words expected"
            )
        check_line((code for code in fields[1].split(",") if code != ANY), table, number)
        folded = tuple(fold(word) for word in fields[2].split("|"))
        if not all(folded):
            raise ConfigurationError(f"{table.name}, line {number}: a word is empty")
        lines.append((fields[0], frozenset(fields[1].split(",")), folded))
    return tuple(lines)
