"""Words and pictograms that say that a number is a phone: before it, behind it, or glued to it."""

from __future__ import annotations

import re
from functools import lru_cache

from nlp.phones.tables import words
from nlp.phrases import PhraseTable
from nlp.reading import fold

_BEFORE, _BEHIND = 28, 14  # characters around a number in which a label is looked for
_PICTOGRAM = re.compile("[📞☎📱📲✆🤙💬📳]")
_SIGN = re.compile("[^\\W\\d_]|[📞☎📱📲✆🤙💬📳]")  # without letters and pictograms there is no label
_GLUED_BEFORE, _GLUED_BEHIND = re.compile(r"[^\W\d_]+\Z"), re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=1)
def _labels() -> PhraseTable:
    return PhraseTable((fold(label), "label") for label in words().labels)


def labelled_before(plain: str, start: int) -> bool:
    """Whether a label stands before `start`, on the same line."""
    begin = max(0, start - _BEFORE)
    return _labelled(plain, max(begin, plain.rfind("\n", begin, start) + 1), start)


def labelled_behind(plain: str, end: int) -> bool:
    """Whether a label stands behind `end`, on the same line."""
    line_ends = plain.find("\n", end, end + _BEHIND)
    return _labelled(plain, end, line_ends if line_ends >= 0 else min(len(plain), end + _BEHIND))


def _labelled(plain: str, start: int, end: int) -> bool:
    if _SIGN.search(plain, start, end) is None:
        return False
    return bool(_PICTOGRAM.search(plain, start, end)) or next(_labels().find(plain, start, end), None) is not None


def free_before(plain: str, start: int) -> bool:
    """No letters are glued to the number but a label ("tel044123456")."""
    return _is_label(_GLUED_BEFORE.search(plain, max(0, start - _BEFORE), start))


def free_behind(plain: str, end: int) -> bool:
    """No letters are glued to the number but a label ("044123456viber")."""
    return _is_label(_GLUED_BEHIND.match(plain, end, end + _BEHIND))


def _is_label(glued: re.Match[str] | None) -> bool:
    if glued is None:
        return True
    mention = next(_labels().find(glued[0], 0, len(glued[0])), None)
    return mention is not None and mention.end - mention.start == len(glued[0])
