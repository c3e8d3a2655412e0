"""Finds phones: in links, and in chains of digit groups."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nlp.phones.atoms import Atom
from nlp.phones.context import Context
from nlp.phones.cutting import MOST_ATOMS, Cutting, Number, marked_at
from nlp.phones.plan import LONGEST, SHORTEST, international
from nlp.reading import Reading
from waymark.records import Phone

_LINK = re.compile(
    r"(?:wa\.me/|(?:api\.|web\.)?whatsapp\.com/send/?\?phone=|whatsapp://send/?\?phone=|viber://(?:chat|add|contact)/?\?number="
    r"|signal\.me/#p/|t\.me/|callto:|tel:|sms:)(?:%2b|\+|00)?(?P<digits>[1-9]\d(?:[ ().-]?\d){5,13})(?!\d)"
)
_BUDGET, _PER_CHARACTERS = 2_000, 8  # readings tried: no text costs more than its length allows


def links(reading: Reading) -> Iterator[Phone]:
    """Numbers in wa.me, viber://, tel: and the like: always international."""
    for match in _LINK.finditer(reading.plain):
        meaning = international(re.sub(r"\D", "", match["digits"]))
        if meaning:
            yield _phone(reading, *match.span("digits"), Number(meaning, 0.99, (), "link"))


def with_country_code(found_chains: Sequence[list[Atom]]) -> set[str]:
    """Countries of the numbers in the text that are written with + or 00."""
    found = set()
    for chain in found_chains:
        for first in range(len(chain)):
            marked, skip = marked_at(chain, first)
            if not marked:
                continue
            digits = "".join(atom.digits for atom in chain[first : first + MOST_ATOMS])[skip:]
            for length in range(LONGEST, SHORTEST, -1):
                meaning = international(digits[:length])
                if meaning and meaning.country:
                    found.add(meaning.country)
                    break
    return found


def find_phones(reading: Reading, found_chains: Sequence[list[Atom]], where: Context) -> Iterator[Phone]:
    """The phones in the chains of `reading`; `where` says whose national formats to expect."""
    linked = list(links(reading))
    taken = {phone.start for phone in linked}
    yield from linked
    budget = _BUDGET + len(reading.plain) // _PER_CHARACTERS
    for chain in found_chains:
        if sum(len(atom.digits) for atom in chain) < SHORTEST:
            continue
        cutting = Cutting(reading.plain, chain, where, budget)
        for first, last, number in cutting.best():
            phone = _phone(reading, chain[first].begin, chain[last].end, number)
            if phone.start not in taken:
                yield phone
        budget -= cutting.tried
        if budget <= 0:
            return


def _phone(reading: Reading, start: int, end: int, number: Number) -> Phone:
    first, last = reading.span(start, end)
    return Phone(
        text=reading.given[first:last], start=first, end=last, rule=number.rule, e164=number.meaning.e164,
        country=number.meaning.country, confidence=round(number.confidence, 2), candidates=number.candidates,
    )  # fmt: skip
