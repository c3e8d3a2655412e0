"""What people do in the console is noted before they see anything; auditors read it, nobody else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from console_forms import PASSWORD, token
from starlette.testclient import TestClient

from waymark.audit import Trail
from waymark.settings import Settings

pytestmark = pytest.mark.node
SignIn = Callable[[str], TestClient]


def test_searches_and_opened_leads_are_noted_with_who_did_it(
    browser: TestClient, sign_in: SignIn, users: dict[str, str], cluster_settings: Settings
) -> None:
    browser.post("/sign-in", data={"user": users["analyst"], "password": "wrong"})
    sign_in("analyst").get("/?q=kombi+044123")
    browser.get("/map?q=to:Wien")
    browser.get("/leads/42")
    browser.get("/complete?q=kombi+pho")
    browser.get("/complete?q=kombi+phone:%2B383")
    browser.post("/sign-out", data={"csrf": token(browser.get("/fields").text)})
    trail = Trail(cluster_settings.audit)
    mine = [(entry.action, dict(entry.details)) for entry in trail.entries() if entry.user == users["analyst"]]
    assert mine == [
        ("sign-in refused", {}),
        ("sign-in", {}),
        ("search", {"q": "kombi 044123"}),
        ("search", {"q": "to:Wien", "view": "map"}),
        ("open", {"lead": "42"}),
        ("search", {"q": "kombi phone:+383", "view": "completion"}),
        ("sign-out", {}),
    ]
    assert PASSWORD not in "".join(file.read_text() for file in cluster_settings.audit.glob("*.jsonl"))


def test_auditors_read_it_and_analysts_do_not(sign_in: SignIn, browser: TestClient) -> None:
    answer = sign_in("analyst").get("/audit")
    assert (answer.status_code, "for auditors" in answer.text) == (403, True)
    browser.cookies.clear()
    page = sign_in("auditor").get("/audit").text
    assert "The trail is whole" in page
    assert "sign-in" in page


def test_names_that_nobody_has_fill_no_list(sign_in: SignIn, browser: TestClient) -> None:
    browser.post("/sign-in", data={"user": "typed-by-anybody", "password": "x"})
    page = sign_in("auditor").get("/audit").text
    assert ("sign-in refused" in page, "user=typed-by-anybody" in page) == (True, False)


def test_what_cannot_be_noted_is_not_shown(sign_in: SignIn, cluster_settings: Settings, tmp_path: Path) -> None:
    browser = sign_in("analyst")
    kept = cluster_settings.audit.rename(tmp_path / "audit")
    cluster_settings.audit.write_text("no folder")
    try:
        answer = browser.get("/?q=kombi")
        assert (answer.status_code, "cannot be written" in answer.text) == (503, True)
    finally:
        cluster_settings.audit.unlink()
        kept.rename(cluster_settings.audit)
