"""A forum with one thread over several pages, with quotes of earlier posts and with signatures."""

from __future__ import annotations

from collections.abc import Mapping

from demo.sites.pages import Answer, Shown, number, robots
from demo.sites.world import Ad

PAGE_SIZE = 10


class Thread:
    """The forum's answers."""

    def __init__(self, shown: Shown) -> None:
        self._shown = shown
        self._slug = shown.world.site.slug
        self._signatures = {ad.author: ad.signature for ad in shown.ads if ad.signature}

    def answer(self, path: str, query: Mapping[str, str]) -> Answer:
        """The answer to GET `path`."""
        match path.strip("/").split("/"):
            case ["robots.txt"]:
                return robots("/members/")
            case [""]:
                return Answer(self._shown.render("thread_index.html"))
            case ["thread", self._slug]:
                return self._posts(query)
        return self._shown.missing()

    def _posts(self, query: Mapping[str, str]) -> Answer:
        page = number(query.get("page"), 1)
        last = -(-len(self._shown.ads) // PAGE_SIZE)
        if page is None or not 1 <= page <= last:
            return self._shown.missing()
        posts = self._shown.ads[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        body = self._shown.render(
            "thread.html",
            posts=[(post, self._quoted(post), self._signatures.get(post.author)) for post in posts],
            page=page,
            last=last,
        )
        return Answer(body)

    def _quoted(self, post: Ad) -> Ad | None:
        return self._shown.find(post.quotes) if post.quotes else None
