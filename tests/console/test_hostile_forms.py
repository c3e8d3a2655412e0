"""Forms and addresses that no page of the console made: each is answered in a sentence, none with a failure."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

pytestmark = pytest.mark.node
SignIn = Callable[[str], TestClient]
_FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"user=%ed%a0%80&password=%ed%a0%80", _FORM, 401),  # half of a surrogate pair
        (b"user=a%00&password=%01", _FORM, 401),
        (b"user=" + b"%c3%bc" * 500 + b"&password=" + b"%c3%bc" * 500, _FORM, 401),
        (b"user=a:b&password=c", _FORM, 401),
        (b"user=a", "text/plain", 401),
        (b"x", "multipart/form-data", 400),  # which parts it has is not said
        (b"--x\r\nbroken", "multipart/form-data; boundary=x", 401),
    ],
)
def test_a_sign_in_form_of_any_kind_is_answered(browser: TestClient, content: bytes, kind: str, status: int) -> None:
    answer = browser.post("/sign-in", content=content, headers={"content-type": kind})
    assert (answer.status_code, 'role="alert"' in answer.text) == (status, True)


def test_a_form_of_a_session_of_any_kind_is_answered(sign_in: SignIn) -> None:
    browser = sign_in("analyst")
    for kind, status in (("multipart/form-data", 400), ("multipart/form-data; boundary=x", 400), (_FORM, 403)):
        answer = browser.post("/sign-out", content=b"csrf=%ff", headers={"content-type": kind})
        assert (answer.status_code, 'role="alert"' in answer.text) == (status, True), kind


def test_a_place_in_a_list_that_is_none_is_said_to_be_none(sign_in: SignIn) -> None:
    browser = sign_in("analyst")
    for cursor in (["x", [1], float("inf")], ["x", [float("nan")], 1], ["x", [{}], 0], ["x", "abc", -1], {}, 7):
        written = base64.urlsafe_b64encode(json.dumps(cursor).encode()).decode().rstrip("=")
        answer = browser.get("/", params={"after": written})
        assert (answer.status_code, "search again" in answer.text) == (400, True), cursor


def test_a_price_beyond_all_figures_is_refused_in_its_place(sign_in: SignIn) -> None:
    browser = sign_in("analyst")
    for price in ("9" * 400, "<" + "9" * 400, "9" * 400 + "RSD", "1-" + "9" * 400):
        for path in ("/", "/map", "/overview", "/export"):
            answer = browser.get(path, params={"q": f"price:{price}"})
            assert (answer.status_code, "is no price" in answer.text) == (400, True), (path, price[:9])
