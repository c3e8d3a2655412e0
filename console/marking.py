"""A lead's text cut into pieces, each with what was found in it, so that a page can mark the words in their place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from leads.figures import grouped
from waymark.records import Extraction, Found, Handle, Phone, Place, Price


@dataclass(frozen=True)
class Piece:
    """A part of the text: `kind` is phone, price, place, handle, or "" for plain words."""

    text: str
    kind: str = ""
    meaning: str = ""  #: what the words were read as
    rule: str = ""  #: how it was found
    term: str = ""  #: the term of the search box that finds other leads with the same


def pieces(text: str, found: Extraction) -> tuple[Piece, ...]:
    """The whole text in order. Where findings overlap, the one that begins first is marked, the longer of equals."""
    return tuple(_pieces(text, found))


def beginning(whole: tuple[Piece, ...], most: int = 280) -> tuple[Piece, ...]:
    """The beginning of a text: whole pieces up to a length that a list can bear."""
    kept: list[Piece] = []
    left = most
    for piece in whole:
        if len(piece.text) > left:
            kept.append(Piece(f"{piece.text[:left]}…", piece.kind, piece.meaning, piece.rule, piece.term))
            break
        kept.append(piece)
        left -= len(piece.text)
    return tuple(kept)


def _pieces(text: str, found: Extraction) -> Iterator[Piece]:
    everything: list[Found] = [*found.phones, *found.prices, *found.places, *found.handles]
    at = 0
    for one in sorted(everything, key=lambda one: (one.start, -one.end)):
        if one.start < at or one.end > len(text):
            continue
        if one.start > at:
            yield Piece(text[at : one.start])
        yield _marked(one)
        at = one.end
    if at < len(text):
        yield Piece(text[at:])


def _marked(one: Found) -> Piece:
    match one:
        case Phone():
            others = f", or {', '.join(one.candidates)}" if one.candidates else ""
            return Piece(one.text, "phone", f"{one.e164}{others}", one.rule, f"phone:{one.e164}")
        case Price():
            bounds = "–".join(grouped(bound) for bound in dict.fromkeys((one.min, one.max)) if bound is not None)
            per = f" per {one.per}" if one.per else ""
            return Piece(one.text, "price", f"{bounds} {one.currency}{per}", one.rule)
        case Place():
            return Piece(one.text, "place", f"{one.name}, {one.country} ({one.kind})", one.rule, f"place:{one.id}")
        case Handle():
            return Piece(one.text, "handle", f"{one.platform} {one.name}", one.rule, f"handle:{one.name}")
        case _:
            raise TypeError(f"{type(one).__name__} cannot be marked")
