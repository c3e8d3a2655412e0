"""A search is saved, tried, told of in the inbox after an intake; a number followed, paused: by mouse, then by keys."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from console_pages import OpenPage, Running, enter, problems, tab_to
from playwright.sync_api import Page, expect

from alerts.run import after_batch
from leads.intake import index_files
from nlp.extraction import extract
from waymark.archive import Archive
from waymark.cluster import connect
from waymark.records import Document
from waymark.settings import Settings

pytestmark = [pytest.mark.node, pytest.mark.browser]
_WIDER = "document.documentElement.scrollWidth - innerWidth"


def take_in(settings: Settings, identity: str, text: str) -> None:
    """Takes in an ad as `waymark ingest` does: saved searches are asked of it."""
    archive = Archive(settings.archive_url)
    ad = Document(id=identity, kind="ad", source="demo-new", text=text, captured_at=datetime.now(UTC))
    with connect(settings) as client:
        refs = archive.write_documents("demo-new", identity, [ad], settings.batch)
        index_files(refs, archive=archive, client=client, settings=settings, extract=extract)
        after_batch(client, settings)


def row(page: Page, name: str) -> str:
    return f"tr:has(th a:text-is('{name}'))"


def test_a_search_is_saved_and_told_of(
    open_page: OpenPage, console: Running, seeded: Settings, screenshots: Path
) -> None:
    page = open_page("analyst")
    page.get_by_role("combobox").fill("kombi to:Wien")
    page.get_by_role("button", name="Save this search").click()
    expect(page.get_by_role("heading", name="In the last 30 days")).to_be_visible()
    assert page.locator(".by-day rect").count() == 31
    page.get_by_label("Name").fill("Vans to Vienna")
    page.get_by_label("Search", exact=True).fill("kombi to:Wien price:<9000")
    page.get_by_role("button", name="Try it").click()
    expect(page.locator(".trial").get_by_role("status")).to_contain_text("would have been told")
    expect(page.get_by_label("Name")).to_have_value("Vans to Vienna")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("is saved")
    expect(page.locator(".badge")).to_have_count(0)

    take_in(seeded, "alert-1", "Kombi Prishtinë - Wien çdo natë, 2500 euro, +383 44 555 123")  # invented
    page.goto("/inbox")
    expect(page.locator(".badge")).to_contain_text("1")
    page.screenshot(path=screenshots / "inbox-told-light.png", full_page=True)
    page.get_by_role("link", name="Vans to Vienna").click()
    expect(page.locator(".hit")).to_have_count(1)
    expect(page.locator(".badge")).to_have_count(0)
    assert problems(page) == []
    page.screenshot(path=screenshots / "told-light.png", full_page=True)
    page.locator(".hit .open").click()

    page.locator("tr:has(mark.phone)").get_by_role("button", name="Follow +38344555123").click()
    expect(page.get_by_role("status")).to_contain_text("“Phone +38344555123” is saved")
    followed = page.locator(row(page, "Phone +38344555123"))
    expect(followed.locator(".state")).to_have_text("active")
    followed.get_by_role("button", name="Pause").click()
    expect(page.locator(row(page, "Phone +38344555123")).locator(".state")).to_have_text("paused")
    take_in(seeded, "alert-2", "Shes biçikletë, +383 44 555 123")  # invented; the number's search is paused
    page.goto("/inbox?unread=1")
    expect(page.locator("main")).to_contain_text("Nothing is unread")
    page.goto("/alerts")
    page.get_by_role("link", name="Vans to Vienna").click()
    expect(page.get_by_role("heading", name="Last told")).to_be_visible()
    assert problems(page) == []
    page.screenshot(path=screenshots / "alert-edit-light.png", full_page=True)
    page.set_viewport_size({"width": 320, "height": 800})
    for address in ("/alerts", "/alerts/new?q=kombi", "/inbox", "/"):
        page.goto(address)
        assert page.evaluate(_WIDER) <= 0, address


def test_all_of_it_with_keys_alone_and_what_comes_is_told(open_page: OpenPage, seeded: Settings) -> None:
    page = open_page("analyst", theme="dark")
    keys = page.keyboard
    expect(page.get_by_role("status")).to_contain_text("leads")
    keys.press("/")
    keys.type("biçikletë ")
    tab_to(page, "button[formaction='/alerts/new']")
    enter(page)
    tab_to(page, "input[name=name]")
    keys.press("Control+a")
    keys.type("Bicycles")
    tab_to(page, "button[value=try]")
    enter(page)
    tab_to(page, "button[value=save]")
    enter(page)
    expect(page.get_by_role("status")).to_contain_text("“Bicycles” is saved")
    take_in(seeded, "alert-3", "Biçikletë e re në Tiranë")  # invented
    page.goto("/inbox")
    tab_to(page, ".unread .open")
    enter(page)
    expect(page.locator(".hit")).to_have_count(1)
    page.goto("/alerts")
    tab_to(page, "td.acts button")
    enter(page)
    expect(page.get_by_role("status")).to_contain_text("is paused: ")
