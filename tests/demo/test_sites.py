"""The demo's fictitious sites: their ads are sound data, and they are served as such sites serve them."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urljoin
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import httpx
import phonenumbers
import pytest
import yaml
from bs4 import BeautifulSoup, Tag

from demo.sites.server import Sites
from demo.sites.world import FOLDER, NOTICE, SITES, Ad, SiteKind, load, site_world
from waymark.errors import ConfigurationError, ServiceError, UsageError

MARKER = "FORBIDDEN-BY-ROBOTS"
TODAY = date(2026, 3, 1)


@pytest.fixture(scope="module")
def sites() -> Iterator[Sites]:
    with Sites(today=TODAY) as running:
        yield running


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, timeout=30) as client:
        yield client


def soup(answer: httpx.Response) -> BeautifulSoup:
    """The page as a browser reads it: by the header's encoding, else by the one the page declares."""
    return BeautifulSoup(answer.content, "html.parser", from_encoding=answer.charset_encoding)


def words(element: Tag | None) -> str:
    """An element's text with <br> as line breaks."""
    assert element is not None
    for line_break in element.select("br"):
        line_break.replace_with("\n" if not str(line_break.next_sibling or "").startswith("\n") else "")
    return element.get_text().strip("\n")


def walk(client: httpx.Client, start: str, next_link: str) -> Iterator[BeautifulSoup]:
    """The pages from `start` on, by their links to the next one."""
    url, seen = start, set[str]()
    while url not in seen:
        seen.add(url)
        answer = client.get(url)
        assert answer.status_code == 200
        page = soup(answer)
        yield page
        link = page.select_one(next_link)
        if link is None:
            return
        url = urljoin(url, str(link["href"]))
    pytest.fail(f"the pages from {start} run in a circle")


def public(site: SiteKind) -> list[Ad]:
    return [ad for ad in site_world(site).shown(1) if not ad.forbidden]


def text_of(ad: Ad) -> str:
    return ad.wording(1)


# -- the world ----------------------------------------------------------------------------------------------------


def test_the_world_has_enough_ads_in_enough_languages_of_which_some_are_innocent() -> None:
    board = site_world("board").ads
    ads = [ad for site in SITES for ad in site_world(site).ads]
    assert len(board) >= 90
    assert len(ads) >= 150
    assert len({ad.language for ad in board}) >= 14
    assert 0.5 <= sum(ad.kind == "journey" for ad in board) / len(board) <= 0.7
    assert sum(bool(ad.editions) for ad in board) >= 6
    assert sum(ad.repost_of is not None for ad in board) >= 4
    assert {ad.text.isascii() for ad in board if ad.language == "sq"} == {True, False}
    assert {bool(re.search(r"[а-яђјљњћџ]", ad.text)) for ad in board if ad.language == "sr"} == {True, False}


@pytest.mark.parametrize("site", SITES)
def test_languages_of_the_ads_are_those_the_site_names_and_no_text_stands_twice(site: SiteKind) -> None:
    world = site_world(site)
    assert {ad.language for ad in world.ads} <= set(world.site.languages)
    again = [text for text, times in Counter(ad.text for ad in world.ads if not ad.repost_of).items() if times > 1]
    assert not again


@pytest.mark.parametrize("site", SITES)
def test_every_file_says_first_that_all_is_invented(site: SiteKind) -> None:
    assert "invented" in (FOLDER / f"{site}.yml").read_text("utf-8").splitlines()[0].lower()


def test_shared_numbers_are_valid_and_recur_over_sites() -> None:
    table = re.findall(r"^\| (\+[\d ]+) \|", (FOLDER / "README.md").read_text("utf-8"), re.MULTILINE)
    assert len(table) >= 10
    assert all(phonenumbers.is_valid_number(phonenumbers.parse(number)) for number in table)
    beni = re.compile(r"(?:44|4\W*4)\W*[0oO]\W*[0oO]\W*[0oO]\W*1\W*1\W*7")
    assert {ad.key[0] for site in SITES for ad in site_world(site).ads if beni.search(ad.text)} >= {"b", "c"}


def test_a_wrong_file_is_refused_with_its_name_and_the_ad(tmp_path: Path) -> None:
    content = yaml.safe_load((FOLDER / "board.yml").read_text("utf-8"))
    file = tmp_path / "board.yml"

    def refusal(ads: list[dict[str, object]]) -> str:
        file.write_text(yaml.safe_dump({"site": content["site"], "ads": ads}), "utf-8")
        with pytest.raises(ConfigurationError) as caught:
            load(file)
        assert "\n" not in str(caught.value)
        return str(caught.value)

    first, second = content["ads"][:2]
    assert "board.yml: ads.0.prize" in refusal([{**first, "prize": 1}])
    assert "b-001: the key stands twice" in refusal([first, first])
    assert "oldest first" in refusal([second, first])
    assert "c-001" in refusal([{**first, "key": "c-001"}])
    assert "b-077 is no earlier ad" in refusal([{**first, "repost_of": "b-077"}])
    file.write_text("site: [", "utf-8")
    with pytest.raises(ConfigurationError, match=r"board\.yml: cannot be read"):
        load(file)


# -- the board ----------------------------------------------------------------------------------------------------


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


