"""What looks like a phone and is none: dates, times, IBANs, account and order numbers, coordinates, links."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from functools import lru_cache
from typing import NamedTuple

from nlp.digits import runs_of
from nlp.phones.tables import alternatives, words
from nlp.phrases import Mention, PhraseTable
from nlp.reading import fold

Span = tuple[int, int]

_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d\d"
_BOTH = rf"{_DAY}(?P<r>[./]) ?{_MONTH}\.? ?- ?{_DAY}(?P=r) ?{_MONTH}(?P=r) ?{_YEAR}"
_FIGURES = (  # each begins with a figure, so that they are tried only where figures begin
    rf"(?<![\d./-]){_DAY}(?P<d>[./-]) ?{_MONTH}(?P=d) ?(?:{_YEAR}|\d\d)(?![\d/-]|\.\d| \d{{2,3}} )",  # 12.03.2026
    rf"(?<![\d./-]){_YEAR}(?P<y>[./-]){_MONTH}(?P=y){_DAY}(?![\d/-]|\.\d)",  # 2026-03-12
    rf"(?<![\d./-]){_BOTH}(?![\d/-]|\.\d)",  # 15.03.-22.03.2026
    rf"(?<![\d./-]){_DAY}\. ?{_MONTH}\. ?- ?{_DAY}\. ?{_MONTH}\.(?!\d)",  # 05.03.-12.03.
    r"(?<!:)(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\d:])",  # 18:30
    r"0\d\.[0-5]\d ?- ?[012]\d\.[0-5]\d(?![\d.-])",  # 08.00-17.00
    rf"\d[\d-]{{2,20}}/{_YEAR}(?![\d/.-]| ?\d)",  # cases: 064-1234567/2025
    rf"\d{{2,7}}/(?:\d{{1,7}}/{_YEAR}(?!\d)|{_YEAR}-\d{{1,3}}(?!\d))",  # 06/1432/2025, 041/2025-12
    r"\d{3}-\d{4,13}-\d{2}(?!\d)",  # account numbers of former Yugoslavia: 160-0000001234567-89
    r"(?<!\.)(?!0\d)\d{1,3}\.\d{4,}(?:, ?-?\d{1,3}\.\d{4,})?(?!\d|\.\d{3})",  # coordinates: 42.6629, 21.1655
)
_FIGURE = re.compile("|".join(f"(?:{shape})" for shape in _FIGURES))
_MONEY = re.compile(r"(?:\d{1,3}[.,])?\d{1,3}[.,]\d{3}[.,]\d{2}(?!\d)")  # 2.500,00
_IBAN = re.compile(r"(?<![^\W_])[a-z]{2}(?!0[01])\d{2}(?: ?[a-z0-9]{4}){3,7}(?: ?[a-z0-9]{1,3})?(?![^\W_])")
_LISTED = re.compile(r"[#№] ?(?:[a-z]{1,3}-?)?\Z")
_LISTED_NUMBER = re.compile(r"\d[\d-]*")
_MAIL_HOST = re.compile(r"@[\w-]{1,63}\.\w{1,20}")
_LONGEST_NAME = 64  # characters before the @ of a mail address (RFC 5321)
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s]+"
    r"|(?<![\w@.-])[a-z0-9-]{1,63}\.(?:com|net|org|info|me|de|at|rs|al|mk|ba|hr|tr|bg|hu|ro|gr)/[^\s]*"
)
_LONGEST_WORD = 12  # characters of a word for "number" with its signs
_DIGITS = r"([a-z]{0,4}[-/ ]?\d[\d/. -]{0,40}\d)"


class _Numbered(NamedTuple):
    """What may stand behind the label of a number that is no phone, by the kind of label."""

    before: re.Pattern[str]  #: a word for "number", right before the label
    behind: dict[str, re.Pattern[str]]  #: what leads from the label to the number,
    number: dict[str, re.Pattern[str]]  #: and that with the number


@lru_cache(maxsize=1)
def _numbered() -> _Numbered:
    word = rf"(?: ?(?:{alternatives(words().numbers)})(?![^\W_]))"
    behind = {
        "trap": rf"(?![^\W_]){word}?[ .:#=]{{0,4}}",
        "document": rf"(?![^\W_])(?:{word}[ .:#=]{{0,4}}| ?[:#=№] ?)",
    }
    return _Numbered(
        re.compile(rf"(?<![^\W_]){word}[ .]{{1,2}}\Z"),
        {kind: re.compile(pattern) for kind, pattern in behind.items()},
        {kind: re.compile(pattern + _DIGITS) for kind, pattern in behind.items()},
    )


@lru_cache(maxsize=2)  # phones and prices of one text ask one after the other
def shapes(plain: str) -> tuple[Span, ...]:
    """Spans of `plain` that are dates, times, accounts, coordinates, addresses: neither phones nor prices."""
    found = list(_beginning_with_figures(plain))
    if "@" in plain:
        found += _mail_addresses(plain)
    if "/" in plain or "www." in plain:
        found += [match.span() for match in _LINK.finditer(plain)]
    return tuple(sorted(found)) if found else ()


def traps(plain: str) -> tuple[Span, ...]:
    """Spans of `plain` in which no phone is looked for, in order of their starts."""
    found = [*shapes(plain), *_labelled(plain)]
    if "," in plain:
        found += [match.span() for start, _ in runs_of(plain) if (match := _MONEY.match(plain, start))]
    return tuple(sorted(found))


def _beginning_with_figures(plain: str) -> Iterator[Span]:
    end, lists = 0, "#" in plain or "№" in plain
    for start, _ in runs_of(plain):
        if start < end:
            continue
        match = _FIGURE.match(plain, start)
        if match is None and start > 1 and plain[start - 1].isalpha():
            match = _IBAN.match(plain, start - 2)
        if match is None and lists and _LISTED.search(plain, max(0, start - 6), start):
            match = _LISTED_NUMBER.match(plain, start)
        if match:
            yield match.span()
            end = match.end()


def _mail_addresses(plain: str) -> Iterator[Span]:
    for host in _MAIL_HOST.finditer(plain):
        start = max(0, host.start() - _LONGEST_NAME)
        before = [plain.rfind(sign, start, host.start()) + 1 for sign in (" ", "\n", "@")]
        yield max(start, *before), host.end()


@lru_cache(maxsize=1)
def _labels() -> PhraseTable:
    kinds = (("trap", words().traps), ("document", words().documents))
    return PhraseTable((fold(label), kind) for kind, labels in kinds for label in labels)


def _labelled(plain: str) -> Iterator[Span]:
    if _labels().absent(plain):
        return
    for mention in _labels().find(plain, 0, len(plain)):
        match = _numbered().number[_kind(plain, mention)].match(plain, mention.end)
        if match:
            yield match.span(1)


def _kind(plain: str, mention: Mention) -> str:
    """Whether the number of a document is spoken of: "br. pasoša"."""
    before = plain[max(0, mention.start - _LONGEST_WORD) : mention.start]
    return "trap" if mention.kind == "trap" or _numbered().before.search(before) else mention.kind


def trap_ends(plain: str, said: Container[int]) -> list[int]:
    """Where that would begin which a label says is no phone, if it were said in words.

    What begins at one of `said` is a number word and no label: Romanian "doi" is two.
    """
    if _labels().absent(plain):
        return []
    return [
        match.end()
        for mention in _labels().find(plain, 0, len(plain))
        if mention.start not in said and (match := _numbered().behind[_kind(plain, mention)].match(plain, mention.end))
    ]
