"""What an analyst asks for, and the Elasticsearch query that finds it. The console and saved queries use the same."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import pairwise
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from leads.euro import in_euro
from leads.free_words import Match, words_clause
from leads.languages import ONE_LANGUAGE, code_of
from leads.phone_digits import Fragment, fragment
from leads.places_asked import country_asked_for, place_asked_for
from leads.work import asked
from leads.work.asked import WorkAsked
from nlp.gazetteer import Entry, Gazetteer
from nlp.gazetteer.folding import fold
from waymark.errors import UsageError
from waymark.records import Kind, Mode

DEAREST = 1e12  #: no price is higher in any currency
_SHORTEST_NAME = 3  # of a place among free words; there are places called A, Au and Is
_POINT = re.compile(r"^\s*(-?\d+(?:\.\d+)?)\s*[,;]\s*(-?\d+(?:\.\d+)?)\s*$")
_HALF_ROUND = 20_000.0  # km: further away nothing on earth is
_KILOMETRES = {"km": 1.0, "m": 0.001, "mi": 1.609344}
#: Options of the command line whose names are not those of the fields.
_OPTIONS = {"origin": "from", "destination": "to"}
_EXAMPLES = {
    "phone": "044123",
    "handle": "agimi",
    "country": "RS",
    "radius": "50km",
    "language": "sq",
    "kind": "tip",
    "source": "the name of one",
    "currency": "RSD",
    "mode": "van",
}
_DISTANCE = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*(km|m|mi)?\s*$", re.IGNORECASE)


class SearchQuery(BaseModel):
    """One question to the index. Places are names, as the analyst writes them; all that is given must hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: str = ""  #: free words, all of which must be there; "in quotes" as they stand; kombi* begins with
    origin: str | None = None
    destination: str | None = None
    via: tuple[str, ...] = ()  #: passed through in this order
    place: str | None = None
    country: str | None = None
    near: str | None = None  #: a place's name, or "46.1,19.67"
    radius: str = "50km"
    language: str | None = None
    kind: Kind | None = None
    source: str | None = None
    phone: str | None = None
    handle: str | None = None  #: a user's name in a messenger, whole
    price_min: float | None = Field(default=None, ge=0, le=DEAREST)
    price_max: float | None = Field(default=None, ge=0, le=DEAREST)
    currency: str = "EUR"
    mode: Mode | None = None
    since: datetime | None = None
    until: datetime | None = None
    last_since: datetime | None = None  #: last seen then or later
    last_until: datetime | None = None  #: and not after that
    arrived: datetime | None = None  #: in the index after that
    work: WorkAsked | None = None

    @field_validator("mode", "kind", mode="before")
    @classmethod
    def _in_small_letters(cls, given: object) -> object:
        return given.strip().lower() if isinstance(given, str) else given

    @model_validator(mode="before")
    @classmethod
    def _nothing_empty(cls, given: object) -> object:
        """An empty value is a slip (an unset variable of a script): left out, it would find everything."""
        for name, value in given.items() if isinstance(given, dict) else ():
            for one in value if isinstance(value, tuple | list) else (value,):
                if name != "words" and isinstance(one, str) and not one.strip():
                    example = _EXAMPLES.get(name, "a place")
                    raise UsageError(f"{option_of(name)} is empty: give what to look for ({example}), or leave it out")
        return given

    @model_validator(mode="after")
    def _nothing_in_vain(self) -> Self:
        if "radius" in self.model_fields_set and self.near is None:
            raise UsageError(f"--radius {self.radius!r}: around which place? give --near too, such as --near Subotica")
        if "currency" in self.model_fields_set and self.price_min is None and self.price_max is None:
            raise UsageError(f"--currency {self.currency!r}: of which price? give --price-min or --price-max too")
        return self


def option_of(field: str) -> str:
    """The option of the command line that a field of the question is given by."""
    return f"--{_OPTIONS.get(field, field).replace('_', '-')}"


def to_elasticsearch(query: SearchQuery, gazetteer: Gazetteer) -> dict[str, Any]:
    """The query in Elasticsearch's own language.

    Raises UsageError naming the part that cannot be read: an unknown place, a bad phone fragment, radius or currency.
    """
    filters = [*_terms(query), *_seen(query), *_places(query, gazetteer)]
    filters += [clause for clause in (_route(query, gazetteer), _price(query), _phone(query)) if clause]
    filters += [asked.clause(query.work)] if query.work else []
    must = words_clause(query.words, lambda name: _maybe_place(name, gazetteer))
    return {"bool": {"must": must, "filter": filters}} if must or filters else {"match_all": {}}


def places_asked_for(query: SearchQuery, gazetteer: Gazetteer) -> list[tuple[str, str, Entry]]:
    """Each place that is asked for by name: the option, the name as it was given, the place it is taken for.

    Raises UsageError as `to_elasticsearch` does.
    """
    near = None if query.near is None or _POINT.match(query.near) else query.near
    named = [("--from", query.origin), ("--to", query.destination), *(("--via", name) for name in query.via)]
    named += [("--place", query.place), ("--near", near)]
    told = [(option, name, place_asked_for(option, name, gazetteer)) for option, name in named if name]
    if query.country:
        told.append(("--country", query.country, country_asked_for("--country", query.country, gazetteer)))
    return told


# -- parts --------------------------------------------------------------------------------------------------------


def _terms(query: SearchQuery) -> list[Match]:
    terms: list[Match] = []
    if query.language:
        code = code_of(query.language)
        terms.append({"terms": {"language": list(ONE_LANGUAGE) if code in ONE_LANGUAGE else [code]}})
    if query.kind:
        terms.append({"term": {"kind": query.kind}})
    if query.source:
        terms.append({"term": {"source": query.source}})
    if query.handle:
        terms.append({"term": {"handles.name": query.handle.strip().removeprefix("@").casefold()}})
    return terms


