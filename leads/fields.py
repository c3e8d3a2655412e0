"""A lead as the index holds it: the record itself, and fields made from it so that it can be searched.

search_mappings/templates/leads.json says what each field is; the mapping is strict, so both change together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import combinations, pairwise
from typing import Any

from pydantic import ValidationError

from leads.euro import in_euro
from leads.identity import text_sha256
from leads.likeness import likeness
from leads.phone_digits import digits
from search_mappings.templates import body_language
from waymark.errors import ConfigurationError
from waymark.records import Amount, Lead, Place, Price, Route, Stop

#: Stops of one route that pairs are made of (they grow with the square); no journey has more, but a hostile text may.
_MOST_STOPS = 40


#: What stands in an index document and does not follow from the lead: it is kept whenever the document is made anew.
KEPT = ("arrived", "work", "news")


def to_fields(lead: Lead, indexed_at: datetime, kept: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The index document of `lead`, as of `indexed_at`; `kept`: what is to stay of the one there was (see KEPT)."""
    found = lead.extraction
    routes, prices = [_route(route) for route in found.routes], [_price(price) for price in found.prices]
    body = body_language(found.language.code)
    fields = {
        **lead.model_dump(mode="json"),
        "indexed_at": indexed_at.isoformat(),
        "arrived": indexed_at.isoformat(),
        **(kept or {}),
        "body": {body: lead.text} if body else None,
        "text_sha256": text_sha256(lead.text),
        "language": found.language.code,
        "script": found.language.script,
        "phones": [{"e164": p.e164, "country": p.country, "digits": digits(p)} for p in found.phones],
        "prices": prices,
        "places": list(_places(found.places)),
        "routes": routes,
        "facets": _facets(routes, prices),
        "handles": [{"platform": handle.platform, "name": handle.name.casefold()} for handle in found.handles],
        "likeness": vars(likeness(lead)),
    }
    return {name: value for name, value in fields.items() if value not in (None, [], {})}


def to_lead(fields: Mapping[str, Any]) -> Lead:
    """The lead in an index document. Raises ConfigurationError when it was written by an older Waymark."""
    try:
        return Lead.model_validate({name: fields[name] for name in Lead.model_fields if name in fields})
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigurationError(
            f"lead {fields.get('id')}: written by another version of Waymark ({first['loc'][0]}: {first['msg']})"
        ) from error


def rebuilt(fields: dict[str, Any]) -> dict[str, Any]:
    """The index document made anew by today's code, for a migration; when it was indexed stays as it was.

    When a lead of an older index arrived is not known; it was there when it was first captured, or soon after."""
    lead = to_lead(fields)
    kept = {"arrived": min(version.captured_at for version in lead.versions).isoformat(), **kept_of(fields)}
    return to_fields(lead, datetime.fromisoformat(fields["indexed_at"]).astimezone(UTC), kept)


def kept_of(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What is to stay of an index document that is made anew."""
    return {name: fields[name] for name in KEPT if name in fields}


def _facets(routes: list[dict[str, Any]], prices: list[dict[str, Any]]) -> dict[str, Any]:
    """What leads are counted by that stands in several routes and prices: nested documents are slow to count."""
    fields = {
        "from": _distinct(one for route in routes for one in route.get("origin", {}).get("id", ())),
        "to": _distinct(one for route in routes for one in route.get("destination", {}).get("id", ())),
        "ends": _distinct(route["ends"] for route in routes if "ends" in route),
        "euro": _distinct(price["euro"] for price in prices if "euro" in price),
    }
    return {name: values for name, values in fields.items() if values}


def _distinct(values: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys(values))


def _price(price: Amount | Price) -> dict[str, Any]:
    euro = [None if bound is None else in_euro(bound, price.currency) for bound in (price.min, price.max)]
    fields = {
        "min": price.min,
        "max": price.max,
        "currency": price.currency,
        "per": price.per,
        "euro": _middle(*euro),
        "amount": _range(price.min, price.max),
        "eur": _range(*euro),
    }
    return {name: value for name, value in fields.items() if value is not None}


def _middle(least: float | None, most: float | None) -> float | None:
    """One figure to reckon with: the middle of a range, or the bound that is known."""
    known = [bound for bound in (least, most) if bound is not None]
    return sum(known) / len(known) if known else None


def _range(least: float | None, most: float | None) -> dict[str, float] | None:
    """A closed range; open where a bound is not known. Bounds in the wrong order are put right."""
    if least is not None and most is not None:
        least, most = sorted((least, most))
    bounds = {"gte": least, "lte": most}
    return {name: bound for name, bound in bounds.items() if bound is not None} or None


def _places(places: Iterable[Place]) -> Iterator[dict[str, Any]]:
    for place in {place.id: place for place in places}.values():
        fields = {"id": place.id, "name": place.name, "kind": place.kind, "country": place.country}
        known = place.lat is not None and place.lon is not None
        yield fields | ({"location": {"lat": place.lat, "lon": place.lon}} if known else {})


def _route(route: Route) -> dict[str, Any]:
    stops = route.stops[:_MOST_STOPS]
    fields: dict[str, Any] = {
        "stops": _names(stops),
        "via": _names(stop for stop in stops if stop.role == "transit"),
        "legs": list(dict.fromkeys(f"{one.id}>{two.id}" for one, two in pairwise(stops))),
        "ends": f"{stops[0].id}>{stops[-1].id}" if len(stops) > 1 else None,
        "pairs": sorted({f"{a}>{b}" for one, two in combinations(stops, 2) for a in _keys(one) for b in _keys(two)}),
        "modes": list(route.modes),
        "price": _price(route.price) if route.price else None,
    }
    for role in ("origin", "destination"):
        ends = [stop for stop in route.stops if stop.role == role]
        fields[role] = {"id": [stop.id for stop in ends], "country": [stop.country for stop in ends]} if ends else None
    return {name: value for name, value in fields.items() if value}


def _names(stops: Iterable[Stop]) -> list[str]:
    return list(dict.fromkeys(key for stop in stops for key in _keys(stop)))


def _keys(stop: Stop) -> tuple[str, str]:
    """A stop can be asked for by its own id or by its country's code."""
    return stop.id, stop.country
