"""Follow the link: a graph that grows by a click, with its whole state in the address."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Callable
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import networkx
import pytest
from starlette.testclient import TestClient

from console.layout import HIGH, WIDE, layout
from leads.links import FEW, Graph, Neighbour, Node, Opened
from waymark.audit import Trail
from waymark.records import Document
from waymark.settings import Settings

SignIn = Callable[[str], TestClient]
TakeIn = Callable[[list[Document]], None]
TEXTS = (
    "Prishtina – Wien, kombi, 2500 euro, tel 044 123 456, t.me/agimi_trans",
    "Prishtina – Wien, 044 123 456 ose +381 64 1234567",
    "Subotica - Segedin 300 euro, +381 64 1234567",
)


@pytest.fixture
def browser_of(sign_in: SignIn, take_in: TakeIn) -> Callable[[str], TestClient]:
    """Somebody with a role, and three leads in the index."""
    captured = datetime(2026, 11, 1, tzinfo=UTC)
    documents = [
        Document(id=text, kind="ad", text=text, source="board", country="XK", captured_at=captured) for text in TEXTS
    ]

    def signed_in(role: str) -> TestClient:
        take_in(documents)
        return sign_in(role)

    return signed_in


def nodes(page: str) -> dict[str, str]:
    """The nodes of the picture: their words and where a click on them leads."""
    svg = page.split('<svg class="map graph"')[1].split("</svg>")[0]
    links = re.findall(r'<a id="[^"]+" href="([^"]+)" aria-label="([^"]+)"', svg)
    return {html.unescape(words): html.unescape(goes) for goes, words in links}


@pytest.mark.node
def test_a_graph_grows_from_a_lead_by_clicks_and_shrinks_again(browser_of: Callable[[str], TestClient]) -> None:
    browser = browser_of("analyst")
    identity = browser.get("/?q=t.me").text.split('href="/leads/')[1].split('"')[0]
    begins = re.search(r'href="(/graph\?n=lead[^"]+)"', browser.get(f"/leads/{identity}").text)
    assert begins
    first = nodes(browser.get(html.unescape(begins[1])).text)
    goes = first[f"phone +38344123456, 1 lead with Lead {identity[:8]}: open it"]
    second = nodes(browser.get(goes).text)
    assert second["phone +38344123456, 2 leads: opened; close it"].startswith("/graph?n=lead:")
    driver = second["phone +381641234567, 1 lead with +38344123456: open it"]
    third = nodes(browser.get(driver).text)
    assert "route Subotica → Szeged, 1 lead with +381641234567: open it" in third
    closed = third["phone +381641234567, 2 leads: opened; close it"]
    assert nodes(browser.get(closed).text).keys() == second.keys()


@pytest.mark.node
def test_the_table_says_what_the_picture_says_and_leads_to_the_search(browser_of: Callable[[str], TestClient]) -> None:
    browser = browser_of("analyst")
    page = browser.get("/graph?n=phone:%2B38344123456").text
    table = page.split("<tbody>")[1].split("</tbody>")[0]
    rows = [html.unescape(words) for words in re.findall(r'<td dir="auto"><a href="[^"]+" aria-label="([^"]+)"', table)]
    assert sorted(rows) == sorted(words for words in nodes(page) if "with" in words)
    both = re.findall(r'href="(/\?q=[^"]+)" aria-label="the (\d+) leads that have both"', table)
    assert {count for _, count in both} == {"1", "2"}
    for address, count in both:
        assert f"of {count} lead" in browser.get(html.unescape(address)).text, address


@pytest.mark.node
def test_the_graph_is_exported_and_looking_at_it_is_noted(
    browser_of: Callable[[str], TestClient], cluster_settings: Settings
) -> None:
    browser = browser_of("analyst")
    page = browser.get("/graph?n=phone:%2B38344123456&most=12").text
    address = re.search(r'href="(/graph/export\?[^"]+graphml[^"]*)"', page)
    assert address
    answer = browser.get(html.unescape(address[1]))
    assert answer.headers["content-disposition"].endswith('.graphml"')
    assert len(networkx.parse_graphml(answer.text).nodes) == len(nodes(page))
    noted = [(entry.action, dict(entry.details)) for entry in Trail(cluster_settings.audit).entries()][-2:]
    about = {"view": "graph", "nodes": "phone:+38344123456"}
    assert noted == [("open", about), ("export", {**about, "format": "graphml"})]


@pytest.mark.node
@pytest.mark.parametrize(
    "query", ["", "n=person:Agim", "n=phone:%2B38344123456&most=9999", "n=phone:%2B38344123456&most=x"]
)
def test_what_cannot_be_followed_is_refused_in_words(sign_in: SignIn, query: str) -> None:
    answer = sign_in("analyst").get(f"/graph?{query}")
    assert (answer.status_code, 'role="alert"' in answer.text) == (400, True)


@pytest.mark.node
def test_who_may_not_read_leads_sees_no_graph(browser_of: Callable[[str], TestClient]) -> None:
    answer = browser_of("auditor").get("/graph?n=phone:%2B38344123456")
    assert (answer.status_code, "+381641234567" in answer.text) == (403, False)


@pytest.mark.node
def test_a_hostile_handle_is_text_and_the_picture_well_formed(browser_of: Callable[[str], TestClient]) -> None:
    page = browser_of("analyst").get("/graph", params={"n": ["handle:<script>alert(1)</script>", "handle:agimi_trans"]})
    svg = '<svg xmlns="http://www.w3.org/2000/svg"' + page.text.split("<svg")[1].split("</svg>")[0] + "</svg>"
    ET.fromstring(svg)
    assert "<script>alert" not in page.text


def star(hub: Node, count: int, first: int = 0) -> Opened:
    near = tuple(Neighbour(Node("phone", f"+38344{number:06}"), 1) for number in range(first, first + count))
    return Opened(hub, count, near, {})


def test_no_two_names_lie_on_each_other_and_growing_moves_nothing() -> None:
    first = star(Node("place", "a"), 24)
    grown = [first, star(Node("phone", "+38344000003"), 24, 20), star(Node("handle", "far"), 5, 100)]
    pictures = [layout(Graph(tuple(grown[:count]), (), FEW)) for count in (1, 2, 3)]
    for small, large in itertools.pairwise(pictures):
        assert {node: large[node] for node in small} == small
    points = list(pictures[-1].values())
    assert len(points) == 1 + 24 + 20 + 1 + 5
    for one, other in itertools.combinations(points, 2):
        assert abs(one[0] - other[0]) >= WIDE or abs(one[1] - other[1]) >= HIGH
    assert layout(Graph(tuple(grown), (), FEW)) == pictures[-1]
