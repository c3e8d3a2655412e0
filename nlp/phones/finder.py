"""Finds phones: in links, and in chains of digit groups."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from nlp.phones.atoms import Atom
from nlp.phones.context import Context
from nlp.phones.cutting import MOST_ATOMS, Cutting, Number, marked_at
from nlp.phones.endings import told, twins
from nlp.phones.grouping import LEAST_GAIN, doubtful, likely, regroupings, without_ending
from nlp.phones.plan import LONGEST, SHORTEST, Meaning, international
from nlp.phones.spoken import Said
from nlp.reading import Reading
from waymark.records import Phone

_LINK = re.compile(
    r"(?:wa ?\. ?me ?/ ?|(?:api\.|web\.)?whatsapp\.com/send/?\?phone=|whatsapp://send/?\?phone="
    r"|viber://(?:chat|add|contact)/?\?number=|viber\.click/|signal\.me/#p/|t\.me/|callto:|tel:|sms:)"
    r"(?:%2b|\+|00)?(?P<digits>[1-9]\d(?:[ ().-]?\d){5,13})(?!\d)"
)
_LINK_SIGNS = re.compile(r"me ?/|=|click/|tel:|sms:|callto:")  # no link is without one
_BY_ENDING = 0.8
MOST = 50_000  # phones of one text: more stand in no ad or tip, and would only fill the memory
_BUDGET, _PER_CHARACTERS = 2_000, 12  # readings tried: no text costs more than its length allows


def links(reading: Reading) -> list[Phone]:
    """Numbers in wa.me, viber://, tel: and the like: always international."""
    plain = reading.plain
    if ("/" not in plain and ":" not in plain) or _LINK_SIGNS.search(plain) is None:
        return []
    return [
        _phone(reading, *match.span("digits"), Number(meaning, 0.99, (), "link"))
        for match in islice(_LINK.finditer(plain), MOST)
        if (meaning := international(re.sub(r"\D", "", match["digits"])))
    ]


def with_country_code(plain: str, found_chains: Sequence[list[Atom]]) -> tuple[str, ...]:
    """Countries of the numbers in the text that are written with + or 00, in the order of their codes."""
    if "+" not in plain and "00" not in plain:
        return ()
    return tuple(sorted({country for chain in found_chains for country in _countries(chain)}))


def _countries(chain: list[Atom]) -> Iterator[str]:
    for first, atom in enumerate(chain):
        if atom.plus is None and atom.digits[0] != "0":
            continue
        marked, skip = marked_at(chain, first)
        if not marked:
            continue
        digits = "".join(atom.digits for atom in chain[first : first + MOST_ATOMS])[skip : skip + LONGEST]
        for length in range(len(digits), SHORTEST, -1):
            meaning = international(digits[:length])
            if meaning and meaning.country:
                yield meaning.country
                break


def find_phones(
    reading: Reading,
    found_chains: Sequence[list[Atom]],
    where: Callable[[list[Atom]], Context],
    taken: set[int],
    apart: Callable[[], Sequence[Said]],
) -> Iterator[Phone]:
    """The phones in the chains of `reading`.

    `where` says whose formats to expect in one, `taken` where links are, `apart` what is said in words of a number
    each.
    """
    budget = _BUDGET + len(reading.plain) // _PER_CHARACTERS
    in_words, listed = told(reading.plain), 0
    for given in found_chains:
        chain, cutting, found = _cut(reading.plain, given, where(given), budget, apart)
        for first, last, number in found:
            phone = _phone(reading, chain[first].begin, chain[last].end, number)
            if phone.start in taken:
                continue
            yield phone
            end, group = chain[last].end, chain[last].digits
            for twin in twins(reading.plain, end, number.meaning, len(group), in_words=in_words):
                yield _phone(reading, twin.start, twin.end, _like(number, twin.meaning))
        budget -= cutting.tried
        listed += len(found)
        if budget <= 0 or listed >= MOST:
            return


def _like(number: Number, meaning: Meaning) -> Number:
    """What is told of a number by its ending alone."""
    return Number(meaning, min(number.confidence, _BY_ENDING), (), "ending of the number before")


def _cut(
    plain: str, chain: list[Atom], where: Context, budget: int, apart: Callable[[], Sequence[Said]]
) -> tuple[list[Atom], Cutting, list[tuple[int, int, Number]]]:
    """The chain, in whatever grouping of its words it holds the likeliest numbers, how it was cut, and the numbers."""
    cutting = Cutting(plain, chain, where, budget)
    found = cutting.best()
    bare = without_ending(plain, chain)
    if bare:
        again = Cutting(plain, bare, where, budget - cutting.tried)
        numbers = again.best()
        again.tried += cutting.tried
        if again.score > cutting.score:
            return bare, again, numbers
        cutting.tried = again.tried
    if not doubtful(chain, found):
        return chain, cutting, found
    tried = cutting.tried
    for other in regroupings(chain, apart()):
        again = Cutting(plain, other, where, budget - tried)
        numbers = again.best()
        tried += again.tried
        if likely(numbers) and again.score > cutting.score + LEAST_GAIN:
            chain, cutting, found = other, again, numbers
        if tried >= budget:
            break
    cutting.tried = tried
    return chain, cutting, found


def _phone(reading: Reading, start: int, end: int, number: Number) -> Phone:
    first, last = reading.span(start, end)
    return Phone(
        text=reading.given[first:last], start=first, end=last, rule=number.rule, e164=number.meaning.e164,
        country=number.meaning.country, confidence=round(number.confidence, 2), candidates=number.candidates,
    )  # fmt: skip
