"""Which of several namesakes a name means: by the other places of the text, the language, the hint, the corridor."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.gazetteer import Entry
from nlp.gazetteer.likelihood import likelihood
from nlp.gazetteer.match import Candidate

#: Countries where a language is at home; among namesakes they come first.
HOMES = {
    "sq": "XK AL MK", "sr": "RS BA ME XK", "hr": "HR BA", "bs": "BA HR", "mk": "MK", "bg": "BG", "tr": "TR CY",
    "hu": "HU", "de": "AT DE CH", "el": "GR CY", "ro": "RO MD", "ar": "SY IQ LB JO EG MA DZ TN LY", "fa": "IR AF",
    "ps": "AF PK", "ur": "PK", "ku": "TR SY IQ", "ckb": "IQ IR", "it": "IT", "fr": "FR BE", "sl": "SI", "en": "GB",
}  # fmt: skip
_HINT, _HOME, _OWN_NAME, _ENDING, _CLEAR = 0.9, 0.6, 2.5, -0.8, 1.5
_LARGE, _SMALL_ALIAS = 100_000, -0.7  # who inflects another name of a place, mostly means a large one
_MOST_ANCHORS = 12  # of the clear places of a text that decide on the others: keeps long texts linear


@dataclass(frozen=True, slots=True)
class Choice:
    """The candidate taken, and in a few words why, where there were others."""

    candidate: Candidate
    reason: str


def choose(names: Sequence[tuple[Candidate, ...]], language: str, hint: str | None) -> list[Choice]:
    """For each name its likeliest candidate; those that leave no doubt decide on the rest."""
    homes = frozenset(HOMES.get(language, "").split())
    alone = [_ranked(candidates, homes, hint, ()) for candidates in names]
    anchors = _anchors(alone)
    choices = []
    for candidates, ranked in zip(names, alone, strict=True):
        if len(ranked) == 1:
            choices.append(Choice(ranked[0][1], ""))
            continue
        near = [anchor for anchor in anchors if all(anchor.id != candidate.entry.id for candidate in candidates)]
        best = _ranked(candidates, homes, hint, near)[0][1]
        choices.append(Choice(best, _reason(best, ranked[0][1], homes, hint)))
    return choices


def _ranked(
    candidates: tuple[Candidate, ...], homes: frozenset[str], hint: str | None, near: Sequence[Entry]
) -> list[tuple[float, Candidate]]:
    if len(candidates) == 1:
        return [(0.0, candidates[0])]
    scored = [(_points(candidate, homes, hint, near), candidate) for candidate in candidates]
    scored.sort(key=lambda pair: -pair[0])
    seen: set[str] = set()
    return [pair for pair in scored if not (pair[1].entry.id in seen or seen.add(pair[1].entry.id))]  # type: ignore[func-returns-value]


def _points(candidate: Candidate, homes: frozenset[str], hint: str | None, near: Sequence[Entry]) -> float:
    entry = candidate.entry
    points = likelihood(entry, near)
    points += _HINT if entry.country == hint else 0.0
    points += _HOME if entry.country in homes else 0.0
    if candidate.ending:
        known = candidate.own_name or entry.id.startswith("wm:")
        small = entry.population < _LARGE and not known
        return points + _ENDING + (_SMALL_ALIAS if small else 0.0)
    return points + (_own_name(entry) if candidate.own_name else 0.0)


def _own_name(entry: Entry) -> float:
    """The very name counts for towns; that a hamlet is called like a city abroad in another tongue says little."""
    return min(_OWN_NAME, max(0.0, math.log10(max(entry.population, 1)) - 2.5))


def _anchors(ranked: Sequence[list[tuple[float, Candidate]]]) -> list[Entry]:
    clear = [
        options[0][1].entry
        for options in ranked
        if (len(options) == 1 or options[0][0] - options[1][0] >= _CLEAR) and options[0][1].entry.population >= 20_000
    ]
    return list(dict.fromkeys(clear))[:_MOST_ANCHORS]


def _reason(best: Candidate, first: Candidate, homes: frozenset[str], hint: str | None) -> str:
    if best.entry.id != first.entry.id:
        return "; of namesakes the one near the other places"
    if best.entry.country == hint:
        return "; of namesakes the one where the text was published"
    if best.entry.country in homes:
        return "; of namesakes the one where the language is spoken"
    return "; of namesakes the one on the corridor or the largest"
