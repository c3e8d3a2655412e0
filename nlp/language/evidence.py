"""The cheap voters on the language of a text: letters, ways of writing words together, and words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

from nlp.language.frequencies import profiles
from nlp.language.tables import Letters, scripts

Scores = dict[str, float]  #: points a language: a natural logarithm of evidence

_INDEPENDENT = 6  # from so many known words on, each further one says less: they are of one topic and one writer


@cache
def _none(script: str) -> Scores:
    return dict.fromkeys(scripts()[script].candidates, 0.0)


@cache
def beforehand(script: str) -> Scores:
    """What is known before anything was looked at: some languages are seldom met."""
    return {code: -points for code, points in scripts()[script].seldom.items()}


def by_words(words: Sequence[str], script: str) -> Scores:
    """Points for the languages of `script` that the words are common in; 0 for the others."""
    table, scores, known = profiles(), _none(script).copy(), 0
    for word in words:
        profile = table.get(word)
        if profile is None or profile[0][0] not in scores:  # unknown, or of another script than most of the text
            continue
        known += 1
        for code, points in profile:
            scores[code] += points
    if known > _INDEPENDENT:
        scale = math.sqrt(_INDEPENDENT / known)
        for code in scores:
            scores[code] *= scale
    return scores


def by_letters(lower: str, script: str) -> Scores:
    """Points for the languages whose own letters occur in `lower`, a text in lower case."""
    scores: Scores = {}
    if lower.isascii():  # no language has a letter of its own among those
        return scores
    letters = _letters(script)
    rules = {index: rule for letter in letters.keys() & set(lower) for index, rule in letters[letter]}
    for _, rule in sorted(rules.items()):
        occurrences = sum(lower.count(letter) for letter in rule.of)
        points = rule.points * min(1.0 + 0.25 * (occurrences - 1), 2.0)
        for code in rule.for_:
            scores[code] = scores.get(code, 0.0) + points
    return scores


def by_patterns(plain: str, script: str) -> Scores:
    """Points for the languages that join words as they are joined in `plain`, a text as read."""
    scores: Scores = {}
    for rule in scripts()[script].patterns:
        if rule.sign in plain and rule.of.search(plain):
            for code in rule.for_:
                scores[code] = scores.get(code, 0.0) + rule.points
    return scores


@cache
def _letters(script: str) -> dict[str, list[tuple[int, Letters]]]:
    table: dict[str, list[tuple[int, Letters]]] = {}
    for index, rule in enumerate(scripts()[script].letters):
        for letter in rule.of:
            table.setdefault(letter, []).append((index, rule))
    return table
