"""The one box an analyst types into: words and `field:value` terms in, a question and what was understood out.

    kombi "bez pasosa" from:Prishtina to:Wien via:Ungarn price:<3000 phone:044123 lang:sq seen:30d

The console, saved queries and `waymark search` read the same. A number standing alone is looked for as a telephone
number, since nobody searches leads for any other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NoReturn

from pydantic import ValidationError

from leads import moments
from leads.languages import code_of, name_of
from leads.places_asked import country_asked_for, described, place_asked_for
from leads.query import SearchQuery, to_elasticsearch
from nlp.gazetteer import Gazetteer
from waymark.errors import UsageError
from waymark.records import fault

#: field:value, field:"a value", "quoted words", or a word.
_TERM = re.compile(r'(?P<name>[A-Za-z]+):(?:"(?P<quoted>[^"]*)"|(?P<value>\S*))|"(?P<phrase>[^"]*)"|(?P<word>\S+)')
_NUMBER = re.compile(r"^[+(]?[\d٠-٩۰-۹][\d٠-٩۰-۹()/.\-]*$")
_LEAST_DIGITS = 5  # of a number that stands alone and is taken for a telephone's; 2026 and 500 are words
_PRICE = re.compile(
    r"^(?P<sign><=?|>=?)?(?P<one>\d+(?:\.\d+)?)(?:(?P<to>-|\.\.)(?P<other>\d+(?:\.\d+)?))?(?P<currency>[A-Za-z]{3})?$"
)
_SPAN = ".."
LONGEST = 2000  # characters; a question is typed


class UnreadableQuestionError(UsageError):
    """What is wrong with the box, and in which of its characters."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.start, self.end = start, end


@dataclass(frozen=True)
class Understood:
    """One part of the box as it was understood: its characters [start, end), its field, and its meaning in words."""

    start: int
    end: int
    field: str
    meaning: str


@dataclass(frozen=True)
class Question:
    """The box, read."""

    query: SearchQuery
    understood: tuple[Understood, ...]


@dataclass
class _Reading:
    """What was read so far."""

    now: datetime
    gazetteer: Gazetteer
    values: dict[str, Any] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    via: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Term:
    start: int
    end: int
    name: str  #: "" for words
    value: str
    phrase: bool = False


def read(box: str, gazetteer: Gazetteer, now: datetime) -> Question:
    """The question that `box` asks at the moment `now`.

    Raises UnreadableQuestionError, which says what is wrong and where.
    """
    if len(box) > LONGEST:
        raise UnreadableQuestionError(
            f"the question has {len(box):,} characters; at most {LONGEST:,} are read", 0, len(box)
        )
    reading = _Reading(now, gazetteer)
    understood = [_take(reading, term) for term in _with_numbers(list(_terms(box)))]
    query = SearchQuery(words=" ".join(reading.words), via=tuple(reading.via), **reading.values)
    try:
        to_elasticsearch(query, gazetteer)
    except UsageError as error:
        raise UnreadableQuestionError(_without_option(error), 0, len(box)) from error
    return Question(query, tuple(understood))


def _terms(box: str) -> Iterator[_Term]:
    for found in _TERM.finditer(box):
        start, end = found.span()
        if found["phrase"] is not None:
            if found["phrase"].strip():
                yield _Term(start, end, "", found["phrase"], phrase=True)
        elif found["word"] is not None:
            yield _Term(start, end, "", found["word"])
        elif found["name"].lower() in _FIELDS:
            value = found["quoted"] if found["quoted"] is not None else found["value"]
            yield _Term(start, end, found["name"].lower(), value)
        elif found["value"] is not None and found["value"].startswith("//"):
            yield _Term(start, end, "", found[0])  # https://…
        else:
            known = ", ".join(f"{name}:" for name in _FIELDS)
            raise UnreadableQuestionError(f"{found['name']}: is no field; there are {known}", start, end)


