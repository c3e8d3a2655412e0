"""The vote on the language of one part of a text.

Words and letters vote first: a table look-up each. Where they leave doubt, py3langid does; where two languages that
langdetect knows are then as good as equal, langdetect does. Nobody guesses on a text that says nothing.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from nlp.language import evidence, voters
from nlp.language.evidence import Scores
from nlp.language.sample import Sample
from nlp.language.script import LATIN, NO_SCRIPT, main_script
from nlp.language.tables import scripts

_ANY_LETTER = re.compile(r"[^\W\d_]")
UNDETERMINED = "und"
_FEWEST_LETTERS = 4
_SURE = 2.0  # lead of the first over the second (natural logarithm) that needs no further voter
_EQUAL = 0.2  # lead below which langdetect is asked too: elsewhere, measured, it adds nothing
_LANGDETECT = 0.1  # weight of its vote
_GUESS = 0.45  # below this confidence, and without a known word or letter, it would be a guess
_ANY_GUESS = 0.25  # below this it would be one with a known word too: five languages are as likely


class Vote(NamedTuple):
    """What one part of a text is held to be in."""

    code: str  #: a candidate of languages.yml (`sh`, `bg-Latn`), or `und`
    confidence: float
    rule: str  #: who voted, or why nobody did
    script: str


def vote_on(sample: Sample) -> Vote:
    """The language of `sample`, without a guess."""
    latin = sample.plain.isascii() and sample.words
    script = LATIN if latin else main_script(sample.words or _ANY_LETTER.findall(sample.plain))
    if script == NO_SCRIPT:
        return Vote(UNDETERMINED, 0.0, "no letters", script)
    rules = scripts().get(script)
    if rules is None or sample.letters < _FEWEST_LETTERS:
        return Vote(UNDETERMINED, 0.0, "too little text", script)
    if rules.sole:
        return Vote(rules.sole, 0.99, "script", script)
    return _counted(sample, script)


def _counted(sample: Sample, script: str) -> Vote:
    scores, rule = evidence.by_words(sample.words, script), "words+letters"
    _add(scores, evidence.beforehand(script))
    _add(scores, evidence.by_letters(sample.given, script))
    _add(scores, evidence.by_patterns(sample.plain, script))
    if _lead(scores) >= _SURE:
        return Vote(*_best(scores), rule, script)
    known = {code for code, points in scores.items() if points > 0}
    rule += _ask_libraries(scores, " ".join(sample.given.split()))
    code, confidence = _best(scores)
    guessed = confidence < (_ANY_GUESS if code in known else _GUESS)
    return Vote(UNDETERMINED if guessed else code, confidence, rule, script)


def _best(scores: Scores) -> tuple[str, float]:
    """The language with most points, and how likely that makes it among all."""
    best = max(scores, key=scores.__getitem__)
    most = scores[best]
    ratios = [math.exp(points - most) for points in scores.values()]
    return best, round(1 / sum(ratios), 3)


def _ask_libraries(scores: Scores, text: str) -> str:
    """Adds their votes to `scores`; who was asked, for the rule."""
    _add(scores, voters.by_py3langid(text, scores))
    if _lead(scores) >= _EQUAL or not _first_two(scores) <= voters.LANGDETECT:
        return "+py3langid"
    _add(scores, voters.by_langdetect(text, scores), _LANGDETECT)
    return "+py3langid+langdetect"


def _add(scores: Scores, vote: Scores, weight: float = 1.0) -> None:
    for code, points in vote.items():
        scores[code] += weight * points


def _lead(scores: Scores) -> float:
    first, second = sorted(scores.values(), reverse=True)[:2]
    return first - second


def _first_two(scores: Scores) -> set[str]:
    return set(sorted(scores, key=scores.__getitem__, reverse=True)[:2])
