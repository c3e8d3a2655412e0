"""Weighs the cues of told texts: nlp/routes/bearing.tsv, learned from the gold texts to build on.

python -m bench.bearing > learned.tsv && mv learned.tsv nlp/routes/bearing.tsv

(Not straight into the table: the shell would empty it before it is read.) Logistic regression on the places of the told
texts (Newton's method; the same texts give the same weights). How well it does on a language it has not seen is printed
to standard error.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bench.gold import GoldText, distance_km, read_gold, same_place
from nlp import gazetteer
from nlp.directions.wording import word
from nlp.extraction import extract
from nlp.routes.amounts import amounts
from nlp.routes.bearing import ALWAYS
from nlp.routes.cues import CueReader
from nlp.routes.endings import EndingReader
from nlp.routes.layout import layout
from nlp.routes.mention import Mention
from nlp.routes.mentions import MentionReader
from nlp.routes.narrative import is_news, is_told
from nlp.routes.tables import labels
from waymark.records import Extraction

_FOLDERS = ("build", "more", "wide")
_RIDGE = 5.0  # how strongly weights are drawn to nought
_RAREST = 5  # places a cue must be seen at
_STEPS = 25


@dataclass(frozen=True)
class Told:
    """The places of one told text; `passed` as the gold says."""

    group: str
    mentions: tuple[Mention, ...]
    cues: CueReader
    passed: tuple[bool, ...]


def told_texts() -> Iterator[Told]:
    """Those of the folders to build on."""
    endings = EndingReader(gazetteer.load())
    texts = [text for folder in _FOLDERS for text in read_gold(folder)]
    for gold, found in zip(texts, extract((text.text, text.country) for text in texts), strict=True):
        wording = word(gold.text)
        named = frozenset(wording.at_offset(place.start) for place in found.places)
        clues, cut = labels(wording.keys, found.language.code, named), layout(wording)
        if found.places and is_told(len(gold.text), clues, cut, found.prices):
            reader = MentionReader(wording, found.language.code, clues, cut, endings)
            mentions = tuple(reader.read(found.places, amounts(wording, found.places, found.prices)))
            cues = CueReader(clues, cut, mentions, news=is_news(clues))
            yield Told(gold.group, mentions, cues, _passed(gold, found, mentions))


def _passed(gold: GoldText, found: Extraction, mentions: Sequence[Mention]) -> tuple[bool, ...]:
    """Of each mention, whether its place is the one found nearest to some stop of the gold."""
    nearest: set[str] = set()
    for stop in (stop for route in gold.routes for stop in route):
        alike = [place for place in found.places if same_place(stop, place)]
        if alike:
            nearest.add(min(alike, key=lambda place: distance_km(stop, place)).id)
    return tuple(mention.place.id in nearest for mention in mentions)


def learned(texts: Sequence[Told]) -> dict[str, float]:
    """Log odds of each cue that is not too rare."""
    seen = [text.cues.read(number, text.passed) for text in texts for number in range(len(text.mentions))]
    often = Counter(cue for cues in seen for cue in cues)
    names = sorted(cue for cue, count in often.items() if count >= _RAREST)
    column = {cue: number for number, cue in enumerate(names)}
    given = np.zeros((len(seen), len(names) + 1))
    given[:, -1] = 1.0
    for row, cues in enumerate(seen):
        given[row, [column[cue] for cue in cues if cue in column]] = 1.0
    wanted = np.array([passed for text in texts for passed in text.passed], float)
    return dict(zip([*names, ALWAYS], _fitted(given, wanted), strict=True))


def _fitted(given: np.ndarray, wanted: np.ndarray) -> list[float]:
    weights, ridge = np.zeros(given.shape[1]), np.full(given.shape[1], _RIDGE)
    ridge[-1] = 0.01
    for _ in range(_STEPS):
        odds = 1 / (1 + np.exp(-given @ weights))
        slope = given.T @ (odds - wanted) + ridge * weights
        weights -= np.linalg.solve((given * (odds * (1 - odds))[:, None]).T @ given + np.diag(ridge), slope)
    return [round(float(weight), 2) for weight in weights]


def check(texts: Sequence[Told]) -> str:
    """How many places of each language are told rightly by weights learned from the others."""
    right = total = 0
    for group in sorted({text.group for text in texts}):
        weights = learned([text for text in texts if text.group != group])
        for text in (text for text in texts if text.group == group):
            taken: list[bool] = []
            for number in range(len(text.mentions)):
                said = text.cues.read(number, taken)
                taken.append(weights[ALWAYS] + sum(weights.get(cue, 0.0) for cue in said) > 0)
            right += sum(one == other for one, other in zip(taken, text.passed, strict=True))
            total += len(taken)
    return (
        f"{len(texts)} told texts, {total} places; of languages not learned from, {right / total:.3f} are told rightly"
    )


def main() -> int:
    texts = list(told_texts())
    print("# How much each cue speaks for a place of a told text being one that people passed: log odds,")
    print("# written by bench/bearing.py. Do not change by hand; change cues or words and run it again.")
    print("# cue\tweight")
    for cue, weight in sorted(learned(texts).items()):
        if weight:
            print(f"{cue}\t{weight}")
    print(check(texts), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