def _with_numbers(terms: list[_Term]) -> Iterator[_Term]:
    """Words that are digits, joined where they stand together, are a telephone number or a part of one."""
    at = 0
    while at < len(terms):
        end = at
        while end < len(terms) and not terms[end].name and not terms[end].phrase and _NUMBER.match(terms[end].value):
            end += 1
        run = terms[at:end]
        if sum(char.isdigit() for term in run for char in term.value) >= _LEAST_DIGITS:
            yield _Term(run[0].start, run[-1].end, "phone", " ".join(term.value for term in run))
        else:
            yield from run
            if end == at:
                yield terms[at]
                end += 1
        at = end


def _take(reading: _Reading, term: _Term) -> Understood:
    if not term.name:
        reading.words.append(f'"{term.value}"' if term.phrase else term.value)
        meaning = f"the words “{term.value}” as they stand" if term.phrase else f"the word {term.value}"
        return Understood(term.start, term.end, "words", meaning)
    if not term.value.strip():
        _refuse(term, f"{term.name}: what comes behind it is missing, as in {term.name}:{_FIELDS[term.name].example}")
    try:
        meaning = _FIELDS[term.name].read(reading, term)
    except UsageError as error:
        _refuse(term, _without_option(error))
    except ValidationError as error:
        _refuse(term, f"{term.name}:{term.value}: {fault(error.errors()[0])}")
    except ValueError as error:
        _refuse(term, f"{term.name}: {error}")
    return Understood(term.start, term.end, term.name, meaning)


def _refuse(term: _Term, message: str) -> NoReturn:
    raise UnreadableQuestionError(message, term.start, term.end)


def _without_option(error: UsageError) -> str:
    """The errors of the search name options of the command line (`--from`); in the box they are fields (`from:`)."""
    return re.sub(r"--([a-z-]+)", lambda option: f"{_BY_OPTION.get(option[1], option[1])}:", str(error))


# -- fields -------------------------------------------------------------------------------------------------------


def _once(reading: _Reading, term: _Term, name: str, value: Any) -> None:
    if name in reading.values:
        raise UsageError(f"{term.name}: is given twice")
    reading.values[name] = value


def _place(name: str, words: str) -> Callable[[_Reading, _Term], str]:
    def read_place(reading: _Reading, term: _Term) -> str:
        entry = place_asked_for(f"--{term.name}", term.value, reading.gazetteer)
        if name == "via":
            reading.via.append(term.value)
        else:
            _once(reading, term, name, term.value)
        return f"{words} {described(entry, reading.gazetteer)}"

    return read_place


def _ends(reading: _Reading, term: _Term) -> str:
    """Both ends at once, as the facet of routes asks for them."""
    origin, parted, destination = (part.strip() for part in re.sub("→|->", ">", term.value).partition(">"))
    if not parted or not origin or not destination or ">" in destination:
        raise UsageError(f"{term.value!r} is no route: give where it begins and where it ends, as in Prishtina>Wien")
    told = []
    for name, option, value in (("origin", "from", origin), ("destination", "to", destination)):
        entry = place_asked_for(f"--{option}", value, reading.gazetteer)
        _once(reading, term, name, value)
        told.append(described(entry, reading.gazetteer))
    return f"going from {told[0]} to {told[1]}"


def _country(reading: _Reading, term: _Term) -> str:
    entry = country_asked_for("--country", term.value, reading.gazetteer)
    _once(reading, term, "country", entry.country)
    return f"naming a place in {entry.name}"


def _language(reading: _Reading, term: _Term) -> str:
    code = code_of(term.value)
    _once(reading, term, "language", code)
    return f"in {name_of(code)}"


def _plain(name: str, words: str) -> Callable[[_Reading, _Term], str]:
    def read_plain(reading: _Reading, term: _Term) -> str:
        SearchQuery(**{name: term.value})  # refuses what the field does not know
        _once(reading, term, name, term.value)
        return words.format(term.value)

    return read_plain


def _phone(reading: _Reading, term: _Term) -> str:
    to_elasticsearch(SearchQuery(phone=term.value), reading.gazetteer)
    _once(reading, term, "phone", term.value)
    return f"a telephone number with {term.value}"


