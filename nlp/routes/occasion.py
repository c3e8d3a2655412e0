"""Whether a text is about a journey at all: an offer, a question, an account of one; or about flats, work, bus lines.

occasion.tsv weighs the traits of the whole text; `python -m bench.moves` writes it (logistic regression).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise, repeat
from math import fsum
from pathlib import Path

from nlp.routes.figures import read_figures
from nlp.routes.innocence import dearest
from nlp.routes.scene import STEM, Scene

TABLE = Path(__file__).with_name("occasion.tsv")
#: The line of the table that holds for every text.
ALWAYS = "always"
#: Log odds: to miss a journey costs more than to show one too many.
LEAST = -1.0
#: Log odds above which some journey is read in a text, even if each of its places is likelier none.
SURE = 1.0
_NOTHING = repeat(0.0)  # what an unknown trait says
_MOST_WORDS = 1000  # of one text; a megabyte says what it is about before that


def odds(scene: Scene, text_traits: Sequence[str]) -> float:
    """How much speaks for a journey, less what speaks against: log odds. The same in whatever order it is summed."""
    return fsum(map(weights().get, of_whole(scene, text_traits), _NOTHING))


def of_whole(scene: Scene, text_traits: Sequence[str]) -> set[str]:
    """Traits of the whole text, `text_traits` (traits.of_text) among them."""
    parts = [mention.part for mention in scene.mentions]
    priced, places = dearest(scene.prices), len(scene.places)
    return {
        ALWAYS,
        f"language={scene.language}",
        f"places={min(places, 6)}",
        f"price={priced}",
        f"price={priced},places={min(places, 3)}",
        f"price={priced},ticket={min(scene.labels.count('ticket'), 1)}",
        *text_traits,
        *[f"said~{sense.name}" for sense in scene.senses[:_MOST_WORDS]],
        *[f"word={key[:STEM]}" for key in scene.wording.keys[:_MOST_WORDS] if not key.isdigit()],
        *[f"part={part}" for part in parts],
        *[f"tie={mention.tie}" for mention in scene.mentions],
        *[f"part={one}>{other}" for one, other in pairwise(parts)],
    }


@lru_cache(maxsize=1)
def weights() -> dict[str, float]:
    """Log odds by trait; ConfigurationError names a faulty line."""
    return read_figures(TABLE)
