"""Who comes in, with whose power, and for how long: on the run's real node."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from console_forms import PASSWORD, token
from elasticsearch import Elasticsearch
from starlette.testclient import TestClient

from console.app import create
from console.guard import COOKIE
from console.sessions import IDLE, LASTS, Sessions
from console.throttle import Throttle
from waymark.settings import Settings

pytestmark = pytest.mark.node
SignIn = Callable[[str], TestClient]


@pytest.mark.parametrize("path", ["/", "/?q=kombi", "/leads/1", "/fields", "/complete?q=a"])
def test_nobody_sees_a_page_without_signing_in(browser: TestClient, path: str) -> None:
    answer = browser.get(path, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in?next=%2F")


def test_a_wrong_password_and_a_user_without_a_role_are_told_apart(browser: TestClient, users: dict[str, str]) -> None:
    wrong = browser.post("/sign-in", data={"user": users["analyst"], "password": "wrong"})
    assert (wrong.status_code, "do not fit" in wrong.text) == (401, True)
    without = browser.post("/sign-in", data={"user": users["nobody"], "password": PASSWORD})
    assert (without.status_code, "no role in Waymark" in without.text) == (401, True)
    assert "set-cookie" not in wrong.headers and "set-cookie" not in without.headers


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(browser: TestClient, users: dict[str, str]) -> None:
    answer = browser.post(
        "/sign-in", data={"user": users["analyst"], "password": PASSWORD, "next": "/?q=kombi"}, follow_redirects=False
    )
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie
    assert answer.headers["location"] == "/?q=kombi"
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_never_leads_to_another_site(browser: TestClient, users: dict[str, str], elsewhere: str) -> None:
    given = {"user": users["analyst"], "password": PASSWORD, "next": elsewhere}
    assert browser.post("/sign-in", data=given, follow_redirects=False).headers["location"] == "/"


def test_the_console_asks_as_the_user(sign_in: SignIn) -> None:
    """An auditor may sign in and sees no leads: the console has no power of its own."""
    browser = sign_in("auditor")
    answer = browser.get("/map")
    assert answer.status_code == 403
    assert "with the role auditor, may not see this" in answer.text
    assert browser.get("/?q=kombi").status_code == 403
    begins = browser.get("/", follow_redirects=False)
    assert (begins.status_code, begins.headers["location"]) == (303, "/audit")


def test_signing_out_ends_session_and_key(sign_in: SignIn, client: Elasticsearch, users: dict[str, str]) -> None:
    browser = sign_in("analyst")
    (key,) = client.security.get_api_key(username=users["analyst"])["api_keys"]
    assert not key["invalidated"]
    assert key["expiration"] - key["creation"] == LASTS.total_seconds() * 1000
    answer = browser.post("/sign-out", data={"csrf": token(browser.get("/fields").text)}, follow_redirects=False)
    assert answer.status_code == 303
    assert browser.get("/", follow_redirects=False).status_code == 303
    (key,) = client.security.get_api_key(username=users["analyst"])["api_keys"]
    assert key["invalidated"]


def test_a_form_that_the_console_did_not_make_does_nothing(sign_in: SignIn) -> None:
    browser = sign_in("analyst")
    assert browser.post("/sign-out", data={"csrf": "guessed"}).status_code == 403
    assert browser.post("/sign-out").status_code == 403
    mine = {"csrf": token(browser.get("/fields").text)}
    assert browser.post("/sign-out", data=mine, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert browser.get("/fields", follow_redirects=False).status_code == 200


def test_a_form_that_is_too_long_or_does_not_say_how_long_is_not_read(browser: TestClient) -> None:
    given = {"user": "a", "password": "x" * 100_000}
    assert browser.post("/sign-in", data=given).status_code == 413
    assert browser.post("/sign-in", content=(part for part in (b"user=a&", b"password=b"))).status_code == 413


def test_who_guesses_has_to_wait_even_with_the_right_password(browser: TestClient, users: dict[str, str]) -> None:
    given = {"user": users["analyst"], "password": "guess"}
    assert [browser.post("/sign-in", data=given).status_code for _ in range(5)] == [401] * 5
    answer = browser.post("/sign-in", data={**given, "password": PASSWORD})
    assert (answer.status_code, "try again in" in answer.text) == (429, True)


def test_waiting_grows_with_each_failure_and_ends() -> None:
    now = 0.0
    throttle = Throttle(lambda: now)
    waits = []
    for _ in range(8):
        assert throttle.attempt("ana") == 0
        waits.append(throttle.attempt("ana") if len(waits) > 3 else 0)
        now += waits[-1]
    assert waits == [0, 0, 0, 0, 2, 4, 8, 16]
    assert throttle.attempt("other") == 0
    now += 3601
    assert [throttle.attempt("ana") for _ in range(5)] == [0] * 5
    assert throttle.attempt("ana") == 2


def test_an_attempt_that_was_none_leaves_no_trace() -> None:
    """A colleague behind the same address who signs in does not make the others wait longer."""
    now = 0.0
    throttle = Throttle(lambda: now, free=2)
    assert [throttle.attempt("office") for _ in range(3)] == [0, 0, 2]
    now = 3.0
    assert throttle.attempt("office") == 0
    throttle.took_back("office")
    assert throttle.attempt("office") == 0


def test_many_guesses_at_once_are_not_more_guesses(browser: TestClient, users: dict[str, str]) -> None:
    given = {"user": users["analyst"], "password": "guess"}
    with ThreadPoolExecutor(12) as many:
        answers = [many.submit(browser.post, "/sign-in", data=given) for _ in range(12)]
    assert sorted(answer.result().status_code for answer in answers) == [401] * 5 + [429] * 7


def test_letters_of_any_script_make_a_password(
    browser: TestClient, users: dict[str, str], client: Elasticsearch
) -> None:
    client.security.change_password(username=users["analyst"], password="pässwörd Жар کلمه")
    given = {"user": users["analyst"], "password": "pässwörd Жар کلمه"}
    assert browser.post("/sign-in", data=given, follow_redirects=False).status_code == 303


def test_signing_in_again_ends_the_session_before(
    sign_in: SignIn, client: Elasticsearch, users: dict[str, str]
) -> None:
    """From a second tab whose form was there before: it is no other site's."""
    former = sign_in("analyst").cookies[COOKIE]
    browser = sign_in("auditor")
    assert browser.cookies[COOKIE] != former
    (key,) = client.security.get_api_key(username=users["analyst"])["api_keys"]
    assert key["invalidated"]
    answer = browser.get("/fields", cookies={COOKIE: former}, follow_redirects=False)
    assert answer.status_code == 303
    assert browser.get("/sign-in?next=/fields", follow_redirects=False).headers["location"] == "/fields"


