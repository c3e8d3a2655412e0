"""The vote on the language of a text.

Words, letters and py3langid always vote. Where they leave doubt, lingua does; where doubt remains between languages
that langdetect knows, langdetect does. Nobody guesses on a text that says nothing ("ok 👍", a number).
"""

from __future__ import annotations

import math
import re

from nlp.language import voters
from nlp.language.script import NO_SCRIPT, main_script
from nlp.language.tables import SOUTH_SLAVIC, international, scripts, words
from nlp.language.voters import Scores
from nlp.reading import fold, read
from waymark.records import Language

_SAMPLE = 3000  # characters the voters read: more changes nothing but the cost
_FEWEST_LETTERS = 4
_SURE, _CLEAR = 1.5, 1.0  # lead of the first over the second (natural logarithm) that needs no further voter
_LINGUA, _LANGDETECT = 0.5, 0.1  # weights, fitted on 7,058 texts and pairs of words of software translations
_GUESS = 0.45  # below this confidence, and without a known word or letter, it would be a guess
_NOISE = re.compile(r"(?:https?://|www\.)\S+|[^\s@]{0,64}@\S+|#\w+|\b\w+\.(?:me|com|org|net|info)/\S*|\b\w*\d\w*")
_WORD = re.compile(r"[^\W\d_]+")
_HINTS = {"RS": "sr", "ME": "sr", "XK": "sr", "HR": "hr", "BA": "bs"}
_HINT_POINTS = 0.9


def identify(text: str, country: str | None = None) -> Language:
    """The language of `text`; `und` when unsure. Deterministic, and of constant cost beyond 3,000 characters."""
    script, letters = main_script(text)
    if script == NO_SCRIPT:
        return Language(code="und", script=script, confidence=0.0, rule="no letters")
    rules = scripts().get(script)
    sample = _telling_part(text)
    telling = sum(map(len, _WORD.findall(sample)))
    if rules is None or telling < _FEWEST_LETTERS or letters < _FEWEST_LETTERS:
        return Language(code="und", script=script, confidence=0.0, rule="too little text")
    if rules.sole:
        return Language(code=rules.sole, script=script, confidence=0.99, rule="script")
    return _vote(sample, script, rules.candidates, country)


def _telling_part(text: str) -> str:
    """The words that may tell a language, in lower case: no links, names, numbers, or words that all share."""
    start = next((match.start() for match in _WORD.finditer(text)), 0)
    sample = _NOISE.sub(" ", text[start : start + _SAMPLE]).lower()
    shared = international()
    return _WORD.sub(lambda match: " " if fold(match[0]) in shared else match[0], sample)


def _vote(sample: str, script: str, candidates: tuple[str, ...], country: str | None) -> Language:
    plain = read(sample).plain
    known = _added(voters.by_words(plain, candidates), voters.by_letters(sample, script))
    scores, rule = _added(known, voters.by_py3langid(sample, candidates)), "words+letters+py3langid"
    if _lead(scores) < _SURE:
        scores, rule = _added(scores, voters.by_lingua(sample, candidates), _LINGUA), rule + "+lingua"
    if _lead(scores) < _CLEAR and _first_two(scores) <= voters.LANGDETECT:
        scores, rule = _added(scores, voters.by_langdetect(sample, candidates), _LANGDETECT), rule + "+langdetect"
    best = max(scores, key=scores.__getitem__)
    confidence = 1 / sum(math.exp(score - scores[best]) for score in scores.values())
    if confidence < _GUESS and known[best] <= 0:
        return Language(code="und", script=script, confidence=round(confidence, 3), rule=rule)
    code = _south_slavic(plain, script, country) if best == "sh" else best.removesuffix("-Latn")
    return Language(code=code, script=script, confidence=round(confidence, 3), rule=rule)


def _added(left: Scores, right: Scores, weight: float = 1.0) -> Scores:
    return {code: points + weight * right[code] for code, points in left.items()}


def _lead(scores: Scores) -> float:
    first, second = sorted(scores.values(), reverse=True)[:2]
    return first - second


def _first_two(scores: Scores) -> set[str]:
    return set(sorted(scores, key=scores.__getitem__, reverse=True)[:2])


def _south_slavic(plain: str, script: str, country: str | None) -> str:
    """Serbian, Croatian or Bosnian, by words that one has and the others lack, and by where it was published."""
    if script == "Cyrl":
        return "sr"
    points = dict.fromkeys(SOUTH_SLAVIC, 0.0)
    points["sr"] = 0.1
    if country in _HINTS:
        points[_HINTS[country]] += _HINT_POINTS
    table = words()
    for word in _WORD.findall(plain):
        codes = [code for code in table.get(word, ()) if code in points]
        for code in codes if len(codes) < len(SOUTH_SLAVIC) else ():
            points[code] += 1 / len(codes)
    return max(points, key=points.__getitem__)
