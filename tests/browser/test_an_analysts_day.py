"""What an analyst does all day, in a real browser: with the mouse, and all of it again with keys alone."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from console_pages import PASSWORD, OpenPage, Running, enter, tab_to
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.node, pytest.mark.browser]


def total(page: Page) -> int:
    """How many leads the page says there are."""
    words = page.get_by_role("status").filter(has_text="lead").inner_text()
    return int("".join(char for char in words.split(" of ")[1] if char.isdigit()))


def ask(page: Page, written: str) -> int:
    page.get_by_role("combobox").fill(written)
    page.get_by_role("combobox").press("Enter")
    page.wait_for_load_state()
    return total(page)


def test_a_wrong_password_and_a_user_without_a_role_are_refused(open_page: OpenPage) -> None:
    page = open_page("analyst", password="wrong")
    expect(page.get_by_role("alert")).to_contain_text("do not fit")
    page = open_page("nobody")
    expect(page.locator("main")).to_contain_text("no role")


def test_one_place_in_three_scripts_is_one_search(open_page: OpenPage) -> None:
    page = open_page("analyst")
    everything = total(page)
    counts = {written: ask(page, f"to:{written}") for written in ("Wien", "Беч", "فيينا")}
    assert len(set(counts.values())) == 1
    assert 0 < counts["Wien"] < everything
    expect(page.locator(".understood")).to_contain_text("ending in Vienna")


def test_a_facet_and_the_map_narrow_the_search(open_page: OpenPage) -> None:
    page = open_page("analyst")
    everything = total(page)
    page.locator(".facets").get_by_role("link", name="Albanian").click()
    expect(page.get_by_role("combobox")).to_have_value("lang:sq")
    albanian = total(page)
    assert 0 < albanian < everything
    page.get_by_role("link", name="Map").click()
    page.locator(".dots a").last.click(force=True)  # dots and arcs lie over one another
    page.wait_for_load_state()
    assert page.get_by_role("combobox").input_value().startswith("lang:sq via:")
    page.get_by_role("link", name="List").click()
    assert 0 < total(page) <= albanian


def test_a_lead_is_opened_its_phone_followed_and_the_result_exported(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page("analyst")
    ask(page, "Beni phone:044000117")
    page.locator(".hit .open").first.click()
    expect(page.get_by_role("heading", name="What was found")).to_be_visible()
    page.locator("td:has(mark.phone) + td a").first.click()
    assert page.get_by_role("combobox").input_value().startswith("phone:+")
    found = total(page)
    assert found >= 2
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.suffix == ".csv"
    assert len(list(csv.reader(io.StringIO(file.read_text("utf-8-sig"))))) == found + 1


def test_what_the_role_may_not_is_refused(open_page: OpenPage) -> None:
    page = open_page("analyst")
    expect(page.get_by_role("link", name="Audit")).to_have_count(0)
    page.goto("/audit")
    expect(page.locator("main")).to_contain_text("for auditors")
    page = open_page("auditor")
    page.goto("/audit")
    expect(page.get_by_role("status")).to_contain_text("The trail is whole")


def test_all_of_it_with_keys_alone(open_page: OpenPage, console: Running) -> None:
    page = open_page(None)
    keys = page.keyboard
    expect(page.get_by_label("User")).to_be_focused()  # typed before that, the first letters are lost
    keys.type(console.users["analyst"])
    keys.press("Tab")
    keys.type(PASSWORD)
    keys.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("leads")
    everything = total(page)
    # The box: / goes to it, a place is completed and taken.
    keys.press("/")
    keys.type("to:Vien")
    expect(page.get_by_role("option").first).to_be_visible()
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(page.get_by_role("combobox")).to_have_value("to:Vienna ")
    enter(page)
    expect(page.locator(".understood")).to_contain_text("ending in Vienna")
    assert 0 < total(page) < everything
    # A facet.
    before = page.get_by_role("combobox").input_value()
    tab_to(page, ".facets ul a")
    enter(page)
    assert page.get_by_role("combobox").input_value() != before
    # From lead to lead, one is opened, its phone followed.
    keys.press("/")
    keys.type("Beni phone:044000117")
    keys.press("Escape")
    enter(page)
    keys.press("j")
    expect(page.locator(".hit .open").first).to_be_focused()
    keys.press("j")
    keys.press("k")
    enter(page)
    expect(page.get_by_role("heading", name="What was found")).to_be_visible()
    tab_to(page, "td:has(mark.phone) + td a")
    enter(page)
    assert page.get_by_role("combobox").input_value().startswith("phone:+")
    # The map: a stop narrows the search. Then the file, and out.
    tab_to(page, ".views a[href^='/map']")
    enter(page)
    tab_to(page, ".dots a")
    enter(page)
    assert "via:" in page.get_by_role("combobox").input_value()
    tab_to(page, ".views a[href^='/?']")
    enter(page)
    tab_to(page, "a[href^='/export'][href*='csv']")
    with page.expect_download():
        keys.press("Enter")
    tab_to(page, "form[action='/sign-out'] button")
    enter(page)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
