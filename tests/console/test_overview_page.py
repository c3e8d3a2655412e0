"""The overview: its figures are those of the searches behind its pictures."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from console.overview import change
from waymark.audit import Trail
from waymark.records import Document
from waymark.settings import Settings

SignIn = Callable[[str], TestClient]
TakeIn = Callable[[list[Document]], None]


def ads() -> list[Document]:
    """Offers of two routes in two periods, with prices that rise; all invented."""
    now = datetime.now(UTC)
    told = [
        *(
            (5, f"Kombi nga Prishtina për Vjenë, {euro} euro, tel 044 123 45{n}")
            for n, euro in enumerate((2900, 3000, 3100))
        ),
        *(
            (40, f"Kombi nga Prishtina për Vjenë, {euro} euro, tel 044 123 45{n}")
            for n, euro in enumerate((2400, 2500, 2600), 2)
        ),
        (40, "Kombi iz Subotice za Beč, polazak večeras"),
    ]
    return [
        Document(
            id=str(number), kind="ad", text=text, source="board", country="XK", captured_at=now - timedelta(days=ago)
        )
        for number, (ago, text) in enumerate(told)
    ]


@pytest.mark.node
def test_every_figure_is_that_of_the_search_behind_it(sign_in: SignIn, take_in: TakeIn) -> None:
    take_in(ads())
    browser = sign_in("analyst")
    page = browser.get("/overview").text
    rows = re.findall(
        r'<a class="row" href="([^"]+)">([^<]+)</a>.*?<td class="figure">([\d\u202f]+)</td>'
        r'<td class="figure"><a class="above" href="([^"]+)"[^>]*>([\d\u202f]+)</a></td><td class="change">(.*?)</td>',
        page,
    )
    figures = {name: (int(now), int(before)) for _, name, now, _, before, _ in rows}
    assert figures["Pristina → Vienna"] == (3, 3)
    assert figures["Subotica → Vienna"] == (0, 1)
    assert figures["Albanian"] == (3, 3)
    for now_address, name, now, before_address, before, _ in rows:
        for address, count in ((now_address, now), (before_address, before)):
            found = browser.get(html.unescape(address)).text
            assert (f"of {count} lead" in found) or (count == "0" and "Nothing found" in found), (name, address)


@pytest.mark.node
def test_prices_and_new_numbers_are_told_in_words(sign_in: SignIn, take_in: TakeIn, cluster_settings: Settings) -> None:
    take_in(ads())
    browser = sign_in("analyst")
    page = browser.get("/overview?q=kombi+seen:1d").text
    prices = page.split('id="prices"')[1].split("</table>")[0]
    assert "3\u202f000" in prices and "2\u202f500" in prices
    assert '<span class="unseen">up </span> 20 %' in prices
    phones = page.split('id="phones"')[1].split("</table>")[0]
    assert re.findall(r">(\+\d+)</a>", phones) == ["+38344123450", "+38344123451"], "+38344123452 was there before"
    assert "/graph?n=phone%3A%2B38344123450" in phones
    noted = list(Trail(cluster_settings.audit).entries())[-1]
    assert (noted.action, dict(noted.details)) == ("search", {"q": "kombi", "view": "overview"})


@pytest.mark.node
def test_without_leads_it_says_so_and_what_it_cannot_read_is_refused(sign_in: SignIn) -> None:
    browser = sign_in("analyst")
    assert "No lead was seen" in browser.get("/overview").text
    assert browser.get("/overview?days=31").status_code == 400
    assert browser.get("/overview?q=fro:x").status_code == 400


@pytest.mark.node
def test_who_may_not_read_leads_sees_no_overview(sign_in: SignIn, take_in: TakeIn) -> None:
    take_in(ads())
    assert sign_in("auditor").get("/overview").status_code == 403


@pytest.mark.parametrize(
    ("now", "before", "told"),
    [(12, 10, "▲ 20 %"), (5, 10, "▼ 50 %"), (7, 7, "="), (7, 0, "new"), (0, 0, "–"), (1001, 1000, "▲ < 1 %")],
)
def test_a_change_is_told_in_whole_parts_of_a_hundred(now: int, before: int, told: str) -> None:
    assert change(now, before) == told
