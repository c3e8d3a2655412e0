"""cases.tsv: "in" or "to", where one preposition says both and the case ending tells them apart."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from nlp.gazetteer.languages import check_line
from nlp.lines import numbered
from waymark.errors import ConfigurationError

TABLE = Path(__file__).with_name("cases.tsv")
Direction = Literal["to", "at"]
_FIELDS = 4


@lru_cache(maxsize=4096)
def direction(language: str, ending: str, instead: str) -> Direction | None:
    """What `ending` in the place of `instead` says in `language`; None where the language has no such cases."""
    lines = _by_language().get(language)
    if lines is None:
        return None
    if not ending:
        return "to"
    return lines.get((ending, instead)) or lines.get((ending, "*"))


@lru_cache(maxsize=1)
def _by_language() -> dict[str, dict[tuple[str, str], Direction]]:
    known: dict[str, dict[tuple[str, str], Direction]] = {}
    for languages, ending, instead, meaning in read():
        for language in languages.split(","):
            known.setdefault(language, {})[ending, instead] = meaning
    return known


def read(table: Path = TABLE) -> tuple[tuple[str, str, str, Direction], ...]:
    """All lines, checked. ConfigurationError names the line and what is wrong in it."""
    lines: list[tuple[str, str, str, Direction]] = []
    for number, line in numbered(table):
        parts = line.split("\t")
        if len(parts) != _FIELDS:
            raise ConfigurationError(f"{table.name}, line {number}: {len(parts)} fields, {_FIELDS} expected")
        languages, ending, instead, meaning = parts
        if meaning not in ("to", "at"):
            raise ConfigurationError(f"{table.name}, line {number}: {meaning!r}: to or at")
        check_line(languages.split(","), table, number)
        lines.append((languages, ending, "" if instead == "-" else instead, "to" if meaning == "to" else "at"))
    return tuple(lines)
