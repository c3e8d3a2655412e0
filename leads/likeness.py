"""When two leads are near-duplicates: the same words (but for numbers) about the same places.

MinHash over fragments of five letters (datasketch). Digits, signs, case, accents and, for South Slavic, the script do
not count, so a repost with another price or phone stays the same ad; the set of places counts whole, so the same
wording for another destination does not. Both relations are symmetric: who came first makes no difference.
"""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from search_mappings.templates import latin_letters
from waymark.records import Lead

if TYPE_CHECKING:
    from datasketch import MinHash

#: Least estimated share of common fragments. Reposts with an edited price stay above it, other ads of a firm below.
ALIKE = 0.7
_PERMUTATIONS = 128
_ROWS = 4  # 32 bands of 4 rows: a pair at .7 shares a band with probability 1-(1-.7^4)^32 = .9998, one at .3 with .23
_FRAGMENT = 5
_SHORTEST = 24  # letters; below, only the same text is the same: "call 044 …" says too little
_AT_ONCE = 4096  # fragments hashed at the same time, so that a long text takes little memory

_Values = npt.NDArray[np.uint32]


@dataclass(frozen=True)
class Likeness:
    """What is kept with a lead so that its near-duplicates can be found and checked."""

    signature: str  #: the MinHash, base64 of little-endian 32-bit numbers
    bands: tuple[str, ...]  #: hashes of its parts: near-duplicates have at least one in common
    places: str  #: stands for the set of place ids


def likeness(lead: Lead) -> Likeness:
    """The likeness of a lead's current text and places."""
    values = _signature(lead.text)
    places = sorted({place.id for place in lead.extraction.places})
    return Likeness(
        signature=base64.b64encode(values.tobytes()).decode(),
        bands=tuple(_bands(values)),
        places=hashlib.sha256("\0".join(places).encode()).hexdigest()[:16],
    )


def alike(one: Likeness, other: Likeness) -> bool:
    """Whether two leads are near-duplicates."""
    if one.places != other.places:
        return False
    return bool(np.mean(_values(one.signature) == _values(other.signature)) >= ALIKE)


def _values(signature: str) -> _Values:
    return np.frombuffer(base64.b64decode(signature), dtype="<u4")


@lru_cache(maxsize=1024)  # a lead's text is asked about when it is written and again when it is clustered
def _signature(text: str) -> _Values:
    minhash = _empty().copy()
    for part in _parts(sorted(_fragments(text))):
        minhash.update_batch(part)
    values: _Values = minhash.hashvalues.astype("<u4")
    return values


@lru_cache(maxsize=1)
def _empty() -> MinHash:
    """A MinHash of nothing: its permutations take longer to draw than a short text to hash."""
    from datasketch import MinHash  # loads scipy, which a search never needs

    return MinHash(num_perm=_PERMUTATIONS, seed=1)


def _parts(fragments: list[bytes]) -> Iterable[list[bytes]]:
    return (fragments[start : start + _AT_ONCE] for start in range(0, len(fragments), _AT_ONCE))


def _bands(values: _Values) -> Iterator[str]:
    for start in range(0, _PERMUTATIONS, _ROWS):
        band = values[start : start + _ROWS].tobytes()
        yield f"{start // _ROWS}:{hashlib.sha256(band).hexdigest()[:12]}"


def _fragments(text: str) -> set[bytes]:
    plain = unicodedata.normalize("NFKC", text).casefold()
    letters = _letters(plain)
    if len(letters) < _SHORTEST:
        return {"".join(plain.split()).encode()}
    return {letters[start : start + _FRAGMENT].encode() for start in range(len(letters) - _FRAGMENT + 1)}


def _letters(plain: str) -> str:
    """Only the letters, in Latin script where the text is South Slavic, without accents."""
    decomposed = unicodedata.normalize("NFKD", plain.translate(latin_letters()))
    return "".join(char for char in decomposed if char.isalpha())
