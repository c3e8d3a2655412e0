"""Names of saved queries where no personal data may stand: three digits of a number, no handle."""

from __future__ import annotations

import re

_KEPT = 3  # digits: enough to tell one's own searches apart
#: With a plus or a nought before it, or without where it is too long for two years, a span of prices, or a date.
_NUMBER = re.compile(
    r"""(?<!\d)
    (?!\d{1,2}[./-]\d{1,2}[./-]\d{4}(?!\d))            # 01.02.2026
    (?: (?:\+|00?)[ ()/.-]*(?:\d[ ()/.-]{0,3}){5,}\d   # +383 44 123 456, 044/123-456
      | \(?(?:\d[ ()/.-]{0,3}){8,}\d )                 # 38344123456
    (?!\d)""",
    re.VERBOSE,
)
_HANDLE = re.compile(r"(?<![\w.])@[\w.]{2,}|(?<=\bhandle:)[^\s\"]+|(?<=\bhandle:\")[^\"]+", re.IGNORECASE)


def neutral(words: str) -> str:
    """The words without whole telephone numbers and handles."""
    return _HANDLE.sub(_without_handle, _NUMBER.sub(_shortened, words))


def _shortened(found: re.Match[str]) -> str:
    return "…" + "".join(one for one in found[0] if one.isdigit())[-_KEPT:]


def _without_handle(found: re.Match[str]) -> str:
    return "@…" if found[0].startswith("@") else "…"
