"""A notice as text for people: the words of a mail, plain and in HTML."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from alerts.channels.carried import listed
from alerts.channels.wording import wording
from alerts.notice import Channel, Notice

_MOST_LISTED = 50


@dataclass(frozen=True)
class Page:
    """One notice in the reader's language."""

    language: str
    subject: str
    plain: str
    html: str


def page(channel: Channel, notice: Notice) -> Page:
    """The notice in words; leads are listed where the channel may name them, the first fifty of them."""
    say = wording(notice.language)
    leads = listed(channel, notice)[:_MOST_LISTED]
    given = {
        "say": say,
        "notice": notice,
        "subject": say.about(notice.alert) if notice.message else say.subject(notice.alert, notice.count),
        "headline": notice.message or say.headline(say.quoted(notice.alert), notice.count),
        "leads": [lead.model_copy(update={"url": _of_the_web(lead.url)}) for lead in leads],
        "more": say.more(notice.count - len(leads)) if leads and notice.count > len(leads) else "",
        "found_at": "" if notice.message else say.found_at(notice.made_at),
    }
    plain, html = (_templates().get_template(name).render(given) for name in ("mail.plain", "mail.html"))
    return Page(say.language, str(given["subject"]), plain, html)


def _of_the_web(url: str | None) -> str | None:
    return url if url and url.startswith(("https://", "http://")) else None


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
