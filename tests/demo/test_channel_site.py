"""The demo's messaging channel, as its public page shows it."""

from __future__ import annotations

import httpx
from demo_pages import public, soup, text_of, walk, words

from demo.sites.server import Sites
from demo.sites.world import site_world


def test_the_channel_shows_every_message_by_its_number_newest_last(sites: Sites, client: httpx.Client) -> None:
    slug = site_world("channel").site.slug
    pages = list(walk(client, f"{sites.urls['channel']}/s/{slug}", "a.tme_messages_more"))
    assert [len(page.select(".tgme_widget_message")) for page in pages[:-1]] == [12] * (len(pages) - 1)
    assert len(pages) > 1
    assert any(page.select(".tgme_widget_message_text i.emoji > b") for page in pages)
    found: dict[str, str] = {}
    for page in pages:
        numbers = [int(str(m["data-post"]).split("/")[1]) for m in page.select(".tgme_widget_message")]
        assert numbers == sorted(numbers)
        for message in page.select(".tgme_widget_message"):
            link = message.select_one("a.tgme_widget_message_date")
            assert link is not None
            assert str(message["data-post"]) not in found
            found[str(message["data-post"])] = words(message.select_one(".tgme_widget_message_text"))
            assert str(link["href"]) == f"/s/{message['data-post']}"
    assert found == {f"{slug}/{ad.number}": text_of(ad) for ad in public("channel")}


def test_a_messages_permalink_shows_it_alone_with_where_it_was_forwarded_from(
    sites: Sites, client: httpx.Client
) -> None:
    slug = site_world("channel").site.slug
    forwarded = next(ad for ad in public("channel") if ad.forwarded_from)
    page = soup(client.get(f"{sites.urls['channel']}/s/{slug}/{forwarded.number}"))
    assert len(page.select(".tgme_widget_message")) == 1
    assert words(page.select_one(".tgme_widget_message_forwarded_from_name")) == forwarded.forwarded_from
    assert str(forwarded.forwarded_from) not in words(page.select_one(".tgme_widget_message_text"))
    assert client.get(f"{sites.urls['channel']}/s/{slug}/999").status_code == 404
