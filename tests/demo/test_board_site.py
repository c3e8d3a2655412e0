"""The demo's board of classified ads, served as such sites serve it."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from demo_pages import TODAY, public, soup, text_of, walk, words

from demo.sites.server import Sites
from demo.sites.world import NOTICE, site_world


def test_the_boards_list_leads_page_by_page_to_every_public_ad_once(sites: Sites, client: httpx.Client) -> None:
    pages = list(walk(client, sites.urls["board"] + "/", "a.next"))
    listed = [str(link["href"]) for page in pages for link in page.select("ul.ads a.title")]
    assert listed == [f"/ad/{ad.key}" for ad in reversed(public("board"))]
    assert {len(page.select("ul.ads a.title")) for page in pages[:-1]} == {20}
    assert client.get(f"{sites.urls['board']}/?page={len(pages) + 1}").status_code == 404
    assert client.get(f"{sites.urls['board']}/?page=-1").status_code == 404
    assert client.get(f"{sites.urls['board']}/?page=²").status_code == 404


def test_a_category_shows_its_newest_ad_twice(sites: Sites, client: httpx.Client) -> None:
    page = next(walk(client, sites.urls["board"] + "/category/housing", "a.next"))
    links = Counter(str(link["href"]) for link in page.select("ul.ads a.title"))
    newest = [ad.key for ad in public("board") if ad.category == "housing"][-1]
    assert [link for link, times in links.items() if times == 2] == [f"/ad/{newest}"]


def test_every_sound_ad_is_served_with_its_exact_text(sites: Sites, client: httpx.Client) -> None:
    for ad in public("board"):
        if ad.fault:
            continue
        page = soup(client.get(f"{sites.urls['board']}/ad/{ad.key}"))
        article = page.select_one(f'article.ad[data-id="{ad.key}"]')
        assert article is not None
        assert words(article.select_one("div.text")) == text_of(ad)
        assert words(article.select_one("span.author")) == ad.author
        assert [words(contact) for contact in article.select("p.contact")] == ([ad.contact] if ad.contact else [])
        posted = datetime.fromisoformat(str(article.select("time")[0]["datetime"]))
        start_of_day = datetime(2026, 3, 1, tzinfo=UTC) - timedelta(days=ad.posted_days_ago)
        assert start_of_day - timedelta(days=1) < posted < start_of_day
        assert NOTICE in words(page.select_one("footer"))


def test_markup_in_an_ad_stays_text(sites: Sites, client: httpx.Client) -> None:
    hostile = next(ad for ad in public("board") if "<script>" in ad.text)
    answer = client.get(f"{sites.urls['board']}/ad/{hostile.key}")
    assert not soup(answer).select("script")
    assert "&lt;script&gt;" in answer.text


def test_pages_in_old_encodings_declare_them_and_one_of_them_only_in_itself(sites: Sites, client: httpx.Client) -> None:
    served = {ad.encoding: ad for ad in public("board") if ad.encoding != "utf-8"}
    assert set(served) == {"windows-1250", "iso-8859-9"}
    for encoding, ad in served.items():
        answer = client.get(f"{sites.urls['board']}/ad/{ad.key}")
        assert f'<meta charset="{encoding}">'.encode() in answer.content
        assert text_of(ad).split("\n")[0].encode(encoding) in answer.content
        with pytest.raises(UnicodeDecodeError):
            answer.content.decode("utf-8")
    headers = {e: client.get(f"{sites.urls['board']}/ad/{ad.key}").headers["content-type"] for e, ad in served.items()}
    assert headers == {"windows-1250": "text/html; charset=windows-1250", "iso-8859-9": "text/html"}


def test_an_ad_that_fails_answers_500_twice_and_then_works() -> None:
    ad = next(ad for ad in public("board") if ad.fault == "fails_twice")
    with Sites(today=TODAY) as own:
        url = f"{own.urls['board']}/ad/{ad.key}"
        assert [httpx.get(url, trust_env=False).status_code for _ in range(4)] == [500, 500, 200, 200]
        assert words(soup(httpx.get(url, trust_env=False)).select_one("div.text")) == text_of(ad)


def test_broken_pages_are_broken(sites: Sites, client: httpx.Client) -> None:
    broken = {ad.fault: ad for ad in public("board") if ad.fault}
    cut_off = client.get(f"{sites.urls['board']}/ad/{broken['cut_off'].key}")
    assert cut_off.status_code == 200
    assert b"</html>" not in cut_off.content
    assert text_of(broken["cut_off"]).split("\n")[0] in cut_off.text
    undecodable = client.get(f"{sites.urls['board']}/ad/{broken['invalid_bytes'].key}")
    with pytest.raises(UnicodeDecodeError):
        undecodable.content.decode("utf-8")
    assert text_of(broken["invalid_bytes"]).split("\n")[1].encode() in undecodable.content


def test_a_later_edition_shows_edited_wordings_and_new_ads_under_the_same_keys() -> None:
    board = site_world("board")
    edited = next(ad for ad in board.ads if len(ad.editions) == 2)
    new = next(ad for ad in board.ads if ad.from_edition == 2)
    with Sites(today=TODAY) as own:

        def shown(key: str) -> str | None:
            answer = httpx.get(f"{own.urls['board']}/ad/{key}", trust_env=False)
            return words(soup(answer).select_one("div.text")) if answer.status_code == 200 else None

        assert (shown(edited.key), shown(new.key)) == (edited.text, None)
        own.show(2)
        assert (shown(edited.key), shown(new.key)) == (edited.editions[0], new.text)
        own.show(9)
        assert shown(edited.key) == edited.editions[1]
