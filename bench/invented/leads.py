"""Invented leads as the index holds them: seeded, so that the same number always gives the same leads.

A lead is made as Waymark makes it, from documents through `leads.merge`; only the extraction is not read out of the
text but known from writing it, because reading a million texts would take an hour.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from bench.invented.places import Named, places
from bench.invented.wording import Phrases, Writing, phrases
from leads.merge import Sighting, merge
from waymark.records import (
    Amount,
    Document,
    Evidence,
    Extraction,
    Handle,
    Language,
    Lead,
    Mode,
    Phone,
    Place,
    Price,
    Role,
    Route,
    Stop,
)

#: Leads that are made together: reposts of one another are among them.
CHUNK = 500
_YEARS = timedelta(days=730)
_SOURCES = 60
_PHONES = 150_000  # in a million leads each is named in seven, on average
_ROLES: dict[str, Role] = {"a": "origin", "v": "transit", "b": "destination"}
_MODES: tuple[Mode, ...] = ("van", "car", "truck", "foot", "boat", "taxi", "bus", "train")
_GRADES = ("A1", "B2", "B3", "C3", "D4", "E4", "F6")
_BLURS = ("…", " 🔥", " ✅✅", " !!!", " 🚐", " 24/7", "")
#: Country calling code, first digits and length of invented mobile numbers.
_NUMBERS = (("XK", "383", "44", 6), ("RS", "381", "6", 8), ("AL", "355", "69", 7), ("TR", "90", "53", 8),
            ("AT", "43", "664", 7), ("DE", "49", "151", 8), ("BA", "387", "61", 6), ("AF", "93", "70", 7),
            ("PK", "92", "300", 7), ("GR", "30", "69", 8), ("GB", "44", "74", 8), ("BG", "359", "88", 7),
            ("HU", "36", "30", 7), ("IQ", "964", "770", 7))  # fmt: skip


@dataclass(frozen=True)
class _Ad:
    """What one lead says, before it is written down: a repost says it again with another figure."""

    language: str
    opening: str
    way: str
    details: tuple[str, ...]
    journey: tuple[tuple[str, Named], ...]
    mode: Mode
    price: int
    upper: int | None
    contact: str
    phone: int
    hours: int
    handle: str | None
    end: str


def chunk(number: int, seed: int, total: int, now: datetime) -> Iterator[Lead]:
    """The leads of the chunk `number` of an index of `total` leads that ends at `now`."""
    random = Random(f"{seed}:{number}")
    written: list[tuple[_Ad, str]] = []
    for place in range(min(CHUNK, total - number * CHUNK)):
        if written and random.random() < 0.3:
            ad, cluster = random.choice(written[-40:])
            ad = replace(ad, price=_price(random), phone=_phone(random) if random.random() < 0.3 else ad.phone)
        else:
            ad, cluster = _ad(random), ""
        lead = _lead(random, ad, f"{number * CHUNK + place:08}", now)
        if cluster:
            lead = lead.model_copy(update={"cluster": cluster})
        written.append((ad, lead.cluster))
        yield lead


def number_of(index: int) -> tuple[str, str, str]:
    """The phone with that number: its country, E.164, and as it is dialled at home."""
    country, code, first, length = _NUMBERS[index % len(_NUMBERS)]
    rest = int(hashlib.sha256(f"phone {index}".encode()).hexdigest(), 16) % 10**length
    return country, f"+{code}{first}{rest:0{length}}", f"0{first} {rest:0{length}}"


def _phone(random: Random) -> int:
    """Few phones stand in many leads, most in two or three."""
    return int(_PHONES * random.random() ** 1.8)


def _price(random: Random) -> int:
    return max(50, round(random.lognormvariate(7.6, 0.8) / 50) * 50)


def _ad(random: Random) -> _Ad:
    language = random.choice(tuple(phrases()))
    parts = phrases()[language]
    way = random.choice(parts.ways)
    roles = [role for role in ("a", "v", "b") if f"{{{role}}}" in way]
    journey = tuple((role, places().draw(random, role, parts.script)) for role in roles)
    price = _price(random)
    return _Ad(
        language=language,
        opening=random.choice(parts.openings),
        way=way,
        details=tuple(random.sample(parts.details, random.randint(1, min(5, len(parts.details))))),
        journey=journey,
        mode=random.choice(_MODES),
        price=price,
        upper=price + random.choice((200, 500, 1000)) if random.random() < 0.2 else None,
        contact=random.choice(parts.contacts),
        phone=_phone(random),
        hours=random.randint(1, 24),
        handle=f"{random.choice(('safar', 'kombi', 'trip', 'yol', 'put'))}{random.randint(1, 10**5)}"
        if random.random() < 0.15
        else None,
        end=random.choice(_BLURS),
    )


def _lead(random: Random, ad: _Ad, identity: str, now: datetime) -> Lead:
    parts = phrases()[ad.language]
    source = int(_SOURCES * random.random() ** 3)
    kind = "tip" if source % 5 == 4 else "ad"
    seen = now - _YEARS * random.random() ** 1.6
    country = random.choice(parts.countries)
    lead: Lead | None = None
    versions = random.choices((1, 2, 3), (85, 11, 4))[0]
    for version in range(versions):
        at = seen + timedelta(days=random.random() * 20) if version else seen
        at = min(at, now)
        wording = replace(ad, price=ad.price + 100 * version)
        text, extraction = _written(wording, parts, random.random() < 0.9)
        document = Document(
            id=identity,
            kind=kind,
            text=text,
            source=f"{kind}s-{source:02}",
            url=f"https://board-{source:02}.example/{identity}" if kind == "ad" else None,
            country=country,
            published_at=seen,
            captured_at=at,
            evidence=_evidence(source, identity) if kind == "ad" else None,
        )
        lead, _ = merge(lead, Sighting(document, extraction, f"documents/{kind}s-{source:02}/{seen:%Y%m%d}-0001.jsonl"))
    assert lead is not None
    graded = kind == "tip" and random.random() < 0.5
    return lead.model_copy(update={"source_grade": random.choice(_GRADES)}) if graded else lead


def _evidence(source: int, identity: str) -> Evidence:
    digest = hashlib.sha256(identity.encode()).hexdigest()
    return Evidence(warc=f"captures/ads-{source:02}/1.warc.gz", record_id=f"<urn:uuid:{digest[:32]}>", sha256=digest)


def _written(ad: _Ad, parts: Phrases, priced: bool) -> tuple[str, Extraction]:
    """The text, and what is to be found in it."""
    country, e164, home = number_of(ad.phone)
    named = dict(ad.journey)
    figures = f"{ad.price}" if ad.upper is None else f"{ad.price}-{ad.upper}"
    words = {role: place.name for role, place in ad.journey}
    words |= {"p": f"{figures} {parts.currency}", "t": home if ad.phone % 3 else e164, "n": str(ad.hours)}
    writing = Writing()
    writing.add(ad.opening, words, "")
    writing.add(ad.way, words, ": ")
    for detail in ad.details:
        writing.add(detail, words, ", ")
    if priced:
        writing.add(parts.prices[ad.phone % len(parts.prices)], words, ". ")
    writing.add(ad.contact, words, ". ")
    if ad.handle:
        writing.add("@{h}", words | {"h": ad.handle}, " ")
    writing.text += ad.end
    spans = {slot: (writing.text[start:end], start, end) for slot, start, end in writing.filled}
    amount = Amount(min=ad.price, max=ad.upper or ad.price, currency="EUR", per="person")
    stops = tuple(_stop(role, place) for role, place in sorted(ad.journey, key=lambda one: "avb".index(one[0])))
    return writing.text, Extraction(
        language=Language(code=ad.language.partition("-")[0], script=parts.script, confidence=0.99, rule="invented"),
        phones=(Phone(**_at(spans["t"]), e164=e164, country=country, confidence=0.9),),
        prices=(Price(**_at(spans["p"]), **amount.model_dump()),) if priced else (),
        places=tuple(_place(_at(spans[role]), place) for role, place in named.items()),
        routes=(Route(stops=stops, modes=(ad.mode,), price=amount if priced else None, rule="invented"),),
        handles=(Handle(**_at(spans["h"]), platform="telegram", name=ad.handle),) if ad.handle else (),
    )


def _at(span: tuple[str, int, int]) -> dict[str, object]:
    text, start, end = span
    return {"text": text, "start": start, "end": end, "rule": "invented"}


def _place(at: dict[str, object], named: Named) -> Place:
    entry = named.entry
    return Place.model_validate({**at, **_known(named), "geoname_id": entry.geoname_id})


def _stop(role: str, named: Named) -> Stop:
    return Stop.model_validate({**_known(named), "role": _ROLES[role]})


def _known(named: Named) -> dict[str, object]:
    entry = named.entry
    return {
        "id": entry.id,
        "name": entry.name,
        "kind": entry.kind,
        "country": entry.country,
        "lat": entry.lat,
        "lon": entry.lon,
    }
