"""Documents and extractions for the tests of leads. All texts, people and numbers are invented."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta

from waymark.records import (
    Amount,
    Document,
    Evidence,
    Extraction,
    Language,
    Phone,
    Place,
    Price,
    Route,
    Stop,
)

START = datetime(2026, 11, 1, 8, tzinfo=UTC)

#: name → id, English name, kind, country, latitude, longitude (GeoNames)
_PLACES = {
    "Prishtina": ("gn:786714", "Pristina", "city", "XK", 42.67272, 21.16688),
    "Beograd": ("gn:792680", "Belgrade", "city", "RS", 44.80401, 20.46513),
    "Subotica": ("gn:3189595", "Subotica", "city", "RS", 46.1, 19.66667),
    "Szeged": ("gn:715429", "Szeged", "city", "HU", 46.253, 20.14824),
    "Wien": ("gn:2761369", "Vienna", "city", "AT", 48.20849, 16.37208),
    "Hungary": ("gn:719819", "Hungary", "country", "HU", None, None),
}


def at(day: int, hour: int = 0) -> datetime:
    """So many days and hours after the first moment of the tests."""
    return START + timedelta(days=day, hours=hour)


def document(text: str, *, id: str = "1", day: int = 0, crawled: bool = True, **fields: object) -> Document:
    """A document captured on a day; `crawled` ones have evidence, as pages do."""
    evidence = Evidence(warc=f"captures/board/{day:04}.warc.gz", record_id=f"<urn:uuid:{day}>", sha256="0" * 64)
    given = {
        "id": id,
        "kind": "ad",
        "source": "board",
        "text": text,
        "captured_at": at(day),
        "evidence": evidence if crawled else None,
        **fields,
    }
    return Document.model_validate(given)


def place(name: str, text: str | None = None) -> Place:
    identity, english, kind, country, lat, lon = _PLACES[name]
    return Place.model_validate(
        {
            "text": text or name,
            "start": 0,
            "end": len(text or name),
            "id": identity,
            "name": english,
            "kind": kind,
            "country": country,
            "lat": lat,
            "lon": lon,
            "geoname_id": int(identity[3:]),
        }
    )


def route(*names: str, modes: tuple[str, ...] = (), price: Amount | None = None) -> Route:
    """A journey through the named places; the first is the origin, the last the destination."""
    roles = ["origin", *["transit"] * (len(names) - 2), "destination"]
    stops = []
    for name, role in zip(names, roles, strict=True):
        at_stop = place(name)
        stops.append(
            Stop.model_validate(
                {
                    "id": at_stop.id,
                    "name": at_stop.name,
                    "kind": at_stop.kind,
                    "country": at_stop.country,
                    "lat": at_stop.lat,
                    "lon": at_stop.lon,
                    "role": role,
                }
            )
        )
    return Route(stops=tuple(stops), modes=modes, price=price)


def price(least: float | None, most: float | None, currency: str = "EUR") -> Price:
    return Price(text="x", start=0, end=1, min=least, max=most, currency=currency)


def phone(e164: str, country: str | None = "XK", candidates: tuple[str, ...] = ()) -> Phone:
    return Phone(text="x", start=0, end=1, e164=e164, country=country, confidence=1, candidates=candidates)


def extraction(*names: str, language: str = "sq", script: str = "Latn", **found: object) -> Extraction:
    """An extraction with the named places and what else is given."""
    return Extraction.model_validate(
        {
            "language": Language(code=language, script=script, confidence=1),
            "places": tuple(place(name) for name in names),
            **found,
        }
    )


class Read:
    """Reads texts as the test says: an extraction for each text that it names, an empty one for the others."""

    def __init__(self, known: Mapping[str, Extraction] | None = None) -> None:
        self._known = dict(known or {})

    def __call__(self, texts: Iterable[tuple[str, str | None]]) -> Iterator[Extraction]:
        for text, _ in texts:
            yield self._known.get(text, extraction())
