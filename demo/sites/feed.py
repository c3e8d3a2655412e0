"""A page of news with its feeds: RSS 2.0 with HTML in CDATA, and Atom (RFC 4287)."""

from __future__ import annotations

from collections.abc import Mapping

from demo.sites.pages import Answer, Shown, robots


class Feed:
    """The feed's answers."""

    def __init__(self, shown: Shown) -> None:
        self._shown = shown
        self._entries = tuple(reversed(shown.ads))

    def answer(self, path: str, query: Mapping[str, str]) -> Answer:  # noqa: ARG002 - feeds have no query
        """The answer to GET `path`."""
        match path.strip("/").split("/"):
            case ["robots.txt"]:
                return robots()
            case [""]:
                return Answer(self._shown.render("feed_index.html", entries=self._entries))
            case ["feed.xml"]:
                body = self._shown.render("rss.xml", entries=self._entries)
                return Answer(body, content_type="application/rss+xml; charset=utf-8")
            case ["atom.xml"]:
                body = self._shown.render("atom.xml", entries=self._entries)
                return Answer(body, content_type="application/atom+xml; charset=utf-8")
            case ["entry", key]:
                entry = self._shown.find(key)
                return Answer(self._shown.render("feed_entry.html", entry=entry)) if entry else self._shown.missing()
        return self._shown.missing()
