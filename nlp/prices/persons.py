"""Whom or what each price of a text is for: a person, a family, a child, a leg of the journey, a group."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.prices.amounts import SHARED, Amount
from nlp.prices.tables import Phrases
from waymark.records import Per

_REACH = 60  # characters around a price in which such words are looked for
_LEAD = 32  # characters between such a word and the price it announces
_COMMA = re.compile(r"[ ,(/\-]*")
_JUST_BEHIND = re.compile(r" ?/? ?")
_CLAUSE_ENDS = re.compile(r" ?(?:[.,;!)\n]|\Z)")
_SENTENCE_ENDS = re.compile(r"[!?\n]")
_PER: dict[str, Per] = {
    "person": "person", "behind": "person", "family": "family", "child": "child", "leg": "leg", "group": "group"
}  # fmt: skip
_STOP = re.compile(r"[,;.:!?|\n()/]| - ")


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    per: Per


def assign(plain: str, amounts: Sequence[Amount], words: Phrases) -> list[Per | None]:
    """For each amount, in order, what it is for; None where nothing says so."""
    found: list[Per | None] = [None] * len(amounts)
    announced: list[bool] = [False] * len(amounts)  # said before the price, so it may hold for those that follow
    for gap in range(len(amounts) + 1 if amounts else 0):
        left = amounts[gap - 1] if gap else None
        right = amounts[gap] if gap < len(amounts) else None
        for mention, to_left in _claims(plain, left, right, words):
            at = gap - 1 if to_left else gap
            if found[at] is None:
                found[at], announced[at] = mention.per, not to_left
    _inherit(plain, amounts, found, announced)
    return found


def _claims(plain: str, left: Amount | None, right: Amount | None, words: Phrases) -> list[tuple[_Mention, bool]]:
    """The mentions between two amounts, each with whether it belongs to the left one."""
    start = left.end if left else max(0, (right.start if right else 0) - _REACH)
    end = right.start if right else min(len(plain), start + _REACH)
    if left and right and end - start > 2 * _REACH:
        return [
            *_claims(plain, left, None, words),
            *[(mention, False) for mention in _mentions(plain, end - _REACH, end, words, None)][-1:],
        ]
    mentions = _mentions(plain, start, end, words, left)
    if not mentions:
        return []
    if left is None:
        return [(mentions[-1], False)]
    if right is None:
        return [(mentions[0], True)] if _follows(plain, start, mentions[0]) else []
    return _divide(plain, start, end, mentions)


def _follows(plain: str, start: int, mention: _Mention) -> bool:
    """Whether a mention behind a price is about it: in its clause, or in a clause of its own ("…, per person.")."""
    if not _STOP.search(plain, start, mention.start):
        return True
    alone = _COMMA.fullmatch(plain, start, mention.start) and _CLAUSE_ENDS.match(plain, mention.end)
    return bool(alone) and mention.per != "child"  # "2500 €, children" goes on: free, half


def _divide(plain: str, start: int, end: int, mentions: list[_Mention]) -> list[tuple[_Mention, bool]]:
    first, last = mentions[0], mentions[-1]
    leads = end - last.end <= _LEAD and not _SENTENCE_ENDS.search(plain, last.end, end)
    if _follows(plain, start, first):
        return [(first, True), (last, False)] if last is not first and leads else [(first, True)]
    return [(last, False)] if leads else []  # "2500 €, children 1200 €"


def _mentions(plain: str, start: int, end: int, words: Phrases, left: Amount | None) -> list[_Mention]:
    found = []
    for mention in words.per.find(plain, start, end):
        far = mention.kind == "behind" and (left is None or not _JUST_BEHIND.fullmatch(plain, left.end, mention.start))
        if not far and not _is_count(plain, mention.start, start):
            found.append(_Mention(mention.start, mention.end, _PER[mention.kind]))
    return found


def _is_count(plain: str, at: int, start: int) -> bool:
    """Whether a figure says how many: "3 persons" is no price a person."""
    before = re.search(r"(\d+) ?\Z", plain[max(start, at - 6) : at])
    return bool(before and before[1] != "1")


def _inherit(plain: str, amounts: Sequence[Amount], found: list[Per | None], announced: list[bool]) -> None:
    """Prices of one line share what is said once: before the first ("per person: Wien 2500 €, Berlin 3000 €") or
    behind the last ("Wien 2500 €, Berlin 3000 € per person")."""
    for at in range(1, len(amounts)):
        goes_on = announced[at - 1] or amounts[at].rule == SHARED
        if found[at] is None and goes_on and not _ends(plain, amounts[at - 1].end, amounts[at].start):
            found[at], announced[at] = found[at - 1], True
    for at in range(len(amounts) - 2, -1, -1):
        said_last = found[at] is None and found[at + 1] == "person" and not announced[at + 1]
        if said_last and not _ends(plain, amounts[at].end, amounts[at + 1].start):
            found[at] = found[at + 1]


def _ends(plain: str, start: int, end: int) -> bool:
    """Whether a sentence ends between two prices, or they are too far apart to belong to one list."""
    return end - start > _REACH or bool(re.search(r"[.!?](?=\s)|\n", plain[start:end]))
