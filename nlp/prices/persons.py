"""Whom or what each price of a text is for: a person, a family, a child, a leg of the journey, a group."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from nlp.numerals.quantities import Quantity
from nlp.phrases import Mention
from nlp.prices.amounts import Amount
from nlp.prices.mentions import Mentions
from nlp.prices.money import Money
from nlp.prices.sharing import SHARED, STATED
from nlp.prices.tables import Phrases, signs
from waymark.records import Per

_REACH = 48  # characters around a price in which such words are looked for
_BESIDE = 4  # characters between them that separate nothing: ": ", " - "
_NEAR_FAMILY = 16
_FAR_BEHIND, _FAR_BEFORE = 40, 32  # how far "per person" may stand from its price
_NEAR_BEHIND, _NEAR_BEFORE = 14, 26  # how far a bare "family" may
_BESIDE_STATED = 28  # characters between it and "per person" that holds for all
_LIST = 45  # characters between two prices of one list
_PER: dict[str, Per] = {
    "person": "person", "behind": "person", "family": "family", "child": "child", "leg": "leg", "group": "group"
}  # fmt: skip
_AFTER_FIGURES = re.compile(r"(?<=\d)\.(?=\s)")
_OF_NONE = ("none", "car")  # what says of no price whom it is for
_COMMA = re.compile(r",|\.(?=\d)|(?<=[^\W_]{4})\.| - ")
_LEADS = re.compile(r"[ :=(>-]*")
_JUST_COMMA = re.compile(r"[ ,(/\-]*")
_SENTENCE_ENDS_BETWEEN = re.compile(r"[.!?؟](?=\s)|[\n۔]")
_CLAUSE_ENDS = re.compile(r" ?(?:[.,;!)\n]|\Z)")


class _Claim(NamedTuple):
    """That a mention says what an amount is for."""

    strength: float
    amount: int
    mention: int
    per: Per
    announced: bool  #: it is said before the price, with a colon: it may hold for those that follow


def _order(claim: _Claim) -> tuple[bool, bool, float, int]:
    """Whom it is for is said first, then which leg; "po" says least."""
    return claim.mention < 0, claim.per == "leg", -claim.strength, claim.amount


def assign(
    plain: str,
    amounts: Sequence[Amount],
    quantities: Sequence[Quantity],
    mentions: Mentions,
    words: Phrases,
    stated: Sequence[Money] = (),
) -> list[Per | None]:
    """For each amount, in order, what it is for; None where nothing says so. `stated`: currencies said once for all."""
    found: list[Per | None] = [None] * len(amounts)
    announced = [False] * len(amounts)
    used: set[int] = set()
    claims = _Claims(plain, quantities, mentions, words).of(amounts)
    for claim in sorted(claims, key=_order):
        if found[claim.amount] is None and claim.mention not in used:
            found[claim.amount], announced[claim.amount] = claim.per, claim.announced
            used.add(claim.mention)
    _inherit(plain, amounts, found, announced, mentions)
    if _stated_for_each(amounts, mentions, stated):
        return [
            per or ("person" if amount.rule == STATED else None) for per, amount in zip(found, amounts, strict=True)
        ]
    return found


def _stated_for_each(amounts: Sequence[Amount], mentions: Mentions, stated: Sequence[Money]) -> bool:
    """Whether "per person" stands beside a currency that holds for all prices: "(all in euros, per head)"."""
    return any(amount.rule == STATED for amount in amounts) and any(
        mention.kind == "person"
        for money in stated
        for mention in mentions.within(max(0, money.start - _BESIDE_STATED), money.end + _BESIDE_STATED)
    )


class _Claims:
    """Finds what the mentions around amounts say of them."""

    def __init__(self, plain: str, quantities: Sequence[Quantity], mentions: Mentions, words: Phrases) -> None:
        self._plain, self._mentions, self._words = plain, mentions, words
        self._counts = {quantity.end: quantity for quantity in quantities if quantity.value != 1}

    def of(self, amounts: Sequence[Amount]) -> Iterator[_Claim]:
        """All claims, in no order."""
        for at, amount in enumerate(amounts):
            floor = max(amounts[at - 1].end if at else 0, amount.start - _REACH)
            ceiling = min(amounts[at + 1].start if at + 1 < len(amounts) else len(self._plain), amount.end + _REACH)
            yield from self._before(at, amount, floor)
            yield from self._behind(at, amount, ceiling)
            if self._each(amount):
                yield _Claim(30.0, at, -at - 1, "person", announced=False)

    def _each(self, amount: Amount) -> bool:
        """Whether "po" stands before it: apiece, unless it is a litre's price."""
        apiece = self._words.apiece.search(self._plain, max(0, amount.start - 6), amount.start)
        return apiece is not None and not self._words.litre.match(self._plain, amount.end)

    def _before(self, at: int, amount: Amount, floor: int) -> Iterator[_Claim]:
        for mention in self._mentions.within(floor, amount.start):
            gap = amount.start - mention.end
            between = self._plain[mention.end : amount.start]
            if mention.kind in _OF_NONE or _COMMA.search(between):
                continue
            if _sentence_ends().search(self._plain, mention.end, amount.start):
                continue
            if self._count(mention):
                if gap <= _BESIDE and mention.kind in ("person", "behind"):
                    yield _Claim(40.0, at, mention.start, "group", announced=False)
                continue
            explicit = _explicit(self._plain, mention)
            if gap <= _BESIDE and _LEADS.fullmatch(between) and (mention.kind != "behind" or gap <= 1):
                yield _Claim(92.0 + explicit, at, mention.start, _PER[mention.kind], explicit or ":" in between)
            elif mention.kind != "behind" and gap <= self._reach_before(mention, explicit=explicit):
                strength = (60.0 if explicit else 45.0) - gap
                yield _Claim(strength, at, mention.start, _PER[mention.kind], announced=":" in between)

    def _reach_before(self, mention: Mention, *, explicit: bool) -> int:
        """How far before its price a mention may stand: of families and children, texts tell for other reasons too."""
        if mention.kind in ("family", "child"):
            return _NEAR_FAMILY
        return _FAR_BEFORE if explicit else _NEAR_BEFORE

    def _behind(self, at: int, amount: Amount, ceiling: int) -> Iterator[_Claim]:
        for mention in self._mentions.within(amount.figures_end, ceiling):
            gap = max(0, mention.start - amount.end)  # none where the currency follows: "800 per head, euros"
            between = self._plain[amount.end : mention.start]
            if mention.kind in _OF_NONE:
                continue
            if self._ends_behind(amount, mention):
                return
            count = self._count(mention)
            if count and not (amount.start <= count.start and count.end <= amount.end):
                if gap <= 2 * _BESIDE and mention.kind in ("person", "behind"):
                    yield _Claim(35.0, at, mention.start, "group", announced=False)
                continue
            strength = self._strength_behind(mention, between, gap)
            if strength:
                yield _Claim(strength, at, mention.start, _PER[mention.kind], announced=False)

    def _ends_behind(self, amount: Amount, mention: Mention) -> bool:
        """Whether a sentence ends between a price and what stands behind it; "2500 eur. Po osobi" goes on."""
        first = _sentence_ends().search(self._plain, amount.end, mention.start) or _AFTER_FIGURES.match(
            self._plain, amount.end, mention.start
        )
        if first is None:
            return False
        goes_on = first.start() == amount.end and first[0] == "." and mention.start - first.end() <= 1
        return not (goes_on and mention.kind == "person" and _explicit(self._plain, mention))

    def _strength_behind(self, mention: Mention, between: str, gap: int) -> float:
        explicit = _explicit(self._plain, mention)
        if _COMMA.search(between):
            alone = _JUST_COMMA.fullmatch(between) and _CLAUSE_ENDS.match(self._plain, mention.end)
            return 40.0 if alone and mention.kind not in ("child", "behind") else 0.0  # "2500 €, children" goes on
        if gap <= _BESIDE:
            return 100.0 if explicit else 90.0
        if mention.kind != "behind" and gap <= (_FAR_BEHIND if explicit else _NEAR_BEHIND):
            return (70.0 if explicit else 50.0) - gap
        return 0.0

    def _count(self, mention: Mention) -> Quantity | None:
        """The number that says how many: "3 persons" is no price a person."""
        glued = self._counts.get(mention.start)
        spaced = self._plain[mention.start - 1 : mention.start] == " "
        return glued or (self._counts.get(mention.start - 1) if spaced else None)


