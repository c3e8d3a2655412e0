"""`python -m nlp.language.build`: makes frequencies.txt.gz, how often each word is met in each language.

From `wordfreq` 3.1.1 (Robyn Speer, CC BY-SA 4.0), which nothing else here needs: install it into the environment first.
Its counts end in 2021, so that what machines write is not in them. The bytes are the same at every run.
"""

from __future__ import annotations

import gzip
import importlib
import math
import sys
from collections import defaultdict
from importlib import metadata
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from nlp.gazetteer.data import parse, read_lines
from nlp.gazetteer.folding import fold as fold_name
from nlp.language.script import main_script
from nlp.language.tables import FREQUENCIES, international, scripts, to_cyrillic
from nlp.reading import fold

#: Languages of wordfreq, and how seldom a word may be (zipf: logarithm of its number in 10⁹ words). The route's own
#: languages are read deep; of those that are only told apart from them, the common words do.
ROUTE, OTHERS = "ar bg de el en fa fr hu it mk ro ru sh sl tr ur", "cs es nl pl uk"
_LEAST = dict.fromkeys(ROUTE.split(), 3.75) | dict.fromkeys(OTHERS.split(), 4.25)
_LEAST_ROMANISED = 4.25
_STEP = 0.25  # finer steps decide nothing and make the file larger
#: Names of places say little about the language, unless they are common words there: people in a town, and the zipf
#: from which its name is taken for a word. The name of a large town is common itself.
_TOWN, _WORD = 5_000, 4.75
_LARGE, _WORD_THOUGH_LARGE = 100_000, 6.0

Words = dict[str, dict[str, float]]  # word → language → zipf


class Romanisation(BaseModel):
    """How a language is written in Latin letters."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    base: dict[str, str]
    schemes: tuple[dict[str, str], ...]

    def variants(self, word: str) -> set[str]:
        """The spellings of `word`, one a scheme."""
        return {_replaced(word, self.base | scheme) for scheme in self.schemes}


def main() -> int:
    """Writes the file; 0."""
    words: Words = defaultdict(dict)
    names, romanisations = _names(), _romanisations()
    for language in _LEAST:
        for word, zipf in _frequencies(language):
            if zipf < names.get(fold_name(word), 0.0):
                continue
            _add(words, word, language, zipf)
            if language == "sh":
                _add(words, fold(to_cyrillic(word)), language, zipf)
            if language in romanisations and zipf >= _LEAST_ROMANISED:
                for variant in romanisations[language].variants(word):
                    _add(words, variant, f"{language}-Latn", zipf)
    _write(words)
    return 0


def _frequencies(language: str) -> list[tuple[str, float]]:
    """Words as they stand in a reading, with their zipf, the most common first."""
    table: dict[str, float] = importlib.import_module("wordfreq").get_frequency_dict(language, "small")
    zipfs = ((word, 9 + math.log10(frequency)) for word, frequency in table.items())
    kept = [(fold(word), zipf) for word, zipf in zipfs if zipf >= _LEAST[language]]
    shared = international()
    return [(word, zipf) for word, zipf in kept if word.isalpha() and word not in shared]


def _add(words: Words, word: str, language: str, zipf: float) -> None:
    """A word in another script than its language's, English in an Arabic text, says nothing about the language."""
    if word.isalpha() and language in scripts()[main_script([word])].candidates:
        words[word][language] = max(words[word].get(language, 0.0), round(zipf / _STEP) * _STEP)


def _names() -> dict[str, float]:
    """Names of towns, each with the zipf from which it is taken for a word."""
    names: dict[str, float] = {}
    for row in map(parse, read_lines()):
        if row.kind != "country" and row.population >= _TOWN:
            word_from = _WORD_THOUGH_LARGE if row.population >= _LARGE else _WORD
            names.update((key, max(word_from, names.get(key, 0.0))) for key in row.keys)
    return names


def _romanisations() -> dict[str, Romanisation]:
    text = Path(__file__).with_name("romanisations.yml").read_text("utf-8")
    return TypeAdapter(dict[str, Romanisation]).validate_python(yaml.load(text, yaml.BaseLoader))


def _replaced(word: str, letters: dict[str, str]) -> str:
    for letter in sorted(letters, key=len, reverse=True):
        word = word.replace(letter, letters[letter])
    return word


def _write(words: Words) -> None:
    """One line a profile: `language:zipf …`, a tab, and the words that have it."""
    profiles: dict[str, list[str]] = defaultdict(list)
    for word, zipfs in words.items():
        profiles[" ".join(f"{code}:{zipf:.2f}" for code, zipf in sorted(zipfs.items()))].append(word)
    with FREQUENCIES.open("wb") as file, gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
        packed.write(f"# wordfreq {metadata.version('wordfreq')} (CC BY-SA 4.0), folded, romanised, cut\n".encode())
        for profile in sorted(profiles):
            packed.write(f"{profile}\t{' '.join(sorted(profiles[profile]))}\n".encode())


if __name__ == "__main__":
    sys.exit(main())
