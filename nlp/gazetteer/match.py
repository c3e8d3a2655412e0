"""What words of a text may name.

The same words have the same objects, so that readers can remember by them, quickly: equal is who is the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from nlp.gazetteer.endings import Ending
from nlp.gazetteer.entry import Entry


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A place, and the ending its name has in the text (None: as the gazetteer spells it)."""

    entry: Entry
    ending: Ending | None
    own_name: bool = False  #: the text has the very name (a word of it, if with an ending) or a noted one
    heard: bool = False  #: written by ear: no spelling of the gazetteer
    meant: bool = False  #: what the name means in the language of the text (meant.tsv)


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """So many words, and the places they may name (never none)."""

    words: int
    candidates: tuple[Candidate, ...]
