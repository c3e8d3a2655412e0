"""Every page of the console, in one list: whoever adds a page adds a line, and it is looked at in both themes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from playwright.sync_api import Page

PASSWORD = "an invented passphrase"  # of users that live as long as these tests
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
    Shown("missing", "/leads/none", "main"),
    Shown("audit-refused", "/audit", "main"),
    Shown("audit", "/audit", "table", "auditor"),
)


def sign_in(page: Page, user: str, password: str) -> None:
    """Signs in on the page of the form, by its labels."""
    page.get_by_label("User", exact=True).fill(user)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
