"""Means of travel that a text names and does not deny, or shows in pictures."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from nlp.lines import numbered
from nlp.routes.layout import Layout
from nlp.routes.tables import MODES, Labels
from waymark.errors import ConfigurationError

PICTURES = Path(__file__).with_name("pictures.tsv")
_BEFORE, _BEHIND = 3, 3  # words in which "not" stands before, or behind, what it denies


def modes(text: str, found: Labels, cut: Layout) -> tuple[str, ...]:
    """All means, in order; "not by boat" is no boat. Pictures count where no word says it: many are decoration."""
    named = tuple(dict.fromkeys(mode for at, mode in found.modes() if not _is_denied(found, cut, at)))
    if named:
        return named
    known = shown()
    return tuple(dict.fromkeys(known[sign] for sign in text if sign in known))


def _is_denied(found: Labels, cut: Layout, at: int) -> bool:
    start, end = cut.clause(at)
    return found.any("not", max(start, at - _BEFORE), at) or found.any("gone", at + 1, min(end, at + 1 + _BEHIND))


@lru_cache(maxsize=1)
def shown() -> dict[str, str]:
    """The mode that each picture shows. ConfigurationError names a faulty line of pictures.tsv."""
    known: dict[str, str] = {}
    for number, line in numbered(PICTURES):
        mode, _, pictures = line.partition("\t")
        if mode not in MODES or not pictures:
            raise ConfigurationError(f"{PICTURES.name}, line {number}: one of {', '.join(MODES)}, a tab and pictures")
        known.update(dict.fromkeys(pictures, mode))
    return known
