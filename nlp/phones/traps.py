"""What looks like a phone and is none: dates, times, IBANs, account and order numbers, coordinates, links."""

from __future__ import annotations

import re
from functools import lru_cache

from nlp.phones.tables import alternatives, words

_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d\d"
_SHAPES = (
    rf"(?<![\d./-]){_DAY}(?P<d>[./-]) ?{_MONTH}(?P=d) ?(?:{_YEAR}|\d\d)(?![\d/-]|\.\d| \d{{2,3}} )",  # 12.03.2026
    rf"(?<![\d./-]){_YEAR}(?P<y>[./-]){_MONTH}(?P=y){_DAY}(?![\d/-]|\.\d)",  # 2026-03-12
    r"(?<![\d:])(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\d:])",  # 18:30
    r"(?<![^\W_])[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2,7}(?: ?\d{1,3})?(?![^\W_])",  # IBAN: XK05 1212 0123 4567 8906
    r"(?<!\d)\d{3}-\d{4,13}-\d{2}(?!\d)",  # account numbers of former Yugoslavia: 160-0000001234567-89
    r"(?<![\d.])-?\d{1,3}\.\d{4,}(?:, ?-?\d{1,3}\.\d{4,})?(?!\d)",  # coordinates: 42.6629, 21.1655
    r"[#№] ?[a-z]{0,3}-?\d[\d-]*",  # №123456
    r"(?<![^\s@])[^\s@]{1,64}@[\w-]{1,63}\.\w{1,20}",  # mail addresses
    r"(?:https?://|www\.)[^\s]+|(?<![\w@.-])[a-z0-9-]{1,63}\.(?:com|net|org|info|me|de|at|rs|al|mk|ba|hr|tr|bg|hu|ro|gr)/[^\s]*",
    r"(?<![^\W_])(?:\d{1,3}[.,])?\d{1,3}[.,]\d{3}[.,]\d{2}(?!\d)",  # 2.500,00
)
_DIGIT = re.compile(r"\d")
_OUTSIDE = re.compile("|".join(f"(?:{shape})" for shape in _SHAPES))
_TRAP = (
    r"(?<![^\W_])(?:{labels})(?: ?(?:nr|no|br|бр|номер|nummer|number|numarasi|szam)\b)?"
    r"[ .:#=]{{0,4}}([a-z]{{0,4}}[-/ ]?\d[\d/. -]{{0,40}}\d)"
)


@lru_cache(maxsize=1)
def _labelled() -> re.Pattern[str]:
    return re.compile(_TRAP.format(labels=alternatives(words().traps)))


@lru_cache(maxsize=2)  # phones and prices of one text ask one after the other
def traps(plain: str) -> tuple[tuple[int, int], ...]:
    """Spans of `plain` in which no phone is looked for, in order of their starts."""
    if _DIGIT.search(plain) is None:
        return ()
    shapes = [match.span() for match in _OUTSIDE.finditer(plain)]
    return tuple(sorted([*shapes, *(match.span(1) for match in _labelled().finditer(plain))]))
