"""The cheap voters on the language of a text: letters, ways of writing words together, and words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

from nlp.language.frequencies import by_script
from nlp.language.tables import Pattern, scripts

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
    table, scores = by_script()[script], _none(script).copy()
    known = [profile for profile in map(table.get, words) if profile]
    for profile in known:
        for code, points in profile:
            scores[code] += points
    if len(known) > _INDEPENDENT:
        scale = math.sqrt(_INDEPENDENT / len(known))
        for code in scores:
            scores[code] *= scale
    return scores


def by_letters(lower: str, script: str) -> Scores:
    """Points for the languages whose own letters occur in `lower`, a text in lower case."""
    scores: Scores = {}
    if lower.isascii():  # no language has a letter of its own among those
        return scores
    rules, of_letter = scripts()[script].letters, _rules_of_letter(script)
    occurrences: dict[int, int] = {}
    for letter in of_letter.keys() & set(lower):
        times = lower.count(letter)
        for rule in of_letter[letter]:
            occurrences[rule] = occurrences.get(rule, 0) + times
    for rule, times in sorted(occurrences.items()):
        points = rules[rule].points * min(1.0 + 0.25 * (times - 1), 2.0)
        for code in rules[rule].for_:
            scores[code] = scores.get(code, 0.0) + points
    return scores


def by_patterns(plain: str, script: str) -> Scores:
    """Points for the languages that join words as they are joined in `plain`, a text as read."""
    scores: Scores = {}
    for sign, rules in _patterns(script).items():
        for rule in rules if sign in plain else ():
            for code in rule.for_ if rule.of.search(plain) else ():
                scores[code] = scores.get(code, 0.0) + rule.points
    return scores


@cache
def _patterns(script: str) -> dict[str, list[Pattern]]:
    by_sign: dict[str, list[Pattern]] = {}
    for rule in scripts()[script].patterns:
        by_sign.setdefault(rule.sign, []).append(rule)
    return by_sign


@cache
def _rules_of_letter(script: str) -> dict[str, list[int]]:
    table: dict[str, list[int]] = {}
    for index, rule in enumerate(scripts()[script].letters):
        for letter in rule.of:
            table.setdefault(letter, []).append(index)
    return table
