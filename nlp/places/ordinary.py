"""Names of places that are ordinary words of a language: ordinary.tsv, written, and everyday.tsv, made by build.py."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from nlp.gazetteer.folding import fold
from nlp.gazetteer.languages import check_line
from nlp.lines import numbered
from waymark.errors import ConfigurationError

TABLE = Path(__file__).with_name("ordinary.tsv")
EVERYDAY = Path(__file__).with_name("everyday.tsv")
ANY = "*"
_UNSURE = "und"
_NOT = "-"  #: before a language: there it is no word, whatever everyday.tsv says


def is_ordinary(word: str, language: str) -> bool:
    """Whether the folded `word` is an ordinary word in `language`; where the language is unsure, in any."""
    languages = _languages_of().get(word)
    return languages is not None and (language in languages or ANY in languages)


@lru_cache(maxsize=1)
def _languages_of() -> dict[str, frozenset[str]]:
    known: dict[str, frozenset[str]] = {}
    for languages, words in read(EVERYDAY):
        for word in words:
            known[word] = known.get(word, frozenset()) | languages
    for languages, words in read():  # these are words whatever the language may be
        added = frozenset(language for language in languages if not language.startswith(_NOT))
        for word in words:
            known[word] = known.get(word, frozenset()) | added | ({_UNSURE} if added else frozenset())
    for languages, words in read():
        for word in words:
            known[word] = known.get(word, frozenset()) - {
                language[1:] for language in languages if language.startswith(_NOT)
            }
    return known


def read(table: Path = TABLE) -> tuple[tuple[frozenset[str], tuple[str, ...]], ...]:
    """All lines: languages and their folded words. ConfigurationError names the line and what is wrong in it."""
    lines = []
    for number, line in numbered(table):
        languages, tab, words = line.partition("\t")
        if not tab or not words.strip():
            raise ConfigurationError(f"{table.name}, line {number}: no tab between languages and words")
        check_line((code.removeprefix(_NOT) for code in languages.split(",") if code != ANY), table, number)
        folded = tuple(fold(word) for word in words.split("|"))
        if not all(folded):
            raise ConfigurationError(f"{table.name}, line {number}: a word is empty; take it out")
        lines.append((frozenset(languages.split(",")), folded))
    return tuple(lines)
