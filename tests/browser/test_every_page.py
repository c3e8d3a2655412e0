"""Every page in both themes: a picture of it is kept, and axe-core finds nothing serious."""

from __future__ import annotations

from pathlib import Path

import pytest
from console_pages import PAGES, OpenPage, problems
from playwright.sync_api import Page

pytestmark = [pytest.mark.node, pytest.mark.browser]
#: Parts of a page that can be scrolled sideways, and have to be.
_CUT_OFF = """[...document.querySelectorAll("main *")]
    .filter(one => getComputedStyle(one).overflowX === "auto" && one.scrollWidth > one.clientWidth + 1)
    .map(one => one.innerText.slice(0, 60))"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_can_be_read_by_everybody(open_page: OpenPage, screenshots: Path, theme: str) -> None:
    windows: dict[str | None, Page] = {}
    found: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for shown in PAGES:
        if shown.role not in windows:
            windows[shown.role] = open_page(shown.role, theme=theme)
        page = windows[shown.role]
        page.goto(_address(page, shown.address, names))
        page.wait_for_selector(shown.needs, state="attached")
        page.screenshot(path=screenshots / f"{shown.name}-{theme}.png", full_page=True)
        if wrong := problems(page):
            found[shown.name] = wrong
        assert page.title()
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{shown.name}: {wide} pixels stand out of the window"
        assert page.evaluate(_CUT_OFF) == [], f"{shown.name}: these are cut off at their side"
    assert found == {}


def _address(page: Page, address: str, names: dict[str, str]) -> str:
    """The address with what stands for a lead and a phone of this index in it."""
    if "{" in address and not names:
        page.goto("/?q=Beni+phone:044000117")
        lead = page.locator(".hit .open").first.get_attribute("href") or ""
        page.goto(lead)
        phone = page.locator("td:has(mark.phone) + td").first.inner_text().split(",")[0]
        names.update(lead=lead.removeprefix("/leads/"), phone=f"phone:{phone}".replace("+", "%2B"))
    return address.format(**names) if "{" in address else address
