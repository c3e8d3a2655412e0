"""The tables of the price component: how currencies are written, and the words around prices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, TypeVar, get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from nlp import yml
from nlp.language.tables import SOUTH_SLAVIC, to_cyrillic
from nlp.phrases import PhraseTable
from nlp.reading import fold
from waymark.errors import ConfigurationError
from waymark.records import Per

HERE = Path(__file__).parent
_T = TypeVar("_T")
_SHORTEST_EVERYWHERE = 5  # letters
_PERS: tuple[Per, ...] = get_args(Per)


class Shared(BaseModel):
    """A name that several currencies share, and what tells them apart."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    countries: dict[str, str] = {}
    languages: dict[str, str] = {}
    spoken: dict[str, str] = {}


class Currency(BaseModel):
    """How one currency is written; see currencies.yml."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    code: str = Field(pattern=r"^[A-Z]{3}$")
    signs: tuple[Annotated[str, Field(min_length=1, max_length=1)], ...] = ()
    words: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    implied: tuple[str, ...] = ()
    scale: float = 1
    few: float = 1
    least: float = 0
    named: Shared | None = None
    where: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    alone: bool = False


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    person: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    child: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    leg: tuple[str, ...] = ()
    from_: tuple[str, ...] = Field(default=(), alias="from")
    from_behind: tuple[str, ...] = ()
    from_ends: tuple[str, ...] = ()
    upto: tuple[str, ...] = ()
    upto_behind: tuple[str, ...] = ()
    upto_ends: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    or_: tuple[str, ...] = Field(default=(), alias="or")
    litre: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    car: tuple[str, ...] = ()
    apiece: tuple[str, ...] = ()


@dataclass(frozen=True)
class Phrases:
    """The words around prices of one language, as patterns over a reading."""

    per: PhraseTable  #: kinds are those of `per`, `behind`, `none` for what only looks like one, and `car`
    apiece: re.Pattern[str]  #: what stands right before a price that each pays
    bounds: tuple[str, ...]  #: all that `from_before` and `upto_before` may end with
    from_before: re.Pattern[str]
    from_behind: re.Pattern[str]
    from_ends: tuple[str, ...]  #: endings of the currency's word itself
    upto_before: re.Pattern[str]
    upto_behind: re.Pattern[str]
    upto_ends: tuple[str, ...]
    between: re.Pattern[str]  #: what stands before a range whose ends `either` joins
    connects: re.Pattern[str]  #: all that stands between the ends of a range
    either: re.Pattern[str]  #: all that stands between alternatives
    litre: re.Pattern[str]


@lru_cache(maxsize=1)
def currencies() -> tuple[Currency, ...]:
    """Raises ConfigurationError where currencies.yml does not fit its schema."""
    return read_table("currencies.yml", TypeAdapter(tuple[Currency, ...]))


@lru_cache(maxsize=1)
def by_sign() -> dict[str, Currency]:
    """The currencies by their signs as read, one character each."""
    return {fold(sign): currency for currency in currencies() for sign in currency.signs}


@lru_cache(maxsize=1)
def signs() -> str:
    """The signs of all currencies, for patterns."""
    return "".join(by_sign())


@lru_cache(maxsize=1)
def _words() -> dict[str, _Words]:
    return read_table("words.yml", TypeAdapter(dict[str, _Words]))


def load() -> None:
    """Reads both tables. Raises ConfigurationError where one does not fit its schema."""
    currencies(), _words()


def read_table(name: str, schema: TypeAdapter[_T]) -> _T:
    """The table `name` of this folder. Raises ConfigurationError where it does not fit `schema`."""
    try:
        return schema.validate_python(yml.read(HERE / name))
    except (yaml.YAMLError, ValidationError) as error:
        raise ConfigurationError(f"{name}: {' '.join(str(error).split())[:300]}") from error


@lru_cache(maxsize=1)
def _everywhere() -> tuple[tuple[str, str], ...]:
    """What says whom a price is for in any language, and is long enough to mean nothing else in another."""
    found: dict[str, str] = {}
    for words in _words().values():
        for kind in _PERS:
            for form in getattr(words, kind):
                if len(fold(form)) >= _SHORTEST_EVERYWHERE:
                    found.setdefault(fold(form), kind)
    return tuple(found.items())


@lru_cache(maxsize=40)
def phrases(language: str) -> Phrases:
    """The words of a language, with English's and those of every language; all languages' where it is not known."""
    table = _words()
    key = "sh" if language in SOUTH_SLAVIC else language
    chosen = [table["all"], table["en"], table[key]] if key in table else list(table.values())

    def of(field: str) -> list[str]:
        forms = {phrase for words in chosen for phrase in getattr(words, field)}
        if table["sh"] in chosen:
            forms |= {to_cyrillic(phrase) for phrase in getattr(table["sh"], field)}
        return sorted({fold(form) for form in forms}, key=lambda form: (-len(form), form))

    def pers() -> Iterator[tuple[str, str]]:
        taken: set[str] = set()
        for kind in ("none", "car", *_PERS, "behind"):
            for form in of(kind):
                if form not in taken:
                    taken.add(form)
                    yield form, kind
        for form, kind in _everywhere():  # texts mix languages
            if form not in taken:
                yield form, kind

    connects, either = _any([*of("to"), "-"]), _any([*of("or_"), "/", ",", "-", "ve"])
    return Phrases(
        per=PhraseTable(pers()),
        apiece=re.compile(rf"(?:{_any(of('apiece'))}) \Z"),
        bounds=tuple(of("from_") + of("upto")),
        from_before=re.compile(rf"(?:{_any(of('from_'))})[ :.]{{0,2}}\Z"),
        from_behind=re.compile(rf"[ ']{{0,2}}(?:{_any(of('from_behind'), prefix=True)})"),
        from_ends=tuple(of("from_ends")),
        upto_before=re.compile(rf"(?:{_any(of('upto'))})[ :.]{{0,2}}\Z"),
        upto_behind=re.compile(rf"[ ']{{0,2}}(?:{_any(of('upto_behind'), prefix=True)})"),
        upto_ends=tuple(of("upto_ends")),
        between=re.compile(rf"(?:{_any(of('between'))}) \Z"),
        connects=re.compile(rf"(?:,-)? {{0,2}}(?:{connects}) {{0,2}}"),  # 1.200,- bis 1.500,-
        either=re.compile(rf"[ ,]{{0,2}}(?:{either}) {{0,2}}"),
        litre=re.compile(rf" ?(?:{_any(of('litre'))})"),
    )


def _any(forms: list[str], *, prefix: bool = False) -> str:
    """A pattern for any of `forms` as whole words; with `prefix`, glued to the word before as suffixes are."""
    if not forms:
        return r"(?!)"
    parts = []
    for form in forms:
        before = r"(?<![^\W_])" if form[0].isalnum() and not prefix else ""
        behind = r"(?![^\W_])" if form[-1].isalnum() else ""
        parts.append(before + re.escape(form).replace(r"\ ", " {1,2}") + behind)
    return "|".join(parts)
