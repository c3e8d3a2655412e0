"""What holds for each of the demo's sites: robots.txt, escaping, where they are served, and the program."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urljoin
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import httpx
import pytest
import yaml
from bs4 import BeautifulSoup
from demo_pages import soup, walk

from demo.sites.server import Sites
from demo.sites.world import FOLDER, NOTICE, SITES, SiteKind
from waymark.errors import ServiceError, UsageError

MARKER = "FORBIDDEN-BY-ROBOTS"


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
