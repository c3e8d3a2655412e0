"""The demo's feeds."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import httpx
import pytest
from bs4 import BeautifulSoup
from demo_pages import public, text_of, words

from demo.sites.server import Sites
from demo.sites.world import NOTICE


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
