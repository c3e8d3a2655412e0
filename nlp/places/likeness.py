"""What is called like a place and is none for the words beside it: plates, what is somebody's, customs, cars."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from nlp.directions import before
from nlp.directions.wording import Wording
from nlp.places import beside
from nlp.places.around import Name, Neighbours

_LETTERS_OF_PLATES = 2


def is_something_else(wording: Wording, name: Name, language: str, neighbours: Neighbours) -> bool:
    """Whether the words of beside.tsv say so."""
    key = wording.keys[name.first]
    if len(key) <= _LETTERS_OF_PLATES and _on_plates(wording, name, language):
        return True
    if key not in _doubtful(language):  # nearly all
        return False
    return (
        key in beside.words("never", language)
        or _is_theirs(wording, name, language)
        or _is_of_the_next(wording, name, language, neighbours)
        or _is_a_model(wording, name, language)
    )


@lru_cache(maxsize=64)
def _doubtful(language: str) -> frozenset[str]:
    """The words that a name must be, or begin with, for anything but plates to be asked."""
    kinds: tuple[beside.Kind, ...] = ("never", "theirs", "of", "model")
    return frozenset(one for kind in kinds for words in beside.words(kind, language) for one in words.split())


def _on_plates(wording: Wording, name: Name, language: str) -> bool:
    """Two letters beside a word for a car's plates."""
    if name.first < name.last:
        return False
    neighbours = wording.keys[max(0, name.first - 1) : name.first] + wording.keys[name.last + 1 : name.last + 2]
    return any(key.startswith(beside.words("plates", language)) for key in neighbours)


def _is_theirs(wording: Wording, name: Name, language: str) -> bool:
    """A country's name with a small letter that says whose something is, no word of direction before it."""
    return (
        wording.keys[name.first] in beside.words("theirs", language)
        and wording.text[name.start].islower()
        and before(wording.keys, name.first, language) is None
    )


def _is_of_the_next(wording: Wording, name: Name, language: str, neighbours: Neighbours) -> bool:
    """What stands before the name of a place: its customs."""
    return name.last + 1 in neighbours.starts and wording.keys[name.first] in beside.words("of", language)


def _is_a_model(wording: Wording, name: Name, language: str) -> bool:
    """A maker's name, or a model's behind it."""
    around = wording.keys[max(0, name.first - 1) : name.first + 2]
    return any(f"{one} {other}" in beside.words("model", language) for one, other in pairwise(around))
