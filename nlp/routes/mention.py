"""A place as it stands in a text, with the part it plays and how it is tied to the place before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from waymark.records import Place

Part = Literal["from", "to", "via", "at", "into", "gather", "home", ""]
Tie = Literal["arrow", "both", "bare", "then", "list", "and", "or", "priced", "next", "text", "line", "break"]


@dataclass(slots=True, eq=False)  # filled in step by step while a text is read; two are never the same
class Mention:
    """A place as it stands in a text."""

    place: Place
    first: int  #: its words are [first, after)
    after: int  #: markers behind it included
    part: Part
    tie: Tie  #: to the mention before
    marked: bool  #: a word of direction stands before it
    sentence: int = 0
    why: str = ""  #: the words that gave it its part
    waits: bool = False  #: people are met, or a car stands there
    own: bool = False  #: the writer lives, works or is there
    back: bool = False  #: on the way back
    choice: bool = False  #: "or" stands before it
    unsure: bool = False  #: gone to, or only where something is: the preposition says both
    only: bool = False  #: just this part of the way is offered as well
    also: bool = False  #: people are taken in there as well
    wish: bool = False  #: where somebody wants to come to in the end
    asker: bool = False  #: where the writer, or who travels, is now
    more: bool = False  #: what it costs is to be paid on top of the whole
    stroke: bool = False  #: a stroke stands before it: "A / B"
    charged: bool = False  #: what it costs stands behind it, in the same line
    hither: bool = False  #: told by "here"
    later: bool = False  #: "here" names it again
