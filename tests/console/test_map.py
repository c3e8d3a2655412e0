"""Journeys on the map: arcs, dots, prices, and the narrower search behind each."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from console.world import HEIGHT, WIDTH, middles, picture, project
from waymark.records import Document

SignIn = Callable[[str], TestClient]


@pytest.mark.node
def test_legs_lie_on_the_map_and_lead_to_the_narrower_search(
    sign_in: SignIn, take_in: Callable[[list[Document]], None]
) -> None:
    texts = (
        "Prishtina – Subotica – Wien, kombi, 2500 euro",
        "Subotica - Wien 1000 euro auto",
        "Subotica - Wien 1400 euro",
    )
    captured = datetime(2026, 11, 1, tzinfo=UTC)
    take_in([Document(id=text, kind="ad", text=text, source="board", captured_at=captured) for text in texts])
    browser = sign_in("analyst")
    page = html.unescape(browser.get("/map").text)
    legs = dict(re.findall(r'<a href="([^"]+)" aria-label="([^"]+ → [^"]+)"', page))
    words = {text: link for link, text in legs.items()}
    assert set(words) == {
        "Pristina → Subotica: 1 lead",
        "Subotica → Vienna: 3 leads; 1\u202f200 euro in the middle of 2 prices, "
        "half of them between 1\u202f100 and 1\u202f300",
    }
    narrower = words["Pristina → Subotica: 1 lead"]
    assert parse_qs(urlsplit(narrower).query)["q"] == ["via:gn:786714 via:gn:3189595"]
    assert "Subotica → Vienna: 1 lead" in html.unescape(browser.get(narrower).text)


@pytest.mark.node
def test_without_leads_there_is_a_map_without_arcs(sign_in: SignIn) -> None:
    browser = sign_in("analyst")
    answer = browser.get("/map?q=kombi")
    assert (answer.status_code, 'class="arc"' in answer.text) == (200, False)
    assert browser.get("/map?q=fro:x").status_code == 400


def test_places_lie_within_the_shapes_of_their_countries() -> None:
    x, y = project(42.67, 21.17)  # Prishtina
    assert abs(middles()["Kosovo"][0] - x) < 10 and abs(middles()["Kosovo"][1] - y) < 10
    assert project(90, 180) == (WIDTH, pytest.approx(0))
    assert project(-90, -180) == (0, pytest.approx(HEIGHT))


def test_no_line_runs_around_the_world() -> None:
    for path in re.findall(r' d="M([^"]+)Z"', picture()):
        for ring in path.split("ZM"):
            columns = [float(point.split()[0]) for point in ring.split("L")]
            assert all(abs(one - two) < WIDTH / 4 for one, two in itertools.pairwise(columns))
