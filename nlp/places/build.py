"""`python -m nlp.places.build`: makes everyday.tsv, which words of each language are mostly not the places they spell.

From `wordfreq` 3.1.1 (Robyn Speer, CC BY-SA 4.0), which nothing else here needs: install it into the environment first.
A word that is met much oftener than the name of a town of that size would be, is a word: *nice* in English, *grad* in
Serbian; *Wien* in German is not. The same releases and the same gazetteer give the same bytes.
"""

from __future__ import annotations

import importlib
import math
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from importlib import metadata

from nlp import gazetteer
from nlp.gazetteer.folding import fold
from nlp.gazetteer.languages import homes_of
from nlp.gazetteer.likelihood import CORRIDOR
from nlp.gazetteer.match import Candidate, Match
from nlp.gazetteer.supplement import additions
from nlp.language.tables import words
from nlp.places.choice import choose
from nlp.places.ordinary import EVERYDAY

#: Languages of wordfreq, and the codes under which our texts bear them.
_ROUTE = ("ar", "bg", "de", "el", "en", "fa", "fr", "hu", "it", "mk", "ro", "ru", "sl", "tr", "ur")
_OTHERS = ("cs", "es", "nl", "pl", "uk")
_LANGUAGES: dict[str, tuple[str, ...]] = {code: (code,) for code in (*_ROUTE, *_OTHERS)} | {"sh": ("sr", "hr", "bs")}
#: From how often on a word is looked at (zipf: logarithm of its number in 10⁹ words).
_SELDOM = 3.6
#: The zipf that the name of a place has: the logarithm of its people less this, more for what makes it talked of. Set
#: on names nobody mistakes: Wien and Essen in German, Trst, Solun and Pirot in Serbian, Lyon in French.
_PER_PEOPLE, _AT_HOME, _ON_THE_WAY, _OWN_NAME, _NOTED, _INFLECTED = -1.6, 1.1, 0.5, 0.3, 1.0, -0.3
_SHORTEST, _LONGEST = 2, 20
#: In a small country its own towns are talked of more: by so much where a tenth as many people speak of them.
_AMONG_FEWER, _MANY = 0.5, 50_000_000
_LARGE = 30_000  # a town of so many is at home known by whatever name its country's script gives it
#: Languages, and ways of writing them, that wordfreq lacks: their words are those of nlp/language/words, all frequent.
_LISTED = ("sq", "ku", "ckb", "ps", "ar", "fa", "ur", "bg", "mk")
_FREQUENT = 5.0


def main() -> int:
    """Writes the file; 0."""
    noted = {fold(spelling) for one in additions() for spelling in (one.name, *one.spellings)}
    lines = [f"# Made by nlp.places.build from wordfreq {metadata.version('wordfreq')} (CC BY-SA 4.0), folded."]
    for code, texts_in in _LANGUAGES.items():
        found = sorted(word for word, zipf in _frequent(code) if _is_a_word(word, zipf, texts_in, noted))
        lines.append(f"{','.join(texts_in)}\t{'|'.join(found)}")
        sys.stdout.write(f"{code}: {len(found)}\n")
    for code in _LISTED:
        found = sorted(word for word in _listed(code) if _is_a_word(word, _FREQUENT, (code,), noted))
        lines.append(f"{code}\t{'|'.join(found)}")
        sys.stdout.write(f"{code}, listed: {len(found)}\n")
    EVERYDAY.write_text("\n".join(lines) + "\n", "utf-8")
    return 0


def _frequent(code: str) -> Iterator[tuple[str, float]]:
    """The words of the language as they are folded, with their zipf; what folds to one is counted together."""
    counted: dict[str, float] = defaultdict(float)
    for word, share in importlib.import_module("wordfreq").get_frequency_dict(code, wordlist="best").items():
        key = fold(word)
        if _SHORTEST <= len(key) <= _LONGEST and " " not in key and not key.isdigit():
            counted[key] += share
    for key, share in counted.items():
        zipf = math.log10(share) + 9
        if zipf >= _SELDOM:
            yield key, zipf


def _listed(code: str) -> set[str]:
    """The folded words that the tables of the language component know in a language."""
    keys = {fold(word) for word, codes in words().items() if code in codes}
    return {key for key in keys if _SHORTEST <= len(key) <= _LONGEST and " " not in key and not key.isdigit()}


def _is_a_word(word: str, zipf: float, languages: tuple[str, ...], noted: set[str]) -> bool:
    language, homes = languages[0], frozenset().union(*(homes_of(code) for code in languages))
    path = gazetteer.load().names.first(word, language)
    if path is None or path.match is None:
        return False
    best = choose([Match(1, path.match.candidates)], language, None)[0].candidate
    return zipf > _expected(best, word in noted, homes, _talked_of(homes))


@lru_cache(maxsize=64)
def _talked_of(homes: frozenset[str]) -> float:
    """What is added for a place at home, where few people speak the language."""
    countries = gazetteer.load().countries()
    people = sum(countries[code].population for code in homes if code in countries)
    return max(0.0, _AMONG_FEWER * math.log10(_MANY / people)) if people else 0.0


def _expected(candidate: Candidate, noted: bool, homes: frozenset[str], talked_of: float) -> float:
    """How often the name of the place would be met, were it nothing else."""
    entry = candidate.entry
    known = noted or candidate.own_name
    native = known or (candidate.ending is None and entry.population >= _LARGE)
    corridor = CORRIDOR.get(entry.country, 0.0)
    if candidate.heard:
        return _SELDOM  # that a frequent word sounds like a place is chance
    if entry.kind == "country" and known and (candidate.ending is None or corridor >= 1):
        return math.inf  # but by a name of another language it may be a word of this one: island
    zipf = math.log10(max(entry.population, 100)) + _PER_PEOPLE
    zipf += _AT_HOME + talked_of if native and entry.country in homes else 0.0
    zipf += _ON_THE_WAY if corridor >= 2 else 0.0
    zipf += _OWN_NAME if candidate.own_name else 0.0
    zipf += _NOTED if noted else 0.0
    return zipf + (_INFLECTED if candidate.ending else 0.0)


if __name__ == "__main__":
    sys.exit(main())
