"""The public preview of a messaging channel: newest messages last, older ones behind `?before=`."""

from __future__ import annotations

from collections.abc import Mapping

from demo.sites.pages import Answer, Shown, number, robots

PAGE_SIZE = 12


class Channel:
    """The channel's answers."""

    def __init__(self, shown: Shown) -> None:
        self._shown = shown
        self._slug = shown.world.site.slug

    def answer(self, path: str, query: Mapping[str, str]) -> Answer:
        """The answer to GET `path`."""
        match path.strip("/").split("/"):
            case ["robots.txt"]:
                return robots("/login")
            case [("" | self._slug)]:
                return Answer(self._shown.render("channel_about.html"))
            case ["s", self._slug]:
                return self._messages(query)
            case ["s", self._slug, message]:
                return self._message(message)
        return self._shown.missing()

    def _messages(self, query: Mapping[str, str]) -> Answer:
        before = number(query.get("before"), 1_000_000)
        if before is None:
            return self._shown.missing()
        older = [ad for ad in self._shown.ads if ad.number < before]
        messages = older[-PAGE_SIZE:]
        earlier = messages[0].number if len(older) > PAGE_SIZE else None
        return Answer(self._shown.render("channel.html", messages=messages, earlier=earlier))

    def _message(self, message: str) -> Answer:
        wanted = number(message, 0)
        messages = [ad for ad in self._shown.ads if ad.number == wanted]
        if not messages:
            return self._shown.missing()
        return Answer(self._shown.render("channel.html", messages=messages, earlier=None))
