"""A crawl takes no more of a site than its source and robots.txt allow.

Pauses are asserted by the requests as the site saw them: a slow machine lengthens the crawl, and a request that it sees
late comes nearer to the next one, so that single distances may be shorter than the pause, but not their mean.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from statistics import mean

import pytest
from loopback_site import Answer, Crawled, Site, ad_page, list_page, source

from crawlers.source import Source

Read = Callable[[Source], Crawled]


@pytest.fixture
def board(site: Site) -> Site:
    site["/"] = list_page("/ad/1", "/ad/2", "/ad/3")
    for number in "123":
        site[f"/ad/{number}"] = ad_page(number, f"Kombi {number}")
    return site


def distances(site: Site) -> list[float]:
    return [later.at - earlier.at for earlier, later in pairwise(site.asked)]


def kept_apart(site: Site, seconds: float) -> bool:
    """Whether the requests came `seconds` apart, none of them together with another."""
    apart = distances(site)
    return mean(apart) > 0.925 * seconds and min(apart) > 0.5 * seconds


def test_the_sources_delay_lies_between_all_requests(site: Site, read: Read) -> None:
    paths = [f"/ad/{number}" for number in range(15)]
    site["/"] = list_page(*paths)
    for path in paths:
        site[path] = ad_page(path, "Kombi")
    read(source(f"{site.url}/", politeness={"delay_seconds": 0.2}))
    assert len(site.asked) == 17
    assert kept_apart(site, 0.2)


def test_a_longer_crawl_delay_of_robots_txt_is_kept_to(board: Site, read: Read) -> None:
    board["/robots.txt"] = "User-agent: *\nCrawl-delay: 0.1\n\nUser-agent: Waymark\nCrawl-delay: 0.4\nDisallow: /ad/3"
    read(source(f"{board.url}/"))
    assert board.paths[0] == "/robots.txt"
    assert len(board.asked) == 4
    assert kept_apart(board, 0.4)


def test_each_wait_after_a_failure_is_longer_than_the_one_before(board: Site, read: Read) -> None:
    board["/ad/2"] = Answer("busy", 503)
    read(source(f"{board.url}/", politeness={"retry_seconds": 0.2}))
    times = [asked.at for asked in board.asked if asked.path == "/ad/2"]
    first, second, third = [later - earlier for earlier, later in pairwise(times)]
    assert (first > 0.2, second > 0.4, third > 0.8) == (True, True, True)


def test_a_wait_that_the_site_asks_for_is_kept(board: Site, read: Read) -> None:
    board["/ad/2"] = Answer("later", 429, {"Retry-After": "1"}, times=1, then=Answer(ad_page("2", "Kombi")))
    assert "2" in read(source(f"{board.url}/")).documents
    first, second = [asked.at for asked in board.asked if asked.path == "/ad/2"]
    assert second - first > 1


def test_a_site_that_asks_for_a_long_wait_is_left_alone(board: Site, read: Read) -> None:
    board["/ad/2"] = Answer("tomorrow", 503, {"Retry-After": "86400"})
    crawled = read(source(f"{board.url}/"))
    assert board.paths.count("/ad/2") == 1
    assert crawled.outcome.problems == (f"{board.url}/ad/2: answered 503",)


def test_no_more_pages_are_read_than_the_source_allows(site: Site, read: Read) -> None:
    for number in range(40):
        site[f"/list/{number}"] = list_page(f"/ad/{number}") + f'<a rel="next" href="/list/{number + 1}">next</a>'
        site[f"/ad/{number}"] = ad_page(str(number), f"Kombi {number}")
    read(source(f"{site.url}/list/0", politeness={"max_pages": 6, "concurrency": 1}))
    assert 6 <= len(site.paths) <= 8  # what is under way when the sixth arrives is finished


def test_only_the_paths_of_the_source_are_read(site: Site, read: Read) -> None:
    site["/"] = list_page("/ad/1", "/shop/1", "/ad/2")
    site["/ad/1"] = ad_page("1", "Kombi")
    site["/ad/2"] = Answer(status=302, headers={"Location": "/shop/2"})
    site["/shop/1"], site["/shop/2"] = ad_page("s1", "Stan"), ad_page("s2", "Stan")
    assert set(read(source(f"{site.url}/", paths=["/ad/"])).documents) == {"1"}
    assert not [path for path in site.paths if path.startswith("/shop/")]
