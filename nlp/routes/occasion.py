"""Whether a text is about a journey at all: an offer, a question, an account of one; or about flats, work, bus lines.

Two voters, the mean of whose log odds counts where the first is not sure: occasion.tsv weighs each trait and each word
of the text (logistic regression), occasion_net.tsv what traits that hold in all languages say together (network.py).
`python -m bench.moves` writes both.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import combinations, pairwise, repeat
from pathlib import Path

from nlp.routes import network
from nlp.routes.figures import exact, read_figures
from nlp.routes.innocence import dearest
from nlp.routes.scene import STEM, Scene

TABLE = Path(__file__).with_name("occasion.tsv")
NETWORK = Path(__file__).with_name("occasion_net.tsv")
#: The line of the table that holds for every text.
ALWAYS = "always"
#: Log odds above which a journey is read in a text; of the gold texts one journey in a hundred is missed so, and one
#: text of ordinary life in thirty taken for one.
LEAST = 0.7
#: Log odds above which some journey is read in a text, even if each of its places is likelier none.
SURE = 1.0
_SURE_ALONE = 6.0  # log odds; of 5,000 texts the network then turned none
_NOTHING = repeat(0.0)  # what an unknown trait weighs
_OF_ONE = ("person", "child", "leg", "family")  # whom a journey's price is for; wares and flats have none of these
_DISTANCES = (30.0, 120.0, 400.0, 1000.0, 2500.0)  # kilometres
_MOST_COMPARED = 6  # places of one text
_MOST_WORDS = 1000  # of one text; a megabyte says what it is about before that


def odds(scene: Scene, text_traits: Sequence[str]) -> float:
    """How much speaks for a journey, less what speaks against: log odds. The same in whatever order it is summed."""
    said = of_whole(scene, text_traits)
    return together(sum(map(weights().get, said, _NOTHING)), said, voter())


def together(by_weights: float, said: Iterable[str], other: network.Network) -> float:
    """The mean of both voters' log odds; those of the weights alone where they are sure."""
    return by_weights if abs(by_weights) > _SURE_ALONE else (by_weights + other.odds(said)) / 2


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
        *_of_scale(scene, priced),
        *[f"said~{sense.name}" for sense in scene.senses[:_MOST_WORDS]],
        *[f"word={key[:STEM]}" for key in scene.wording.keys[:_MOST_WORDS] if not key.isdigit()],
        *[f"part={part}" for part in parts],
        *[f"tie={mention.tie}" for mention in scene.mentions],
        *[f"part={one}>{other}" for one, other in pairwise(parts)],
    }


def _of_scale(scene: Scene, price: str) -> list[str]:
    """How many countries are named, how far apart the places lie, and what is asked of one person."""
    countries = min(len({place.country for place in scene.places}), 4)
    of_one = dearest([one for one in scene.prices if one.per in _OF_ONE])
    some = range(min(len(scene.places), _MOST_COMPARED))
    apart = [far for one, other in combinations(some, 2) if (far := scene.apart(one, other)) is not None]
    span = bisect(_DISTANCES, max(apart)) if apart else "-"
    return [
        f"countries={countries}",
        f"countries={countries},price={price}",
        f"countries={countries},places={min(len(scene.places), 4)}",
        f"of one={of_one}",
        f"of one={of_one},countries={countries}",
        f"far={span}",
        f"far={span},price={price}",
        f"far={span},countries={countries}",
    ]


@lru_cache(maxsize=1)
def weights() -> dict[str, float]:
    """Log odds by trait; ConfigurationError names a faulty line."""
    return {trait: exact(weight) for trait, weight in read_figures(TABLE).items()}


@lru_cache(maxsize=1)
def voter() -> network.Network:
    """The network; ConfigurationError names a faulty line."""
    return network.read(NETWORK)
