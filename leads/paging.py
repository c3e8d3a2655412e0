"""The leads of a question page by page, of one moment: none is lost or shown twice while new ones arrive.

Every page but the first is asked of the point in time (PIT) at which the first was made. Where a page ends is told by
a cursor that fits into a URL.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from elasticsearch import BadRequestError, Elasticsearch, NotFoundError

from leads.query import SearchQuery, to_elasticsearch
from leads.search import NOT_SHOWN, Hit, hits_of, order
from nlp.gazetteer import Gazetteer
from waymark.cluster import failures_in_one_line
from waymark.errors import UsageError
from waymark.settings import Settings

SIZE = 25
_KEPT = "10m"  # how long a list can be paged through without a page
_OVER = "this list is not kept any more, it is of ten minutes ago or more: search again"
#: `leads.facets` counts all. Once so many are counted, Elasticsearch passes over what cannot come onto the page.
_MOST_COUNTED = 1000


@dataclass(frozen=True)
class Page:
    """Some of the leads; `after` leads to the next page, None on the last; `exact`: `total` is all, not the least."""

    hits: tuple[Hit, ...]
    total: int
    exact: bool
    before: int  #: how many leads stand on the pages before
    after: str | None


@dataclass(frozen=True)
class _Cursor:
    pit: str
    last: tuple[Any, ...]
    shown: int

    def written(self) -> str:
        packed = json.dumps([self.pit, list(self.last), self.shown], separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def _cursor(written: str) -> _Cursor:
    try:
        pit, last, shown = json.loads(base64.urlsafe_b64decode(written + "=" * (-len(written) % 4)))
        return _Cursor(str(pit), tuple(last), int(shown))
    except (ValueError, TypeError, OverflowError, binascii.Error) as error:
        raise UsageError("this is no place in a list: search again") from error


def moment_of(after: str) -> str:
    """What all pages of one list have in common, read out of a page's `after`. Raises UsageError as `next_page`."""
    return _cursor(after).pit


def first_page(client: Elasticsearch, settings: Settings, query: SearchQuery, gazetteer: Gazetteer) -> Page:
    """The best leads. Raises as `leads.search.search` does."""
    asked = to_elasticsearch(query, gazetteer)
    with failures_in_one_line(settings):
        opened = client.options(ignore_status=404).open_point_in_time(index=settings.read_alias, keep_alive=_KEPT)
        if "id" not in opened:  # no index behind the alias: nothing was ever taken in
            return Page((), 0, True, 0, None)
        return _page(client, settings, asked, _Cursor(opened["id"], (), 0))


def next_page(client: Elasticsearch, settings: Settings, query: SearchQuery, gazetteer: Gazetteer, after: str) -> Page:
    """The leads behind `after`, of the moment of the first page. Raises UsageError where that is too long ago."""
    asked, cursor = to_elasticsearch(query, gazetteer), _cursor(after)
    with failures_in_one_line(settings):
        try:
            return _page(client, settings, asked, cursor)
        except (NotFoundError, BadRequestError) as error:
            raise UsageError(_OVER) from error


def every(
    client: Elasticsearch, settings: Settings, query: SearchQuery, gazetteer: Gazetteer, most: int
) -> Iterator[Hit]:
    """The leads of one moment, `most` at most, in the order of the pages. Raises as `first_page` does."""
    page, given = first_page(client, settings, query, gazetteer), 0
    moment = moment_of(page.after) if page.after else None
    try:
        while True:
            yield from page.hits[: most - given]
            given += len(page.hits)
            if page.after is None or given >= most:
                return
            page = next_page(client, settings, query, gazetteer, page.after)
    finally:
        if moment is not None:
            _close(client, moment)


def _page(client: Elasticsearch, settings: Settings, asked: dict[str, Any], cursor: _Cursor) -> Page:
    answer = client.search(
        pit={"id": cursor.pit, "keep_alive": _KEPT},
        query=asked,
        size=SIZE + 1,  # one more, to know whether there is another page
        sort=order(asked),
        search_after=list(cursor.last) or None,
        track_total_hits=_MOST_COUNTED,
        source_excludes=list(NOT_SHOWN),
    )
    found = answer["hits"]["hits"]
    shown, total = found[:SIZE], answer["hits"]["total"]
    more = _Cursor(answer["pit_id"], tuple(shown[-1]["sort"]), cursor.shown + len(shown)) if found[SIZE:] else None
    if more is None and not cursor.shown:  # a list of several pages can be gone back in
        _close(client, answer["pit_id"])
    return Page(
        hits_of(client, settings, shown),
        int(total["value"]),
        total["relation"] == "eq",
        cursor.shown,
        more.written() if more else None,
    )


def _close(client: Elasticsearch, pit: str) -> None:
    """What a node keeps for a moment costs it; where this is not done, it ends by itself."""
    client.options(ignore_status=(401, 404)).close_point_in_time(id=pit)
