"""The demo's world: the ads of the fictitious sites, read from `demo/world/*.yml` and checked."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, Self

import yaml
from pydantic import AfterValidator, Field, ValidationError, model_validator

from waymark.errors import ConfigurationError
from waymark.records import Record

FOLDER = Path(__file__).resolve().parent.parent / "world"
NOTICE = "Waymark demo: all people, firms and numbers are invented"

SiteKind = Literal["board", "channel", "thread", "feed"]
Category = Literal["transport", "housing", "vehicles", "jobs", "things"]
Encoding = Literal["utf-8", "windows-1250", "iso-8859-9"]
Fault = Literal["cut_off", "invalid_bytes", "fails_twice"]
SITES: tuple[SiteKind, ...] = ("board", "channel", "thread", "feed")


def _as_served(text: str) -> str:
    """Without the line break that ends every block scalar in YAML."""
    return text.rstrip("\n")


Text = Annotated[str, Field(min_length=1), AfterValidator(_as_served)]
Key = Annotated[str, Field(pattern=r"^[bctf]-\d{3}$")]


class Ad(Record):
    """One ad, message, post or entry with all its wordings; `demo/world/README.md` explains the fields."""

    key: Key
    language: str = Field(pattern=r"^[a-z]{2,3}$")
    country: str = Field(pattern=r"^[A-Z]{2}$")
    kind: Literal["journey", "innocent"]
    posted_days_ago: int = Field(ge=0, le=400)
    author: str = Field(min_length=1)
    text: Text
    title: str | None = None
    editions: tuple[Text, ...] = ()
    from_edition: int = Field(default=1, ge=1)
    repost_of: Key | None = None
    category: Category = "transport"
    contact: str | None = None
    encoding: Encoding = "utf-8"
    fault: Fault | None = None
    forbidden: bool = False  #: stands in the part of the site that its robots.txt forbids
    forwarded_from: str | None = None
    quotes: Key | None = None
    signature: str | None = None

    @property
    def number(self) -> int:
        """The digits of the key: how channels and forums number what is written in them."""
        return int(self.key[2:])

    def wording(self, edition: int) -> str:
        """The text as it stands in this edition of the world (1, 2 …); the last wording stays."""
        wordings = (self.text, *self.editions)
        return wordings[min(edition, len(wordings)) - 1]


class Site(Record):
    """What a site says about itself."""

    id: SiteKind
    kind: SiteKind
    name: str
    languages: tuple[str, ...] = Field(min_length=1)
    about: str
    slug: str = Field(default="main", pattern=r"^[a-z0-9_]+$")
    title: str | None = None


class SiteWorld(Record):
    """One site with all its ads, oldest first."""

    site: Site
    ads: tuple[Ad, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        seen: set[str] = set()
        for before, ad in zip((None, *self.ads), self.ads, strict=False):
            if ad.key in seen:
                raise ValueError(f"{ad.key}: the key stands twice")
            if ad.key[0] != self.site.kind[0]:
                raise ValueError(f"{ad.key}: keys of a {self.site.kind} begin with {self.site.kind[0]}-")
            for earlier in (ad.repost_of, ad.quotes):
                if earlier is not None and earlier not in seen:
                    raise ValueError(f"{ad.key}: {earlier} is no earlier ad of this file")
            if before and (ad.number <= before.number or ad.posted_days_ago > before.posted_days_ago):
                raise ValueError(f"{ad.key}: ads stand oldest first, with growing numbers")
            seen.add(ad.key)
        return self

    def shown(self, edition: int) -> tuple[Ad, ...]:
        """The ads that are there in this edition, oldest first."""
        return tuple(ad for ad in self.ads if ad.from_edition <= edition)

    def posted_at(self, ad: Ad, today: date) -> datetime:
        """When the ad was posted: on its day before `today`, and later than the ads before it in the file."""
        day = datetime.combine(today - timedelta(days=ad.posted_days_ago + 1), time(0), UTC)
        minutes = (self.ads.index(ad) + 1) * 24 * 60 // (len(self.ads) + 1)
        return day + timedelta(minutes=minutes)


def load(file: Path) -> SiteWorld:
    """Reads one site's file; ConfigurationError names the file, the ad and what is wrong with it."""
    try:
        content = yaml.safe_load(file.read_text("utf-8"))
        world = SiteWorld.model_validate(content)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ConfigurationError(
            f"{file.name}: cannot be read ({' '.join(str(error).split())}): mend the file"
        ) from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ConfigurationError(f"{file.name}: {where or 'file'}: {first['msg']}; see demo/world/README.md") from None
    if world.site.id != file.stem:
        raise ConfigurationError(f"{file.name}: site.id is {world.site.id}: name it as the file, {file.stem}")
    return world


@lru_cache(maxsize=8)
def site_world(site: SiteKind, folder: Path = FOLDER) -> SiteWorld:
    """The world of one site, read once."""
    return load(folder / f"{site}.yml")