def _price(reading: _Reading, term: _Term) -> str:
    found = _PRICE.match(term.value.replace(" ", ""))
    if found is None or (found["sign"] and found["to"]):
        raise UsageError(
            f"{term.value!r} is no price: <3000, >500, 1000-2500, 900, each also with a currency: <9000RON"
        )
    one, other, sign = float(found["one"]), float(found["other"] or found["one"]), found["sign"] or ""
    least = None if sign.startswith("<") else one
    most = None if sign.startswith(">") else other
    currency = (found["currency"] or "EUR").upper()
    to_elasticsearch(SearchQuery(price_min=least, price_max=most, currency=currency), reading.gazetteer)
    for name, value in (("price_min", least), ("price_max", most), ("currency", currency)):
        if value is not None:
            _once(reading, term, name, value)
    if least is None:
        return f"for {most:,.0f} {currency} or less"
    return f"for {least:,.0f} {currency} or more" if most is None else f"for {least:,.0f} to {most:,.0f} {currency}"


def _seen(reading: _Reading, term: _Term) -> str:
    start, parted, end = term.value.partition(_SPAN)
    if start or not end:
        _once(reading, term, "since", moments.since(start, reading.now))
    if end:
        _once(reading, term, "until", moments.end_of(end))
    if not parted:
        return f"seen since {reading.values['since']:%Y-%m-%d %H:%M} UTC"
    return " ".join(part for part in ("seen", start and f"from {start}", end and f"until {end}") if part)


@dataclass(frozen=True)
class _Field:
    read: Callable[[_Reading, _Term], str]
    example: str
    meaning: str  #: for the list of fields in the console's help


_FIELDS: dict[str, _Field] = {
    "from": _Field(_place("origin", "beginning in"), "Prishtina", "a journey begins there"),
    "to": _Field(_place("destination", "ending in"), "Wien", "a journey ends there"),
    "via": _Field(_place("via", "passing through"), "Hungary", "a journey passes there; several in their order"),
    "route": _Field(_ends, "Prishtina>Wien", "a journey goes from the one to the other: from: and to: at once"),
    "place": _Field(_place("place", "naming"), '"Novi Sad"', "the place is named"),
    "country": _Field(_country, "RS", "a place in the country is named"),
    "near": _Field(_place("near", "naming a place within 50 km of"), "Subotica", "a place within 50 km is named"),
    "phone": _Field(_phone, "044123", "any part of a telephone number"),
    "handle": _Field(_plain("handle", "with the handle {}"), "agimi", "a user's name in a messenger"),
    "price": _Field(_price, "<3000", "in euro, or in a currency: <9000RON, 1000-2500"),
    "lang": _Field(_language, "sq", "the language by code or name"),
    "seen": _Field(_seen, "7d", "7d, 12h, 2026-11-01, or 2026-11-01..2026-11-10"),
    "source": _Field(_plain("source", "from the source {}"), "board", "where it comes from"),
    "kind": _Field(_plain("kind", "of the kind {}"), "tip", "ad, tip or report"),
    "mode": _Field(_plain("mode", "travelling by {}"), "van", "the means of travel"),
}
_BY_OPTION = {"language": "lang", "price-min": "price", "price-max": "price", "currency": "price", "radius": "near"}


def fields() -> Iterator[tuple[str, str, str]]:
    """Each field of the box with an example and its meaning."""
    for name, known in _FIELDS.items():
        yield name, known.example, known.meaning


def asks_for_a_number(box: str) -> bool:
    """Whether the last term of an unfinished box is a telephone number."""
    return re.search(r"(^|\s)phone:\S+$", box, re.IGNORECASE) is not None


# -- a box that is changed by a click ------------------------------------------------------------------------------


def with_term(box: str, name: str, value: str) -> str:
    """The box with the term `name:value` instead of any other of that field (`via` may stand several times)."""
    kept = box.strip() if name == "via" else without(box, name)
    return f"{kept} {name}:{_quoted(value)}".strip()


def without(box: str, name: str) -> str:
    """The box without the terms of a field."""
    kept = _TERM.sub(lambda term: "" if (term["name"] or "").lower() == name else term[0], box)
    return " ".join(kept.split())


def _quoted(value: str) -> str:
    plain = value.replace('"', " ").strip()
    return f'"{plain}"' if re.search(r"\s", plain) else plain
