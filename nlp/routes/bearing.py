"""bearing.tsv: how much each cue (cues.py) speaks for a place of a told text being one that people passed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from nlp.routes.figures import read_figures

TABLE = Path(__file__).with_name("bearing.tsv")
#: The line of the table that holds for every place, whatever is said of it.
ALWAYS = "always"


def is_passed(cues: Iterable[str]) -> bool:
    """Whether the cues speak for a stop more than against it."""
    known = weights()
    return known.get(ALWAYS, 0.0) + sum(known.get(cue, 0.0) for cue in cues) > 0


@lru_cache(maxsize=1)
def weights() -> dict[str, float]:
    """Log odds by cue; ConfigurationError names a faulty line."""
    return read_figures(TABLE)
