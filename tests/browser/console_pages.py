"""Every page of the console, in one list: whoever adds a page adds a line, and it is looked at in both themes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PASSWORD = "an invented passphrase"  # of users that live as long as these tests
_SERIOUS = ("serious", "critical")
OpenPage = Callable[..., Page]  #: opens a window as a role, in a theme; see conftest.py


@dataclass(frozen=True)
class Running:
    """The console: its address, and the user of each role."""

    address: str
    users: dict[str, str]


@dataclass(frozen=True)
class Shown:
    """A page: `role` is who looks (None: nobody has signed in), `needs` what must be there before it is looked at.

    `{lead}` in the address stands for a lead with a telephone number and versions.
    """

    name: str
    address: str
    needs: str
    role: str | None = "analyst"


PAGES = (
    Shown("sign-in", "/sign-in", "form.sign-in", None),
    Shown("search", "/", ".hit"),
    Shown("search-narrowed", f"/?q={quote('kombi to:Wien price:<4000')}", ".understood"),
    Shown("search-nothing", f"/?q={quote('zzzzqqqq')}", ".total"),
    Shown("search-wrong", f"/?q={quote('fro:Nis')}", ".wrong"),
    Shown("fields", "/fields", "table, dl"),
    Shown("map", "/map", "svg.map .arc"),
    Shown("overview", "/overview?days=90", "h1"),
    Shown("lead", "/leads/{lead}", "article.lead"),
    Shown("graph", "/graph?n={phone}", "svg.graph .node"),
    Shown("alerts", "/alerts", "h1"),
    Shown("alert-new", f"/alerts/new?q={quote('kombi to:Wien')}", ".trial"),
    Shown("inbox", "/inbox", "h1"),
    Shown("alerts-everybody", "/alerts?whose=all", "h1", "operator"),
    Shown("missing", "/leads/none", "main"),
    Shown("audit-refused", "/audit", "main"),
    Shown("audit", "/audit", "table", "auditor"),
)


def sign_in(page: Page, user: str, password: str) -> None:
    """Signs in on the page of the form, by its labels."""
    page.get_by_label("User", exact=True).fill(user)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def enter(page: Page) -> None:
    """Presses Enter on what leads to another page."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def tab_to(page: Page, selector: str, most: int = 400) -> None:
    """Presses Tab until something that the selector matches has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement?.matches(selector) ?? false", selector):
            return
    pytest.fail(f"no key leads to {selector}")


def problems(page: Page) -> list[str]:
    """What axe-core (WCAG 2.2 A and AA, best practices) finds that is serious or worse."""
    answer: dict[str, Any] = Axe().run(page).response
    return [
        f"{violation['id']}: {node['html'][:120]} – {node.get('failureSummary', '')[:200]}"
        for violation in answer["violations"]
        if violation["impact"] in _SERIOUS
        for node in violation["nodes"][:2]
    ]
