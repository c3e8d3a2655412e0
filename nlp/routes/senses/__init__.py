"""Senses of common words, the same in all languages: what is learned of a word in one language holds in the others.

One table a language (`sq.tsv`): a sense and its forms in the order of the table of `en`; `*` is any ending.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from nlp.gazetteer.folding import fold
from nlp.lines import numbered
from nlp.routes.vocabulary import Found, Phrase, Vocabulary
from waymark.errors import ConfigurationError

FOLDER = Path(__file__).parent
#: Languages that are read with the table of another.
_TABLES = {"sr": ("sh",), "hr": ("sh",), "bs": ("sh",), "ru": ("ru", "uk"), "uk": ("uk", "ru"), "pt": ("es",)}


Sense = Found  #: a phrase with a sense


def senses(words: Sequence[str], language: str, named: frozenset[int]) -> tuple[Sense, ...]:
    """The senses of folded `words` in order; none of those `named`, which are places."""
    return tuple([found for found in vocabulary(language).find(words) if found.first not in named])


@lru_cache(maxsize=64)
def vocabulary(language: str) -> Vocabulary:
    """What holds in `language`; in an unknown one the words of all. ConfigurationError names a faulty line."""
    chosen = _TABLES.get(language, (language,))
    known = Vocabulary()
    tables = [FOLDER / f"{name}.tsv" for name in chosen]
    for table in [table for table in tables if table.exists()]:
        for phrase in read_senses(table):
            known.add(phrase)
    return known


def read_senses(table: Path) -> list[Phrase]:
    """The phrases of one table."""
    found: list[Phrase] = []
    for number, line in numbered(table):
        name, _, forms = line.partition("\t")
        if not forms or "\t" in forms:
            raise ConfigurationError(
                f"{table.name}, line {number}: a sense and its forms expected (a tab between them)"
            )
        found.extend(_phrase(form, name, table.stem) for form in forms.split("|") if fold(form.rstrip("* ")))
    return found


def _phrase(form: str, name: str, language: str) -> Phrase:
    return Phrase(tuple(fold(form.rstrip("* ")).split()), frozenset((language,)), name, form.rstrip().endswith("*"))
