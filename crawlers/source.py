"""A public source as data: where it is, how to read it, how politely, and by what authority it may be read."""

from __future__ import annotations

import datetime as clock
import os
import re
from functools import cache
from pathlib import Path
from typing import Literal, Self
from urllib.parse import SplitResult, urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from crawlers.dates import Dates
from crawlers.selectors import compiled, defaults
from waymark.records import CountryCode

SourceKind = Literal["board", "channel", "thread", "feed"]
_MOST_AHEAD = clock.timedelta(hours=14)  # of UTC: the time zone where a day begins first
_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,63}")
_VARIABLE = re.compile(r"\$\{(\w+)(?::-([^}]*))?\}")


@cache
def _placeholders() -> frozenset[str]:
    """Phrases that stand in examples where an authority's own words belong (placeholders.txt)."""
    lines = Path(__file__).with_name("placeholders.txt").read_text("utf-8").splitlines()
    return frozenset(line.casefold() for line in lines if line and not line.startswith("#"))


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Authority(_Strict):
    """Who allowed the reading of this source, and on what ground. Without it the source is not read."""

    authorised_by: str = Field(min_length=3)
    ground: str = Field(min_length=10, description="The legal basis, with the article")
    date: clock.date
    reference: str | None = None

    @field_validator("authorised_by", "ground")
    @classmethod
    def _is_filled_in(cls, said: str) -> str:
        if " ".join(said.split()).casefold() in _placeholders():
            raise ValueError(f"{said[:120]!r} only shows what belongs here: write who decided, and by which law")
        return said

    @field_validator("date")
    @classmethod
    def _was_decided(cls, day: clock.date) -> clock.date:
        if (
            day > (clock.datetime.now(clock.UTC) + clock.timedelta(hours=14)).date()
        ):  # the first time zone is 14 hours ahead
            raise ValueError(f"{day} is in the future: a source is read once its reading was decided")
        return day


class Politeness(_Strict):
    """How much of the site's attention the crawl may take."""

    delay_seconds: float = Field(default=2.0, ge=0, le=600)
    concurrency: int = Field(default=1, ge=1, le=8)
    max_pages: int = Field(default=2000, ge=1)
    max_bytes: int = Field(default=10_000_000, ge=1000, description="Larger pages are refused")
    max_minutes: float = Field(default=110, gt=0)
    retry_seconds: float = Field(default=5.0, ge=0, le=45, description="Wait after a failure, doubled each time")


class Expectation(_Strict):
    """What a crawl yields when all is well; less is an error, for silence is how broken selectors look."""

    min: int = Field(default=1, ge=0)
    may_be_quiet: bool = False


class Source(_Strict):
    """One public source, as its YAML file says."""

    id: str
    title: str = Field(min_length=1)
    kind: SourceKind
    start: tuple[str, ...] = Field(min_length=1)
    authority: Authority
    jurisdiction: CountryCode = Field(description="Whose law the reading follows, ISO 3166-1")
    retention_days: int = Field(ge=1, le=3650)
    language: str | None = None
    country: CountryCode | None = None
    politeness: Politeness = Politeness()
    expect: Expectation = Expectation()
    select: dict[str, str] = Field(default_factory=dict, description="Selectors that differ from the kind's own")
    key: str | None = Field(default=None, description="Regular expression whose first group in the URL is the ad's id")
    paths: tuple[str, ...] = Field(default=(), description="Beginnings of the paths that may be read; none: all")
    dates: Dates = Dates()

    @field_validator("id")
    @classmethod
    def _is_a_name(cls, name: str) -> str:
        if not _ID.fullmatch(name):
            raise ValueError(
                f"{name[:80]!r} is no id: 2 to 64 small letters a to z, digits and hyphens, no hyphen at the beginning"
            )
        return name

    @field_validator("start", mode="before")
    @classmethod
    def _with_environment(cls, start: object) -> object:
        return [_filled(url) for url in start] if isinstance(start, list) else start

    @field_validator("key")
    @classmethod
    def _compiles(cls, key: str | None) -> str | None:
        try:
            groups = re.compile(key).groups if key is not None else 1
        except re.error as error:
            raise ValueError(f"{key!r} is no regular expression: {error}") from None
        if groups < 1:
            raise ValueError("needs a group in brackets that is the ad's id")
        return key

    @field_validator("paths")
    @classmethod
    def _begin_at_the_root(cls, paths: tuple[str, ...]) -> tuple[str, ...]:
        if wrong := [path for path in paths if not path.startswith("/")]:
            raise ValueError(f"{wrong[0]!r} does not begin with /")
        return paths

    @model_validator(mode="after")
    def _selectors(self) -> Self:
        known = defaults(self.kind)
        for name, rule in self.select.items():
            if name not in known:
                raise ValueError(f"select: {name} is not known for a {self.kind}; there are {', '.join(known)}")
            if rule:
                try:
                    compiled(rule)
                except ValueError as error:
                    raise ValueError(f"select.{name}: {error}") from None
        return self

    @property
    def rules(self) -> dict[str, str]:
        """The selectors in force: the kind's, and the source's own over them."""
        return defaults(self.kind) | self.select

    @model_validator(mode="after")
    def _urls(self) -> Self:
        for url in self.start:
            parts = _parts(url)
            if parts.scheme not in {"http", "https"} or not parts.hostname:
                raise ValueError(f"start: {url!r} is no http or https address")
            if parts.username or parts.password:
                raise ValueError(f"start: {parts.hostname}: an address with a sign-in is not read")
        return self

    @property
    def hosts(self) -> frozenset[str]:
        """Host and port of the start addresses: no other is ever asked."""
        return frozenset(host_and_port(url) for url in self.start)

    def may_ask(self, url: str) -> bool:
        """Whether `url` lies within this source: one of its hosts, and one of its paths or a start address."""
        if host_and_port(url) not in self.hosts:
            return False
        return not self.paths or url in self.start or urlsplit(url).path.startswith(self.paths)


def host_and_port(url: str) -> str:
    """Host and port of an address as they are compared: small letters, without the scheme's own port."""
    parts = _parts(url)
    own = {"http": ":80", "https": ":443"}.get(parts.scheme, "")
    return parts.netloc.lower().removesuffix(own) if own else parts.netloc.lower()


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port  # read here, for it is checked when it is read
    except ValueError as error:
        raise ValueError(f"{url!r} is no address: {error}") from None
    return parts


def _filled(url: object) -> object:
    """`url` with each ${NAME} or ${NAME:-otherwise} replaced by that environment variable, or by what stands there."""
    if not isinstance(url, str):
        return url
    for name, otherwise in _VARIABLE.findall(url):
        if name not in os.environ and not otherwise:
            raise ValueError(f"environment variable {name} is not set: set it, or write ${{{name}:-address}}")
    return _VARIABLE.sub(lambda found: os.environ.get(found[1]) or found[2], url)
