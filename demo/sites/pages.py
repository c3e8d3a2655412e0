"""What a fictitious site answers, and its pages from the templates, always escaped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol

import jinja2
from markupsafe import Markup, escape

from demo.sites.world import NOTICE, Ad, Encoding, SiteWorld

_TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
_EMOJI = re.compile(r"[\U0001F1E6-\U0001FAFF\u2600-\u27BF][\ufe0f\u200d\U0001F3FB-\U0001F3FF]*")


@dataclass(frozen=True)
class Answer:
    """One HTTP answer."""

    body: bytes
    status: int = 200
    content_type: str = "text/html; charset=utf-8"


class App(Protocol):
    """A site: answers paths."""

    def answer(self, path: str, query: Mapping[str, str]) -> Answer:
        """The answer to GET `path` with its query."""


@dataclass(frozen=True)
class Shown:
    """A site's world as it is shown: which edition, as seen on which day, under which address."""

    world: SiteWorld
    edition: int
    today: date
    base_url: str
    ads: tuple[Ad, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "ads", self.world.shown(self.edition))

    def render(self, template: str, *, encoding: Encoding = "utf-8", **values: object) -> bytes:
        """The page in its encoding; what the encoding lacks is written as a character reference."""
        page = _ENVIRONMENT.get_template(template).render(
            shown=self, site=self.world.site, notice=NOTICE, encoding=encoding, **values
        )
        return page.encode(encoding, "xmlcharrefreplace")

    def wording(self, ad: Ad) -> str:
        """The ad's text in this edition."""
        return ad.wording(self.edition)

    def posted(self, ad: Ad) -> str:
        """When it was posted, ISO 8601 in UTC."""
        return self.world.posted_at(ad, self.today).isoformat()

    def posted_rfc822(self, ad: Ad) -> str:
        """When it was posted, as RSS wants it."""
        return format_datetime(self.world.posted_at(ad, self.today))

    def find(self, key: str) -> Ad | None:
        """The ad with this key, if it is there in this edition."""
        return next((ad for ad in self.ads if ad.key == key), None)

    def missing(self) -> Answer:
        """404."""
        return Answer(self.render("missing.html"), 404)


def robots(*forbidden: str) -> Answer:
    """A robots.txt that lets everybody read all but the paths given."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in forbidden or ("",)), f"# {NOTICE}", ""]
    return Answer("\n".join(lines).encode(), content_type="text/plain; charset=utf-8")


def number(text: str | None, default: int) -> int | None:
    """A whole number from a query, `default` when it is not given, None when it is none."""
    if text is None:
        return default
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else None


def _lines(text: str) -> Markup:
    return Markup("<br>\n").join(escape(line) for line in text.split("\n"))


def _paragraphs(text: str) -> Markup:
    return Markup("\n").join(
        Markup("<p>{}</p>").format(Markup("<br/>").join(part.split("\n"))) for part in re.split(r"\n{2,}", text)
    )


def _with_emoji(text: str) -> Markup:
    """Lines with each emoji in elements of its own, as messengers' preview pages have them."""
    return Markup(_EMOJI.sub(lambda found: f'<i class="emoji"><b>{found.group()}</b></i>', str(_lines(text))))  # noqa: S704 - escaped above


def _cdata(html: Markup) -> Markup:
    """Escaped HTML as one text node of XML. Nothing escaped contains the `]]>` that would end its section."""
    return Markup("<![CDATA[") + html + Markup("]]>")


_ENVIRONMENT = jinja2.Environment(
    loader=jinja2.FileSystemLoader(_TEMPLATES),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters |= {
    "lines": _lines,
    "paragraphs": _paragraphs,
    "with_emoji": _with_emoji,
    "cdata": _cdata,
}
