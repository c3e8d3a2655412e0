"""The demo's four sites, crawled by the demo's own source files: every public ad once, no forbidden one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from loopback_site import Crawled

from crawlers.crawl import crawl
from crawlers.registry import load
from demo.sites.server import Sites
from demo.sites.world import SITES, Ad, SiteKind, site_world
from waymark.archive import Archive
from waymark.records import Document
from waymark.settings import Settings

SOURCES = Path(__file__).resolve().parents[2] / "demo" / "sources"
TODAY = date(2026, 3, 1)


@pytest.fixture(scope="module")
def crawls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[SiteKind, Crawled]]:
    settings = Settings(state=tmp_path_factory.mktemp("demo"))
    archive = Archive(settings.archive_url)
    with pytest.MonkeyPatch.context() as environment, Sites(today=TODAY) as sites:
        for site, url in sites.urls.items():
            environment.setenv(f"WAYMARK_DEMO_{site.upper()}", url)
        sources, problems = load([SOURCES])
        assert problems == []
        yield {
            source.kind: Crawled(crawl(source, run="run", archive=archive, settings=settings), archive)
            for source in sources
        }


def public(site: SiteKind) -> dict[str, Ad]:
    """The site's ads by the ids its pages give them."""
    world = site_world(site)
    ads = [ad for ad in world.shown(1) if not ad.forbidden]
    return {f"{world.site.slug}/{ad.number}" if site == "channel" else ad.key: ad for ad in ads}


def documents(crawled: Crawled) -> list[Document]:
    return [document for ref in crawled.outcome.documents for document in crawled.archive.documents(ref)]


def words(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


@pytest.mark.parametrize("site", SITES)
def test_every_public_ad_is_found_exactly_once(site: SiteKind, crawls: dict[SiteKind, Crawled]) -> None:
    assert Counter(document.id for document in documents(crawls[site])) == Counter(public(site).keys())


@pytest.mark.parametrize("site", SITES)
def test_an_ad_says_what_its_author_wrote_and_nothing_of_others(
    site: SiteKind, crawls: dict[SiteKind, Crawled]
) -> None:
    signatures = {ad.author: ad.signature for ad in public(site).values() if ad.signature}
    for document in documents(crawls[site]):
        ad = public(site)[document.id]
        if ad.fault in {"cut_off", "invalid_bytes"}:
            continue  # tested on their own
        said = [ad.title if site in {"board", "feed"} else None, ad.wording(1), ad.contact, signatures.get(ad.author)]
        expected = [words(part) for part in said if part]
        if site == "feed" and not ad.title:
            expected.insert(0, ad.key)  # a feed's entry must have a title
        assert words(document.text) == " ".join(dict.fromkeys(expected))


@pytest.mark.parametrize("site", SITES)
def test_when_an_ad_was_posted_is_what_the_site_says(site: SiteKind, crawls: dict[SiteKind, Crawled]) -> None:
    world = site_world(site)
    for document in documents(crawls[site]):
        assert document.published_at == world.posted_at(public(site)[document.id], TODAY)


def test_spoilt_pages_yield_what_can_be_read_of_them(crawls: dict[SiteKind, Crawled]) -> None:
    found = {document.id: document.text for document in documents(crawls["board"])}
    faults = {ad.fault: ad for ad in public("board").values() if ad.fault}
    assert faults.keys() == {"cut_off", "invalid_bytes", "fails_twice"}
    whole = words(faults["cut_off"].wording(1))
    assert whole[: len(whole) // 2] in words(found[faults["cut_off"].key])
    assert words(faults["invalid_bytes"].wording(1)) in words(found[faults["invalid_bytes"].key])
    assert any(f"/ad/{faults['invalid_bytes'].key}: bytes" in told for told in crawls["board"].outcome.problems)


def test_what_robots_txt_forbids_is_neither_in_an_ad_nor_in_the_evidence(crawls: dict[SiteKind, Crawled]) -> None:
    board = crawls["board"]
    assert board.outcome.forbidden > 0
    for capture in board.archive.captures(board.outcome.captures):
        assert not re.search(r"/(private|kontakt)/|partner\.invalid", capture.url)
    assert not any(
        "FORBIDDEN-BY-ROBOTS" in document.text for crawled in crawls.values() for document in documents(crawled)
    )


def test_a_page_that_is_gone_is_named_and_nothing_else_went_wrong(crawls: dict[SiteKind, Crawled]) -> None:
    gone, undecodable = sorted(crawls["board"].outcome.problems, key=lambda told: "answered 404" not in told)
    assert gone.endswith("/ad/b-999: answered 404")
    assert undecodable.endswith("read with replacements")
    assert all(crawls[site].outcome.problems == () for site in ("channel", "thread", "feed"))
