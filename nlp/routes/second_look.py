"""A second look at the likeliest readings of a text: each is weighed as a whole.

second_look.tsv weighs the traits of outcomes (outcome.py); `python -m bench.moves` writes it (log-linear reranking:
Collins and Koo, "Discriminative Reranking for Natural Language Parsing", 2005).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import combinations, repeat
from pathlib import Path
from typing import NamedTuple

from nlp.routes.figures import exact, read_figures
from nlp.routes.moves import Numbers
from nlp.routes.outcome import MOST_WAYS, OutcomeReader
from nlp.routes.scene import Scene

TABLE = Path(__file__).with_name("second_look.tsv")
#: The line of the table that says what each unit weighs that a reading is behind the likeliest by its moves.
BEHIND = "behind by its moves"
_NOTHING = repeat(0.0)  # what an unknown trait weighs


class Outcome(NamedTuple):
    """What a reading came to."""

    ways: tuple[Numbers, ...]  #: its lists of stops, in a fixed order
    weight: float  #: of its moves
    last: str  #: its last move


def weighed(scene: Scene, outcomes: Sequence[Outcome], known: Mapping[str, float]) -> list[float]:
    """How much speaks for each of `outcomes`, the first of which is the likeliest by its moves.

    Outcomes of one text are mostly alike: what was weighed for one is not weighed again for the next.
    """
    reader = OutcomeReader(scene)

    def summed(traits: Iterable[str]) -> float:
        return sum(map(known.get, traits, _NOTHING))

    @cache
    def of_way(way: Numbers) -> float:
        return summed(reader.of_way(way))

    @cache
    def of_two(one: Numbers, other: Numbers) -> float:
        return summed(reader.of_two(one, other))

    @cache
    def of_mention(at: int, before: str, part: str, behind: str) -> float:
        return summed(reader.of_mention(at, before, part, behind))

    found = []
    for rank, outcome in enumerate(outcomes):
        behind = outcomes[0].weight - outcome.weight
        parts = [known.get(BEHIND, 0.0) * behind, summed(reader.of_whole(outcome.ways, behind, rank, outcome.last))]
        parts += [of_way(way) for way in outcome.ways]
        parts += [of_two(one, other) for one, other in combinations(outcome.ways[:MOST_WAYS], 2)]
        parts += [of_mention(*played) for played in reader.played(outcome.ways)]
        found.append(sum(parts))
    return found


@lru_cache(maxsize=1)
def weights() -> dict[str, float]:
    """Weights by trait; ConfigurationError names a faulty line."""
    return {trait: weight if trait == BEHIND else exact(weight) for trait, weight in read_figures(TABLE).items()}
