"""Which of several namesakes a name means: by the other places of the text, the language, the hint, the corridor."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from nlp.gazetteer import Entry
from nlp.gazetteer.languages import homes_of
from nlp.gazetteer.likelihood import CORRIDOR, MOST_COMPANY, company, likelihood
from nlp.gazetteer.match import Candidate, Match

_OWN_NAME_INFLECTED = 0.4  # of what the very name counts: with the ending it may be another
_HINT, _HOME, _OWN_NAME, _ENDING, _CLEAR = 0.9, 0.6, 2.5, -0.8, 1.5
_LARGE, _TOWN, _SMALL_ALIAS = 100_000, 20_000, -0.7  # by another name, inflected or abroad, a large one is meant
_NOT_EXACT = -2.5  # with an ending, where a town nearby has that very name: Ruse is not "of Russia"
_NEAR = 3.0  # of CORRIDOR
_MEANT = 6.0  # in this language, and elsewhere not: more than a country counts beside a town
_MOST_ANCHORS = 12  # of the clear places of a text that decide on the others: keeps long texts linear


_Ranked = tuple[tuple[float, Candidate], ...]


class Choice(NamedTuple):
    """The candidate taken, and in a few words why, where there were others."""

    candidate: Candidate
    reason: str


def choose(names: Sequence[Match], language: str, hint: str | None) -> list[Choice]:
    """For each name its likeliest candidate; those that leave no doubt decide on the rest."""
    alone = {name: _alone(name, language, hint) for name in names}
    anchors = _anchors(alone.values())
    chosen = {
        name: Choice(ranked[0][1], "") if len(ranked) == 1 else _among(ranked, anchors, language, hint)
        for name, ranked in alone.items()
    }
    return [chosen[name] for name in names]


@lru_cache(maxsize=65536)
def _alone(name: Match, language: str, hint: str | None) -> _Ranked:
    """The candidates, the likeliest first, as if the text named nothing else; each place once."""
    if len(name.candidates) == 1:
        return ((0.0, name.candidates[0]),)
    homes = homes_of(language)
    best: dict[str, tuple[float, Candidate]] = {}
    less = _NOT_EXACT if any(_is_exact(one, homes) for one in name.candidates) else 0.0
    pairs = ((_points(one, homes, hint) + (less if one.ending else 0.0), one) for one in name.candidates)
    scored = sorted(pairs, key=lambda pair: -pair[0])
    for points, candidate in scored:
        best.setdefault(candidate.entry.id, (points, candidate))
    return tuple(best.values())


def _among(ranked: _Ranked, anchors: Sequence[Entry], language: str, hint: str | None) -> Choice:
    """The likeliest when the clear places of the text are looked at too."""
    first = ranked[0][1]
    best, most = first, -math.inf
    ids = {candidate.entry.id for _, candidate in ranked}
    near = [anchor for anchor in anchors if anchor.id not in ids]
    for points, candidate in ranked:
        if points + MOST_COMPANY < most:
            break
        points += company(candidate.entry, near)
        if points > most:
            best, most = candidate, points
    return Choice(best, _reason(best, first, homes_of(language), hint))


def _is_exact(candidate: Candidate, homes: frozenset[str]) -> bool:
    entry = candidate.entry
    near = entry.country in homes or CORRIDOR.get(entry.country, 0.0) >= _NEAR
    return near and candidate.own_name and not candidate.ending and entry.population >= _TOWN


def _points(candidate: Candidate, homes: frozenset[str], hint: str | None) -> float:
    entry = candidate.entry
    points = likelihood(entry)
    points += _HINT if entry.country == hint else 0.0
    points += _HOME if entry.country in homes else 0.0
    points += _MEANT if candidate.meant else 0.0
    if candidate.ending:
        if candidate.own_name:
            return points + _ENDING + _OWN_NAME_INFLECTED * _own_name(entry)
        return points + _ENDING + (_SMALL_ALIAS if entry.population < _LARGE else 0.0)
    if candidate.own_name:
        return points + _own_name(entry)
    return points + (_SMALL_ALIAS if entry.population < _TOWN and entry.country not in homes else 0.0)


def _own_name(entry: Entry) -> float:
    """The very name counts for towns; that a hamlet is called like a city abroad in another tongue says little."""
    return min(_OWN_NAME, max(0.0, math.log10(max(entry.population, 1)) - 2.5))


def _anchors(ranked: Iterable[_Ranked]) -> list[Entry]:
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