def _explicit(plain: str, mention: Mention) -> bool:
    """Whether it says "per" too ("per person", "/os"), and not only "person"."""
    return " " in plain[mention.start : mention.end] or not plain[mention.start].isalnum()


def _inherit(
    plain: str, amounts: Sequence[Amount], found: list[Per | None], announced: list[bool], mentions: Mentions
) -> None:
    """Prices of one line share what is said once: before the first ("per person: Wien 2500 €, Berlin 3000 €") or
    behind the last ("Wien 2500 €, Berlin 3000 € per person"). A private car's price takes none from its neighbours."""

    def apart(at: int) -> bool:
        between = mentions.within(amounts[at - 1].end if at else 0, amounts[at].start)
        return any(mention.kind == "car" for mention in between)

    for at in range(1, len(amounts)):
        goes_on = announced[at - 1] or (amounts[at].rule == SHARED and found[at - 1] == "person")
        if found[at] is None and goes_on and not (_ends(plain, amounts[at - 1].end, amounts[at].start) or apart(at)):
            found[at], announced[at] = found[at - 1], True
    for at in range(len(amounts) - 2, -1, -1):
        said_last = found[at] is None and found[at + 1] == "person" and not announced[at + 1]
        if said_last and not (_ends(plain, amounts[at].end, amounts[at + 1].start) or apart(at)):
            found[at] = found[at + 1]


def _ends(plain: str, start: int, end: int) -> bool:
    """Whether a sentence ends between two prices, or they are too far apart to belong to one list."""
    return end - start > _LIST or bool(_SENTENCE_ENDS_BETWEEN.search(plain[start:end]))


@lru_cache(maxsize=1)
def _sentence_ends() -> re.Pattern[str]:
    """Where a sentence ends: "god.", "лв." and "J." end none, nor does "pers."; what is written out does, and a sign:
    "2500 lei. ", "2500 €. "."""
    sign = rf"(?<=[{re.escape(signs())}])"
    word = r"(?<=[^\W\d_]{4})(?<!pers)(?<!pass)"
    return re.compile(rf"[!?;\n|۔؟؛]|(?:{word}|(?<=\d{{4}})|{sign}|(?<=\b(?:eur|usd|gbp|lei|lek)))\.(?=\s)")