def test_what_robots_txt_forbids_is_linked_and_nowhere_else(sites: Sites, client: httpx.Client) -> None:
    base = sites.urls["board"]
    rules = RobotFileParser()
    rules.parse(client.get(f"{base}/robots.txt").text.splitlines())
    pages = list(walk(client, f"{base}/", "a.next"))
    links = {urljoin(f"{base}/", str(a["href"])) for page in pages for a in page.select("a[href]")}
    links |= {urljoin(base, str(a["href"])) for a in soup(client.get(f"{base}/ad/b-001")).select("a[href]")}
    own = {link for link in links if link.startswith(base)}
    forbidden = {link for link in own if not rules.can_fetch("Waymark", link)}
    assert {link.split("/")[3] for link in forbidden} == {"private", "kontakt"}
    for link in own:
        answer = client.get(link)
        assert (MARKER in answer.text) is (link in forbidden)
    assert [link for link in sorted(own - forbidden) if client.get(link).status_code == 404] == [f"{base}/ad/b-999"]
    assert links - own == {"http://partner.invalid/ads/1"}


@pytest.mark.parametrize("site", SITES)
def test_every_site_has_its_own_robots_txt_and_a_page_for_what_is_not_there(
    site: SiteKind, sites: Sites, client: httpx.Client
) -> None:
    robots = client.get(f"{sites.urls[site]}/robots.txt")
    assert robots.headers["content-type"].startswith("text/plain")
    assert "User-agent: *\nDisallow:" in robots.text
    home = client.get(f"{sites.urls[site]}/")
    assert home.status_code == 200
    missing = client.get(f"{sites.urls[site]}/%3Cscript%3E/../..//nothing")
    assert missing.status_code == 404
    assert NOTICE in missing.text
    assert NOTICE in home.text


# -- channel, thread, feed ----------------------------------------------------------------------------------------


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


@pytest.mark.parametrize(
    ("path", "item", "content", "key"),
    [
        ("/feed.xml", ".//item", "description", "guid"),
        ("/atom.xml", ".//{*}entry", "{*}content", "{*}id"),
    ],
)
def test_feeds_carry_every_entry_newest_first_as_html(
    path: str, item: str, content: str, key: str, sites: Sites, client: httpx.Client
) -> None:
    answer = client.get(sites.urls["feed"] + path)
    assert b"<![CDATA[<p>" in answer.content
    assert NOTICE in answer.text
    entries = ElementTree.fromstring(answer.content).findall(item)
    texts = {str(entry.findtext(key))[-5:]: str(entry.findtext(content)) for entry in entries}
    expected = list(reversed(public("feed")))
    assert list(texts) == [ad.key for ad in expected]
    for ad in expected:
        html = BeautifulSoup(texts[ad.key], "html.parser")
        assert "\n\n".join(words(p) for p in html.select("p")) == re.sub(r"\n{2,}", "\n\n", text_of(ad))
        assert client.get(f"{sites.urls['feed']}/entry/{ad.key}").status_code == 200
    for entry in entries:
        stated = entry.findtext("pubDate")
        assert parsedate_to_datetime(stated) if stated else datetime.fromisoformat(str(entry.findtext("{*}updated")))


def test_an_entry_can_neither_end_its_cdata_nor_smuggle_markup_into_a_page(tmp_path: Path) -> None:
    attack = 'a ]]></description><item> & <img src=x onerror="alert(1)">'
    for site in SITES:
        ad = {"key": f"{site[0]}-001", "language": "en", "country": "AT", "kind": "innocent", "posted_days_ago": 1}
        about = {"id": site, "kind": site, "name": attack, "languages": ["en"], "about": attack}
        content = {"site": about, "ads": [{**ad, "author": attack, "text": attack, "title": attack}]}
        (tmp_path / f"{site}.yml").write_text(yaml.safe_dump(content), "utf-8")
    addresses: dict[SiteKind, str] = {"board": "/ad/b-001", "channel": "/s/main", "thread": "/thread/main", "feed": "/"}
    with Sites(folder=tmp_path) as own:
        for site, path in addresses.items():
            page = soup(httpx.get(own.urls[site] + path, trust_env=False))
            assert not page.select("img, item")
        for path in ("/feed.xml", "/atom.xml"):
            root = ElementTree.fromstring(httpx.get(own.urls["feed"] + path, trust_env=False).content)
            entry = root.findall(".//item") + root.findall(".//{*}entry")
            assert len(entry) == 1
            html = entry[0].findtext("description") or entry[0].findtext("{*}content")
            assert BeautifulSoup(str(html), "html.parser").get_text() == attack


# -- editions -----------------------------------------------------------------------------------------------------


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


# -- the program --------------------------------------------------------------------------------------------------


def test_the_program_says_when_all_sites_answer_and_ends_on_sigterm() -> None:
    command = [sys.executable, "-m", "demo.sites", "--edition", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=FOLDER.parent.parent) as process:
        assert process.stdout is not None
        urls = yaml.safe_load(process.stdout.readline())
        assert list(urls) == list(SITES)
        with httpx.Client(trust_env=False) as open_connection:
            for url in urls.values():
                assert open_connection.get(f"{url}/robots.txt").status_code == 200
            try:
                process.terminate()
                assert process.wait(timeout=60) == 0
            finally:
                process.kill()


def test_a_taken_port_is_named_and_nothing_stays_open() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            free = probe.getsockname()[1]
        refused = Sites(ports=(free, port, 0, 0))
        with pytest.raises(ServiceError, match=f"port {port} for the demo's channel"):
            refused.start()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", free))
            probe.listen()
        assert refused.urls == {}
        command = [sys.executable, "-m", "demo.sites", "--ports", "0", "0", "0", str(port)]
        ended = subprocess.run(command, capture_output=True, text=True, cwd=FOLDER.parent.parent, timeout=120)
    assert ended.returncode == 3
    assert ended.stderr.startswith("waymark: port ")
    assert ended.stderr.count("\n") == 1


def test_sites_are_served_on_loopback_only() -> None:
    with pytest.raises(UsageError, match="loopback only"):
        Sites(host="0.0.0.0")
    with pytest.raises(UsageError, match="loopback only"):
        Sites(host="www.example")
