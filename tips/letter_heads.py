"""Leaves out of a text the heads of letters in it: quoted headers, "X wrote:", a web form's contact fields."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from tips.columns import known_roles
from tips.names import folded
from tips.wordings import plain, wordings

_LONGEST_LABEL = 40
_LONGEST_INTRODUCTION = 200
_INTRODUCTION = re.compile(r"@[^\s@]+.*:\s*")  # "On Tuesday, X <x@example.org> wrote:"
_QUOTED = re.compile(r"[>|\s*]*")


def bare(line: str) -> str:
    """`line` without the marks of a quotation before it."""
    return line[_QUOTED.match(line).end() :].rstrip()  # type: ignore[union-attr]


def without_heads(lines: Sequence[str]) -> list[str]:
    """`lines` without the headers of quoted letters and the lines that introduce a quotation."""
    return _without_introductions(_without_letter_headers(lines))


def without_form_contacts(lines: Sequence[str]) -> list[str]:
    """`lines` without the fields of a form that say who filled it in, where at least two stand in one block.

    One alone ("Telefon: …") may be the number that was seen; a form asks for name, mail and phone together.
    """
    kept: list[str] = []
    for labelled, group in groupby(lines, lambda line: bool(_label(line))):
        block = list(group)
        if labelled and sum(map(_is_contact, block)) > 1:
            block = [line for line in block if not _is_contact(line)]
        kept += block
    return kept


def _without_letter_headers(lines: Sequence[str]) -> list[str]:
    kept: list[str] = []
    for headed, group in groupby(lines, lambda line: bool(_header(line))):
        block = list(group)
        if not (headed and _is_letter_head(block)):
            kept += block
    return kept


def _label(line: str) -> str:
    name, colon, _ = bare(line)[: _LONGEST_LABEL + 1].replace("*", "").partition(":")
    return name.strip() if colon else ""


def _header(line: str) -> str:
    name = plain(_label(line))
    return name if name in wordings().headers or name in wordings().letter_headers else ""


def _is_letter_head(block: Sequence[str]) -> bool:
    """Whether a block of header lines is a letter's: "Od: Beograd, Do: Beč" below each other is a route."""
    if any("@" in line for line in block):
        return True
    return len(block) > 1 and any(_header(line) in wordings().letter_headers for line in block)


def _is_contact(line: str) -> bool:
    return known_roles().get(folded(_label(line))) == "reporter"


def _without_introductions(lines: Sequence[str]) -> list[str]:
    kept: list[str] = []
    for line in lines:
        said = bare(line)
        if len(said) > _LONGEST_INTRODUCTION or not said.endswith(":") or not _INTRODUCTION.search(said):
            kept.append(line)
        elif said.startswith("<") and kept:
            kept.pop()  # the name stands before the address, on the line above
    return kept
