"""The demo's forum thread."""

from __future__ import annotations

import httpx
from demo_pages import public, text_of, walk, words

from demo.sites.server import Sites
from demo.sites.world import site_world


def test_the_thread_shows_every_post_and_keeps_quotes_and_signatures_apart(sites: Sites, client: httpx.Client) -> None:
    world = site_world("thread")
    pages = list(walk(client, f"{sites.urls['thread']}/thread/{world.site.slug}", "a.next"))
    assert len(pages) > 1
    found: dict[str, str] = {}
    quotes, signatures = 0, 0
    for post in (post for page in pages for post in page.select("article.post")):
        ad = next(ad for ad in world.ads if ad.key == post["data-post"])
        quote = post.select_one("blockquote.quote")
        assert (quote is not None) is (ad.quotes is not None)
        if quote is not None:
            earlier = next(other for other in world.ads if other.key == ad.quotes)
            assert text_of(earlier) in words(quote.extract())
            quotes += 1
        signatures += len(post.select("div.signature"))
        found[ad.key] = words(post.select_one("div.body"))
    assert found == {ad.key: text_of(ad) for ad in public("thread")}
    assert quotes
    assert signatures
