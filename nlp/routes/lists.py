"""Lists of places: one under the other, or all to start from; found before a text is read from place to place."""

from __future__ import annotations

from nlp.routes.mention import Mention
from nlp.routes.nearness import length

_LEAST_LISTED = 4
_LEAST_STROKES = 3
_WINDING = 1.35  # how much longer than straight a way from place to place may be
_LEAST_LINES = 2  # ties between places that stand alone on lines of their own


def part_lines(found: list[Mention]) -> None:
    """Two places under each other may be anything; three without a word beside them are a way."""
    lines = sum(mention.tie == "line" and not mention.part for mention in found)
    before = ""
    for mention in found:
        tie = mention.tie
        if tie == "line" and (lines < _LEAST_LINES or mention.part or before in ("arrow", "both", "bare")):
            mention.tie = "break"
        before = tie


def share_start(found: list[Mention], number: int) -> None:
    """ "From A, B and C to D": all are places to start from; "from A: B, C, D" is a way."""
    listed: list[Mention] = []
    for mention in found[number + 1 :]:
        if mention.part in ("to", "via") and mention.tie in ("next", "text") and listed:
            for one in listed:
                one.tie, one.part = "and", "from"
            return
        if mention.part or mention.marked or mention.tie not in ("list", "and", "or"):
            return
        listed.append(mention)


def mark_ways(found: list[Mention]) -> None:
    """ "Catania, Villa San Giovanni, Genoa, Fréjus": places in a row without a word, each further along, are a way."""
    run: list[Mention] = []
    for mention in [*found, None]:
        if (
            mention is not None
            and run
            and (mention.tie in ("list", "then") or mention.stroke)
            and _goes_on(mention, run)
        ):
            run.append(mention)
            continue
        _mark_way(run)
        run = [mention] if mention is not None and _is_bare(mention) and not mention.charged else []


def _is_bare(mention: Mention) -> bool:
    return not (mention.part or mention.marked or mention.own)


def _goes_on(mention: Mention, run: list[Mention]) -> bool:
    return _is_bare(mention) and not run[-1].charged and (mention.stroke or not mention.charged)


def _mark_way(run: list[Mention]) -> None:
    strokes = all(mention.stroke for mention in run[1:])
    if len(run) < (_LEAST_STROKES if strokes else _LEAST_LISTED):
        return
    direct, along = length([run[0].place, run[-1].place]), length([mention.place for mention in run])
    if direct and along and along <= _WINDING * direct:
        for mention in run[1:]:
            mention.tie, mention.choice = "arrow", False
