"""The fields of the box: what each `field:value` asks for, and its meaning in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from leads import moments
from leads.figures import grouped
from leads.languages import code_of, name_of
from leads.places_asked import country_asked_for, described, place_asked_for
from leads.query import DEAREST, SearchQuery, to_elasticsearch
from leads.work import grades
from leads.work.asked import ANYBODY, WorkAsked
from leads.work.events import STATUSES
from nlp.gazetteer import Gazetteer
from waymark.errors import UsageError

ME, VISIT = "me", "visit"  #: values that mean who asks, and when they were here last
_PRICE = re.compile(
    r"^(?P<sign><=?|>=?)?(?P<one>\d+(?:\.\d+)?)(?:(?P<to>-|\.\.)(?P<other>\d+(?:\.\d+)?))?(?P<currency>[A-Za-z]{3})?$"
)
_SPAN = ".."


@dataclass(frozen=True)
class Asker:
    """Who types into the box."""

    user: str
    last_visit: datetime | None = None


@dataclass
class Reading:
    """What was read so far."""

    now: datetime
    gazetteer: Gazetteer
    asker: Asker | None = None
    values: dict[str, Any] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    via: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Term:
    """A part of the box: its characters [start, end), its field, and what stands behind the colon."""

    start: int
    end: int
    name: str  #: "" for words
    value: str
    phrase: bool = False
    quoted: bool = False  #: whether the value stands in quotation marks


def _once(reading: Reading, term: Term, name: str, value: Any) -> None:
    if name in reading.values:
        raise UsageError(f"{term.name}: is given twice")
    reading.values[name] = value


def _place(name: str, words: str) -> Callable[[Reading, Term], str]:
    def read_place(reading: Reading, term: Term) -> str:
        entry = place_asked_for(f"--{term.name}", term.value, reading.gazetteer)
        if name == "via":
            reading.via.append(term.value)
        else:
            _once(reading, term, name, term.value)
        return f"{words} {described(entry, reading.gazetteer)}"

    return read_place


def _ends(reading: Reading, term: Term) -> str:
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


def _country(reading: Reading, term: Term) -> str:
    entry = country_asked_for("--country", term.value, reading.gazetteer)
    _once(reading, term, "country", entry.country)
    return f"naming a place in {entry.name}"


def _language(reading: Reading, term: Term) -> str:
    code = code_of(term.value)
    _once(reading, term, "language", code)
    return f"in {name_of(code)}"


def _plain(name: str, words: str) -> Callable[[Reading, Term], str]:
    def read_plain(reading: Reading, term: Term) -> str:
        SearchQuery(**{name: term.value})  # refuses what the field does not know
        _once(reading, term, name, term.value)
        return words.format(term.value)

    return read_plain


def _phone(reading: Reading, term: Term) -> str:
    to_elasticsearch(SearchQuery(phone=term.value), reading.gazetteer)
    _once(reading, term, "phone", term.value)
    return f"with {term.value} in a telephone number"


def _price(reading: Reading, term: Term) -> str:
    found = _PRICE.match(term.value.replace(" ", ""))
    if found is None or (found["sign"] and found["to"]):
        raise UsageError(
            f"{term.value!r} is no price: <3000, >500, 1000-2500, 900, each also with a currency: <9000RON"
        )
    one, other, sign = float(found["one"]), float(found["other"] or found["one"]), found["sign"] or ""
    if max(one, other) > DEAREST:
        raise UsageError(f"{term.value[:20]!r}… is no price: it has too many digits")
    least = None if sign.startswith("<") else one
    most = None if sign.startswith(">") else other
    currency = (found["currency"] or "EUR").upper()
    to_elasticsearch(SearchQuery(price_min=least, price_max=most, currency=currency), reading.gazetteer)
    for name, value in (("price_min", least), ("price_max", most), ("currency", currency)):
        if value is not None:
            _once(reading, term, name, value)
    if least is None:
        return f"for {grouped(other)} {currency} or less"
    return (
        f"for {grouped(least)} {currency} or more"
        if most is None
        else f"for {grouped(least)} to {grouped(most)} {currency}"
    )


def _span(since: str, until: str, words: str) -> Callable[[Reading, Term], str]:
    def read_span(reading: Reading, term: Term) -> str:
        start, parted, end = term.value.partition(_SPAN)
        if start or not end:
            _once(reading, term, since, moments.since(start, reading.now))
        if end:
            _once(reading, term, until, moments.end_of(end))
        if not parted:
            return f"{words} since {reading.values[since]:%Y-%m-%d %H:%M} UTC"
        if start and end and reading.values[since] > reading.values[until]:
            raise UsageError(f"{term.value} ends before it begins")
        return " ".join(part for part in (words, start and f"from {start}", end and f"until {end}") if part)

    return read_span


def _new(reading: Reading, term: Term) -> str:
    if term.value != VISIT:
        _once(reading, term, "arrived", moments.since(term.value, reading.now))
        return f"that arrived since {reading.values['arrived']:%Y-%m-%d %H:%M} UTC"
    last = _asker(reading, term).last_visit
    if last is None:
        raise UsageError(f"{term.name}:{VISIT}: no visit before this one is known; {term.name}:7d asks for seven days")
    _once(reading, term, "arrived", last)
    return f"that arrived since your last visit ({last:%Y-%m-%d %H:%M} UTC)"


def _status(reading: Reading, term: Term) -> str:
    value = next((name for name, words in STATUSES.items() if term.value.casefold() in (name, words)), None)
    if value is None:
        raise UsageError(f"{term.value!r} is no status; there are {', '.join(STATUSES)}")
    return _work(reading, term, status=value, words=f"that are {STATUSES[value]}")


def _grade(reading: Reading, term: Term) -> str:
    value = grades.asked(term.value)
    return _work(reading, term, grade=value, words=f"graded {value}, {grades.in_words(value)}")


def _starred(reading: Reading, term: Term) -> str:
    if term.value == ANYBODY:
        return _work(reading, term, starred=ANYBODY, words="starred by anybody")
    if term.value != ME:
        return _work(reading, term, starred=term.value, words=f"starred by {term.value}")
    return _work(reading, term, starred=_asker(reading, term).user, words="starred by you")


def _asker(reading: Reading, term: Term) -> Asker:
    if reading.asker is None:
        raise UsageError(f"{term.name}:{term.value}: nobody is signed in here")
    return reading.asker


def _work(reading: Reading, term: Term, *, words: str, **given: str) -> str:
    known: WorkAsked = reading.values.get("work", WorkAsked())
    for name, value in given.items():
        if getattr(known, name) is not None:
            raise UsageError(f"{term.name}: is given twice")
        reading.values["work"] = known.model_copy(update={name: value})
    return words


@dataclass(frozen=True)
class Field:
    """How a field is read, and how it is told of."""

    read: Callable[[Reading, Term], str]
    example: str
    meaning: str  #: for the list of fields in the console's help


#: By name, in the order in which people are told of them.
FIELDS: dict[str, Field] = {
    "from": Field(_place("origin", "beginning in"), "Prishtina", "a journey begins there"),
    "to": Field(_place("destination", "ending in"), "Wien", "a journey ends there"),
    "via": Field(_place("via", "passing through"), "Hungary", "a journey passes there; several in their order"),
    "route": Field(_ends, "Prishtina>Wien", "a journey goes from the one to the other: from: and to: at once"),
    "place": Field(_place("place", "naming"), '"Novi Sad"', "the place is named"),
    "country": Field(_country, "RS", "a place in the country is named"),
    "near": Field(_place("near", "naming a place within 50 km of"), "Subotica", "a place within 50 km is named"),
    "phone": Field(_phone, "044123", "any part of a telephone number"),
    "handle": Field(_plain("handle", "with the handle {}"), "agimi", "a user's name in a messenger"),
    "price": Field(_price, "<3000", "in euro, or in a currency: <9000RON, 1000-2500"),
    "lang": Field(_language, "sq", "the language by code or name"),
    "seen": Field(
        _span("since", "until", "seen"), "7d", "there at some time: 7d, 12h, 2026-11-01, or 2026-11-01..2026-11-10"
    ),
    "last": Field(_span("last_since", "last_until", "last seen"), "2026-11-01..2026-11-10", "seen then and not later"),
    "source": Field(_plain("source", "from the source {}"), "board", "where it comes from"),
    "kind": Field(_plain("kind", "of the kind {}"), "tip", "ad, tip or report"),
    "new": Field(_new, VISIT, "arrived since your last visit, or since 7d, 12h, 2026-11-01"),
    "status": Field(_status, "work", "how far the work is: new, work, done, irrelevant"),
    "grade": Field(_grade, "B2", "the 6×6 grade or a part of it: B2, B, 2, none"),
    "starred": Field(_starred, ME, "starred by me, by any, by a user"),
    "mode": Field(_plain("mode", "travelling by {}"), "van", "the means of travel"),
}
PLACES = frozenset({"from", "to", "via", "place", "near"})  #: fields whose value is the name of a place
#: Fields by the options of the command line that ask for the same.
BY_OPTION = {"language": "lang", "price-min": "price", "price-max": "price", "currency": "price", "radius": "near"}
