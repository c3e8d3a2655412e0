"""What a word says about the language of a text: how much likelier it is there than in a language that lacks it.

Two tables: frequencies.txt.gz, built from wordfreq, and words/*.txt, written for the languages wordfreq lacks
(Albanian, Kurdish, Pashto, chat in Latin letters) and for the words of such advertisements.
"""

from __future__ import annotations

import gzip
import math
from functools import cache, lru_cache

from nlp.language.tables import FREQUENCIES, SOUTH_SLAVIC, commonest, scripts, words

Profile = tuple[tuple[str, float], ...]  #: languages, each with its points (a natural logarithm of evidence)

_UNKNOWN = 2.5  # zipf (logarithm of the number in 10⁹ words) given to a word that a language is not known to have
_MOST = 5.0  # words of zipf 7.5 and more, "and" and "the", are all as likely
_DEPENDENT = 0.5  # words of one text come together: two say less than twice what one says
_TELLING = 0.45  # share of the points of a word's first language from which another counts
_LETTER_ALONE = 0.8  # one letter is a word here, an abbreviation or a plate there
#: Zipf of a word in words/*.txt: there are no counts, but common words are short. By its length, 1, 2, 3 … letters.
_BY_LENGTH = (5.3, 5.3, 5.1, 4.9, 4.7, 4.5)
_COMMONEST = 6.6  # of the words that a table names as its language's commonest: every 250th


@lru_cache(maxsize=1)
def by_script() -> dict[str, dict[str, Profile]]:
    """Script → word → what it says, of the words that tell the languages written so from each other.

    A word that says as much of a language in another script is of that one: "komplet" in a Cyrillic text.
    """
    table = profiles()
    return {
        code: {word: profile for word, profile in table.items() if known.issuperset(one for one, _ in profile)}
        for code, script in scripts().items()
        if (known := frozenset(script.candidates))
    }


def profiles() -> dict[str, Profile]:
    """Word as it stands in a reading → what it says; put together anew each time."""
    table: dict[str, Profile] = {}
    for line in gzip.decompress(FREQUENCIES.read_bytes()).decode().splitlines()[1:]:
        packed, _, members = line.partition("\t")
        table.update(dict.fromkeys(members.split(" "), _telling(_unpacked(packed))))
    most = commonest()
    for word, codes in words().items():
        by_length = _BY_LENGTH[min(len(word), len(_BY_LENGTH)) - 1]
        known = dict(table.get(word, ()))
        for code in set(codes) - set(SOUTH_SLAVIC):  # sh votes for them
            zipf = _COMMONEST if (word, code) in most else by_length
            known[code] = max(known.get(code, 0.0), _points(zipf))
        table[word] = _telling(tuple(sorted(known.items())))
    for word in [word for word in table if len(word) == 1]:
        table[word] = tuple((code, points * _LETTER_ALONE) for code, points in table[word])
    return table


def _unpacked(packed: str) -> Profile:
    pairs = (pair.split(":") for pair in packed.split(" "))
    return tuple((code, _points(float(zipf))) for code, zipf in pairs)


@cache
def _points(zipf: float) -> float:
    return round(min(zipf - _UNKNOWN, _MOST) * math.log(10) * _DEPENDENT, 3)


@cache  # one tuple for all words that say the same
def _telling(profile: Profile) -> Profile:
    """Without the languages where the word is so much rarer that it is another's: names, loans, quotations."""
    least = max(points for _, points in profile) * _TELLING
    return tuple(pair for pair in profile if pair[1] >= least)
