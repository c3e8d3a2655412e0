"""Means of travel that a text names and does not deny."""

from __future__ import annotations

from nlp.routes.layout import Layout
from nlp.routes.tables import Labels

_BEFORE, _BEHIND = 3, 3  # words in which "not" stands before, or behind, what it denies


def modes(found: Labels, cut: Layout) -> tuple[str, ...]:
    """All means, in order; "not by boat" is no boat."""
    return tuple(dict.fromkeys(mode for at, mode in found.modes() if not _is_denied(found, cut, at)))


def _is_denied(found: Labels, cut: Layout, at: int) -> bool:
    start, end = cut.clause(at)
    return found.any("not", max(start, at - _BEFORE), at) or found.any("gone", at + 1, min(end, at + 1 + _BEHIND))
