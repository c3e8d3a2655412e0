"""meant.tsv: names that mean another place in one language than elsewhere; Italian Monaco is Munich."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from nlp.gazetteer.folding import fold
from nlp.gazetteer.languages import check_line
from nlp.lines import numbered
from waymark.errors import ConfigurationError

TABLE = Path(__file__).with_name("meant.tsv")
_FIELDS = 3


@lru_cache(maxsize=1)
def meant() -> dict[tuple[str, str], tuple[str, str]]:
    """By a language and a folded spelling: the place's own folded name and its country."""
    return {
        (language, spelling): place
        for languages, place, spellings in read()
        for language in languages
        for spelling in spellings
    }


def read(table: Path = TABLE) -> tuple[tuple[tuple[str, ...], tuple[str, str], tuple[str, ...]], ...]:
    """All lines: languages, place, folded spellings. ConfigurationError names the line and what is wrong in it."""
    lines = []
    for number, line in numbered(table):
        fields = line.split("\t")
        if len(fields) != _FIELDS or "@" not in fields[1]:
            raise ConfigurationError(f"{table.name}, line {number}: language, name@country and spellings expected")
        name, _, country = fields[1].partition("@")
        codes = tuple(fields[0].split(","))
        check_line(codes, table, number)
        spellings = tuple(fold(spelling) for spelling in fields[2].split("|"))
        if not all((*spellings, fold(name), country)):
            raise ConfigurationError(f"{table.name}, line {number}: a name, a country or a spelling is empty")
        lines.append((codes, (fold(name), country), spellings))
    return tuple(lines)
