"""Which place a name in a question means, and which names it may be misspelt for.

The gazetteer knows a hundred thousand places by any of their names, so that almost every misspelling of a large one is
the name of some hamlet: that is refused, with the names it may have been meant for, instead of finding nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from string import ascii_lowercase

from nlp.gazetteer import Entry, Gazetteer
from nlp.gazetteer.folding import fold
from nlp.gazetteer.likelihood import likelihood
from waymark.errors import UsageError

_SHORTEST = 4  # letters of a name that is compared: among shorter ones every other is one letter away
#: Letters: what one slip makes of a name grows with the square of its length. Of 231,000 spellings in the gazetteer
#: eight are longer than the one (2026-11), none is longer than the other.
_LONGEST_COMPARED, _LONGEST = 60, 200
_LARGE = 15_000  # people: a place of that size that is spelled as it was asked for is meant
#: How much likelier another spelling must be, in powers of ten of people: a thousand times, or a hundred where the name
#: was found only by taking off an ending. Measured on the gazetteer (2026-11): of 500 places of 100,000 people and more
#: with one slip in their names, 420 are named in the refusal and 24 are taken for another place; of 1,500 that are
#: spelled right, none of 15,000 people and more is refused, and 27 of the smaller ones.
_MUCH_LIKELIER, _LIKELIER = 3.0, 2.0
_MOST_NAMED = 4
_SHOWN = 40  # characters of a name that is too long


def place_asked_for(option: str, name: str, gazetteer: Gazetteer) -> Entry:
    """The place of that name, or with that id (gn:786714).

    Raises UsageError naming `option`, the name, and the places it may have been meant for, where the gazetteer does not
    know it, or knows it only as a place that is hardly meant.
    """
    if len(name) > _LONGEST:
        raise UsageError(f"{option} {name[:_SHOWN] + '…'!r}: {len(name):,} characters are no name of a place")
    if by_id := gazetteer.entry(name.strip()):
        return by_id
    found = _found(name, gazetteer)
    close = _spelled_almost_so(name, gazetteer)
    if found is None:
        meant = f"; did you mean {_listed(close, gazetteer)}?" if close else "; try another spelling or a larger place"
        raise UsageError(f"{option} {name!r}: no such place in the gazetteer{meant}")
    if better := [entry for entry in close if _hardly_meant(found, entry, name, gazetteer)]:
        raise UsageError(
            f"{option} {name!r}: did you mean {_listed(better, gazetteer)}? "
            f"As it is written, {described(found, gazetteer)} would be taken for it: if that is meant, "
            f"ask for {found.id}"
        )
    return found


def country_asked_for(option: str, given: str, gazetteer: Gazetteer) -> Entry:
    """The country with that code (ISO 3166-1 alpha-2) or id, or with that name in any language; never a town in it.

    Raises UsageError naming `option`, what was given, and the country or place that may have been meant.
    """
    name = given.strip()
    if re.fullmatch(r"[A-Za-z]{2}", name):
        if country := gazetteer.countries().get(name.upper()):
            return country
        raise UsageError(f"{option} {given!r}: no country has that code (ISO 3166-1; Kosovo: XK); give its name")
    if len(name) > _LONGEST:
        raise UsageError(f"{option} {name[:_SHOWN] + '…'!r}: {len(name):,} characters are no name of a country")
    by_id = gazetteer.entry(name)
    named = (by_id,) if by_id else (*gazetteer.keyed(fold(name)), *gazetteer.named(name))
    if country := next((entry for entry in named if entry.kind == "country"), None):
        return country
    if close := [entry for entry in _spelled_almost_so(name, gazetteer) if entry.kind == "country"]:
        meant = f"did you mean {_listed(close, gazetteer)}?"
    elif named:
        place = max(named, key=likelihood)
        meant = f"did you mean --place {name}, which would be {described(place, gazetteer)}?"
    else:
        meant = "give its code (ISO 3166-1, such as RS) or its name in any language"
    raise UsageError(f"{option} {given!r}: no country has that name; {meant}")


def described(entry: Entry, gazetteer: Gazetteer) -> str:
    """A place for people: Vienna (city, Austria)."""
    if entry.kind == "country":
        return f"{entry.name} (country)"
    country = gazetteer.countries().get(entry.country)
    return f"{entry.name} ({entry.kind}, {country.name if country else entry.country})"


def _found(name: str, gazetteer: Gazetteer) -> Entry | None:
    """The place that is meant; a large one that is spelled so before any whose name would have lost an ending."""
    large = [entry for entry in gazetteer.keyed(fold(name)) if entry.population >= _LARGE]
    return max(large, key=likelihood, default=None) or gazetteer.resolve(name)


def _listed(entries: Sequence[Entry], gazetteer: Gazetteer) -> str:
    return ", ".join(described(entry, gazetteer) for entry in entries[:_MOST_NAMED])


def _hardly_meant(found: Entry, other: Entry, name: str, gazetteer: Gazetteer) -> bool:
    """Whether `other`, spelled almost so, is that much likelier than what was found."""
    spelled_so = found in gazetteer.keyed(fold(name))
    if spelled_so and (found.population >= _LARGE or found.kind not in {"city", "village"}):
        return False
    return likelihood(other) - likelihood(found) >= (_MUCH_LIKELIER if spelled_so else _LIKELIER)


@lru_cache(maxsize=4096)  # a question names a place several times on its way, thousands of saved ones the same few
def _spelled_almost_so(name: str, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    """Places whose spelling is one slip away, the likeliest first."""
    key = fold(name)
    if not _SHORTEST <= len(key) <= _LONGEST_COMPARED:
        return ()
    found = {entry.id: entry for slip in set(_slips(key)) for entry in gazetteer.keyed(slip)}
    return tuple(sorted(found.values(), key=likelihood, reverse=True))


def _slips(key: str) -> Iterator[str]:
    """Every word that one slip makes `key` of: a letter left out, too many, another, or two that changed places."""
    letters = dict.fromkeys(ascii_lowercase + key)
    for at in range(len(key) + 1):
        before, after = key[:at], key[at:]
        yield from (before + letter + after for letter in letters)
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in letters)
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
