"""Countries written as flags or, between arrows, as codes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.directions.wording import Wording, is_arrow

_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_FIRST_LETTER = 0x1F1E6
#: Codes people write for countries beyond ISO 3166-1 alpha-2: plates, abbreviations.
_CODES = {
    "KS": "XK", "RKS": "XK", "SRB": "RS", "SLO": "SI", "SI": "SI", "HUN": "HU", "HU": "HU", "AT": "AT", "AUT": "AT",
    "DE": "DE", "GER": "DE", "HR": "HR", "CRO": "HR", "BIH": "BA", "BA": "BA", "RS": "RS", "XK": "XK", "MK": "MK",
    "NMK": "MK", "AL": "AL", "ALB": "AL", "GR": "GR", "TR": "TR", "TUR": "TR", "BG": "BG", "BUL": "BG", "RO": "RO",
    "ROU": "RO", "ITA": "IT", "IT": "IT", "FR": "FR", "UK": "GB", "GB": "GB", "CH": "CH", "NL": "NL", "BE": "BE",
    "MNE": "ME", "ME": "ME", "SK": "SK", "CZ": "CZ", "PL": "PL", "SE": "SE", "DK": "DK", "ES": "ES", "IR": "IR",
    "IQ": "IQ", "SY": "SY", "AF": "AF", "PK": "PK",
}  # fmt: skip

_WHEREVER = "UK"  # is nothing else

#: The codes as folded words: what is none of them need not be looked at.
FOLDED = frozenset(code.lower() for code in _CODES)


def flags(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and ISO code of each flag."""
    for found in _FLAG.finditer(text):
        yield *found.span(), "".join(chr(ord(half) - _FIRST_LETTER + ord("A")) for half in found[0])


def code_of(wording: Wording, at: int) -> str | None:
    """The country of which word `at` is a code: if an arrow joins it to a word or flag beside it; UK anywhere."""
    start, end = wording.spans[at]
    code = _CODES.get(wording.text[start:end])
    if code is None or wording.text[start:end] == _WHEREVER:
        return code
    joined_left = at > 0 and not wording.keys[at - 1].isdigit() and is_arrow(wording.gap(at - 1, at))
    joined_right = at + 1 < len(wording.spans) and is_arrow(wording.gap(at, at + 1))
    return code if joined_left or joined_right else None
