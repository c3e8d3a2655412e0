"""The classifieds board: lists with pagination, categories, a page for each ad, and everything that goes wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import get_args

from demo.sites.pages import Answer, Shown, number, robots
from demo.sites.world import Ad, Category

PAGE_SIZE = 20
FORBIDDEN = ("/private/", "/kontakt/")


class Board:
    """The board's answers; it counts how often a page that fails twice was asked for since the start."""

    def __init__(self, shown: Shown) -> None:
        self._shown = shown
        self._asked: Counter[str] = Counter()

    def answer(self, path: str, query: Mapping[str, str]) -> Answer:
        """The answer to GET `path`."""
        match path.strip("/").split("/"):
            case ["robots.txt"]:
                return robots(*FORBIDDEN)
            case [""]:
                return self._list(self._public(), query, "/", None)
            case ["category", category] if category in get_args(Category):
                ads = [ad for ad in self._public() if ad.category == category]
                return self._list(ads, query, path, category)
            case ["ad", key]:
                return self._detail(key, forbidden=False)
            case ["private", key]:
                return self._detail(key, forbidden=True)
            case ["kontakt", key]:
                return self._contact(key)
        return self._shown.missing()

    def _public(self) -> list[Ad]:
        return [ad for ad in reversed(self._shown.ads) if not ad.forbidden]

    def _list(self, ads: Sequence[Ad], query: Mapping[str, str], path: str, category: str | None) -> Answer:
        page = number(query.get("page"), 1)
        last = max(1, -(-len(ads) // PAGE_SIZE))
        if page is None or not 1 <= page <= last:
            return self._shown.missing()
        body = self._shown.render(
            "board_list.html",
            ads=ads[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
            pinned=ads[0] if category and ads else None,
            members=[ad for ad in self._shown.ads if ad.forbidden],
            categories=get_args(Category),
            path=path,
            page=page,
            last=last,
        )
        return Answer(body)

    def _detail(self, key: str, *, forbidden: bool) -> Answer:
        ad = self._shown.find(key)
        if ad is None or ad.forbidden is not forbidden:
            return self._shown.missing()
        if ad.fault == "fails_twice":
            self._asked[key] += 1
            if self._asked[key] <= 2:
                return Answer(self._shown.render("failed.html"), 500)
        body = _spoilt(self._shown.render("board_ad.html", encoding=ad.encoding, ad=ad), ad)
        # A page in an old encoding says so in itself alone, as such pages do, or in the header too.
        charset = "" if ad.encoding == "iso-8859-9" else f"; charset={ad.encoding}"
        return Answer(body, content_type=f"text/html{charset}")

    def _contact(self, key: str) -> Answer:
        ad = self._shown.find(key)
        return Answer(self._shown.render("board_contact.html", ad=ad)) if ad else self._shown.missing()


def _spoilt(body: bytes, ad: Ad) -> bytes:
    start = body.index(b'<div class="text"')
    if ad.fault == "cut_off":
        end = body.index(b"</div>", start)
        return body[: end - (end - start) // 8]
    if ad.fault == "invalid_bytes":
        inside = body.index(b">", start) + 1
        return body[:inside] + b"\xff\xfe\xc3 " + body[inside:]
    return body