def test_an_administrator_ends_the_sessions_of_a_user_who_is_gone(
    sign_in: SignIn, client: Elasticsearch, users: dict[str, str], cluster_environ: dict[str, str]
) -> None:
    """Elasticsearch itself lets the key live: if that changes, the command and what is said of it can go."""
    browser = sign_in("analyst")
    client.security.create_api_key(name="another program's", expiration="1m")
    client.security.put_user(username=users["analyst"], roles=[])
    client.security.delete_user(username=users["analyst"])
    assert browser.get("/", follow_redirects=False).status_code == 200
    command = [sys.executable, "-c", "from cli.main import run; run()", "security", "sign-out"]
    ended = subprocess.run(
        [*command, users["analyst"]], env=cluster_environ, capture_output=True, text=True, check=True
    )
    assert ended.stdout == f"{users['analyst']}: 1 session ended\n"
    assert browser.get("/", follow_redirects=False).status_code == 303
    again = subprocess.run(
        [*command, users["analyst"]], env=cluster_environ, capture_output=True, text=True, check=True
    )
    assert again.stdout == f"{users['analyst']} was not signed in\n"
    assert subprocess.run(command, env=cluster_environ, capture_output=True, check=False).returncode == 2


@pytest.mark.parametrize("path", ["/", "/overview", "/leads/1", "/export"])
def test_who_was_signed_out_by_others_signs_in_again(
    sign_in: SignIn, client: Elasticsearch, users: dict[str, str], path: str
) -> None:
    browser = sign_in("analyst")
    form = {"csrf": token(browser.get("/fields").text), "kind": "star", "value": "on", "after": "0"}
    client.security.invalidate_api_key(username=users["analyst"])
    answer = browser.get(path, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"][:14]) == (303, "/sign-in?next=")
    answer = browser.post("/leads/1/work", data=form)
    assert (answer.status_code, "your session has ended" in answer.text) == (401, True)


def test_sessions_end_by_themselves() -> None:
    now = datetime(2026, 11, 25, tzinfo=UTC)
    sessions = Sessions(lambda: now)
    token_of = sessions.begin("ana", ("waymark-analyst",), "id", "key").token
    now += IDLE - timedelta(seconds=1)
    assert sessions.find(token_of)
    now += IDLE
    assert sessions.find(token_of) is None
    session = sessions.begin("ana", (), "id", "the key itself")
    assert "the key itself" not in repr(session) and session.token not in repr(session)


def test_only_names_of_the_console_are_answered_to(cluster_settings: Settings) -> None:
    """Another name in `Host` is a page elsewhere that a browser was led to here from (DNS rebinding)."""
    named = cluster_settings.model_copy(update={"console_hosts": "waymark.police.example, *.lab.example"})
    with TestClient(create(named), base_url="http://127.0.0.1") as browser:
        for host, status in {
            "127.0.0.1:8090": 200,
            "localhost": 200,
            "[::1]:8090": 200,
            "waymark.police.example": 200,
            "a.lab.example": 200,
            "evil.example": 400,
            "waymark.police.example.evil.example": 400,
        }.items():
            assert browser.get("/healthy", headers={"host": host}).status_code == status, host