def _seen(query: SearchQuery) -> list[Match]:
    """Leads that were there at some time between `since` and `until`, or last seen, or taken in then."""
    spans: list[Match] = []
    if query.since:
        spans.append({"range": {"last_seen": {"gte": query.since.isoformat()}}})
    if query.until:
        spans.append({"range": {"first_seen": {"lte": query.until.isoformat()}}})
    if query.last_since or query.last_until:
        bounds = {"gte": query.last_since, "lte": query.last_until}
        spans.append({"range": {"last_seen": {name: at.isoformat() for name, at in bounds.items() if at}}})
    if query.arrived:
        spans.append({"range": {"arrived": {"gt": query.arrived.isoformat()}}})
    return spans


def _places(query: SearchQuery, gazetteer: Gazetteer) -> list[Match]:
    clauses: list[Match] = []
    if query.place:
        clauses.append(mentions(place_asked_for("--place", query.place, gazetteer)))
    if query.country:
        clauses.append({"term": {"places.country": country_asked_for("--country", query.country, gazetteer).country}})
    if query.near:
        clauses.append(_near(query.near, query.radius, gazetteer))
    return clauses


def mentions(entry: Entry) -> Match:
    """Leads that name the place; a country is also named by any place in it."""
    return {"term": {"places.country": entry.country} if entry.kind == "country" else {"places.id": entry.id}}


def _near(near: str, radius: str, gazetteer: Gazetteer) -> Match:
    distance = _DISTANCE.match(radius)
    if not distance:
        raise UsageError(f"--radius {radius!r}: give a distance, such as 50km")
    unit = (distance[2] or "km").lower()
    kilometres = float(distance[1]) * _KILOMETRES[unit]
    if not 0.001 <= kilometres <= _HALF_ROUND:
        raise UsageError(f"--radius {radius!r}: give a distance from 1m to {_HALF_ROUND:.0f}km, such as 50km")
    point = _POINT.match(near)
    if point:
        lat, lon = float(point[1]), float(point[2])
        if abs(lat) > 90 or abs(lon) > 180:
            raise UsageError(f"--near {near!r}: latitude goes from -90 to 90, longitude from -180 to 180")
        location = {"lat": lat, "lon": lon}
    else:
        entry = place_asked_for("--near", near, gazetteer)
        if entry.lat is None or entry.lon is None:
            raise UsageError(f"--near {near!r} is a whole country: use --country, or name a place in it")
        location = {"lat": entry.lat, "lon": entry.lon}
    return {"geo_distance": {"distance": f"{distance[1]}{unit}", "places.location": location}}


def _route(query: SearchQuery, gazetteer: Gazetteer) -> Match | None:
    """One journey that has the ends, the stops in their order, and the means of travel asked for."""
    clauses: list[Match] = []
    for option, role, name in (("--from", "origin", query.origin), ("--to", "destination", query.destination)):
        if name:
            entry = place_asked_for(option, name, gazetteer)
            part, value = ("country", entry.country) if entry.kind == "country" else ("id", entry.id)
            clauses.append({"term": {f"routes.{role}.{part}": value}})
    stops = [_stop(place_asked_for("--via", name, gazetteer)) for name in query.via]
    clauses += [{"term": {"routes.stops": stop}} for stop in stops]
    clauses += [{"term": {"routes.pairs": f"{one}>{two}"}} for one, two in pairwise(stops)]
    if query.mode:
        clauses.append({"term": {"routes.modes": query.mode}})
    return {"nested": {"path": "routes", "query": {"bool": {"filter": clauses}}}} if clauses else None


def _stop(entry: Entry) -> str:
    return entry.country if entry.kind == "country" else entry.id


def _price(query: SearchQuery) -> Match | None:
    """Prices that lie in the range or overlap it, in euro or in the currency they were written in."""
    if query.price_min is None and query.price_max is None:
        return None
    currency = query.currency.upper()
    if currency != "EUR" and in_euro(1, currency) is None:
        raise UsageError(f"--currency {query.currency!r}: no such currency in leads/rates.tsv (ISO 4217, such as RSD)")
    if query.price_min is not None and query.price_max is not None and query.price_min > query.price_max:
        raise UsageError(f"--price-min {query.price_min:g} is more than --price-max {query.price_max:g}")
    bounds = {"gte": query.price_min, "lte": query.price_max, "relation": "intersects"}
    bounds = {name: bound for name, bound in bounds.items() if bound is not None}
    wanted: list[Match] = [{"range": {"prices.eur" if currency == "EUR" else "prices.amount": bounds}}]
    if currency != "EUR":
        wanted.append({"term": {"prices.currency": currency}})
    return {"nested": {"path": "prices", "query": {"bool": {"filter": wanted}}}}


def _phone(query: SearchQuery) -> Match | None:
    return holding(fragment(query.phone)) if query.phone else None


def holding(part: Fragment) -> Match:
    """Leads with a number that has this part."""
    either: list[Match] = []
    if part.digits:
        either.append({"match_phrase": {"phones.digits": part.digits}})
    if part.beginning:
        either.append({"prefix": {"phones.e164": part.beginning}})
    return {"bool": {"should": either, "minimum_should_match": 1}}


# -- places by name -----------------------------------------------------------------------------------------------


def _maybe_place(name: str, gazetteer: Gazetteer) -> Match | None:
    """A free word is a place only as the gazetteer spells it: with an ending taken off, *taksi* would be Taksony."""
    if len(name) < _SHORTEST_NAME or not gazetteer.keyed(fold(name)):
        return None
    entry = gazetteer.resolve(name)
    return mentions(entry) if entry else None
