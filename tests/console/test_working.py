"""Work on leads in the console: said by who is signed in, shown, searched, exported and noted; the dates brushed."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from console_forms import PASSWORD, token
from elasticsearch import Elasticsearch
from starlette.testclient import TestClient

from waymark.audit import Trail
from waymark.records import Document
from waymark.settings import Settings

pytestmark = pytest.mark.node
SignIn = Callable[[str], TestClient]
TakeIn = Callable[[list[Document]], None]


def ads(count: int = 3) -> list[Document]:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    return [
        Document(id=str(n), kind="ad", source="board", text=f"kombi {n}", captured_at=at + timedelta(days=n))
        for n in range(count)
    ]


def leads(browser: TestClient, box: str = "") -> list[str]:
    return re.findall(r'class="open" href="/leads/([^"]+)"', browser.get("/", params={"q": box}).text)


@pytest.fixture
def say(browser: TestClient) -> Callable[..., int]:
    """Sends one of the forms of a lead's page as a browser does; what is given stands instead of what is in it."""

    def send(lead: str, kind: str, at: TestClient = browser, **given: str) -> int:
        shown = at.get(f"/leads/{lead}").text
        form = next(f for f in re.findall(r"<form.*?</form>", shown, re.S) if f'name="kind" value="{kind}"' in f)
        fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))
        return at.post(f"/leads/{lead}/work", data={**fields, **given}).status_code

    return send


@pytest.fixture
def second(browser: TestClient) -> Iterator[TestClient]:
    """Another browser at the same console."""
    with TestClient(browser.app, base_url="http://127.0.0.1") as another:
        yield another


def test_what_is_said_is_shown_with_who_marked_in_the_list_and_noted(
    sign_in: SignIn, take_in: TakeIn, say: Callable[..., int], users: dict[str, str], cluster_settings: Settings
) -> None:
    take_in(ads())
    browser = sign_in("analyst")
    newest, middle, _ = leads(browser)
    assert say(newest, "star", value="on") == 200
    assert say(newest, "status", value="work") == 200
    assert say(newest, "grade", source="B", information="2") == 200
    assert say(middle, "note", value="<b>zvati</b> sutra") == 200
    page = browser.get(f"/leads/{newest}").text
    assert page.count(f"<b>{users['analyst']}</b>") == 3
    assert "set it to in work" in page and "graded it B2" in page and "starred it" in page
    assert re.search(r'value="work" aria-pressed="true"', page)
    assert "&lt;b&gt;zvati&lt;/b&gt; sutra" in browser.get(f"/leads/{middle}").text
    listed = browser.get("/").text
    assert all(mark in listed for mark in (">in work</span>", ">B2</span>", "★", ">1 note</span>"))
    mine = [entry for entry in Trail(cluster_settings.audit).entries() if entry.user == users["analyst"]]
    noted = [dict(entry.details) for entry in mine if entry.action == "work"]
    assert [one for one in noted if one["lead"] == newest] == [
        {"lead": newest, "kind": "star", "value": "on"},
        {"lead": newest, "kind": "status", "value": "work"},
        {"lead": newest, "kind": "grade", "value": "B2"},
    ]
    assert [one for one in noted if one["lead"] == middle] == [{"lead": middle, "kind": "note"}]


def test_work_is_found_by_box_and_facet_completed_and_explained(
    sign_in: SignIn, take_in: TakeIn, say: Callable[..., int]
) -> None:
    take_in(ads())
    browser = sign_in("analyst")
    newest, middle, oldest = leads(browser)
    say(newest, "status", value="done")
    say(middle, "star", value="on")
    say(middle, "grade", source="F", information="3")
    assert leads(browser, "status:done") == [newest]
    assert leads(browser, "status:new") == [middle, oldest]
    assert leads(browser, "starred:me grade:F") == [middle]
    assert leads(browser, "grade:none") == [newest, oldest]
    page = html.unescape(browser.get("/").text)
    for box, label, count in (
        ("status:done", "done", 1),
        ("status:new", "new", 2),
        ("starred:me", "by me", 1),
        ("grade:F3", "F3: source reliability cannot be judged, possibly true", 1),
    ):
        address = box.replace(":", "%3A")
        link = f'<a href="/?q={address}"><span dir="auto">{label}</span> <span class="count">{count}</span></a>'
        assert link in page, box
    explained = browser.get("/", params={"q": "status:done grade:b2 starred:me"}).text
    for part in (">that are done</span>", "graded B2, source usually reliable", ">starred by you<"):
        assert part in explained
    for wrong in ("status:finished", "grade:Z9", "new:never", "status:done status:new"):
        answer = browser.get("/", params={"q": wrong})
        assert (answer.status_code, "<mark>" in answer.text) == (400, True), wrong

    def labels(typed: str) -> list[str]:
        return [one["label"] for one in browser.get("/complete", params={"q": typed}).json()]

    assert labels("status:") == ["new: new", "work: in work", "done: done", "irrelevant: not relevant"]
    assert labels("grade:b") == ["B: usually reliable"]
    assert labels("starred:") == ["me: by you", "any: by anybody"]


def test_of_two_analysts_the_slower_is_told_and_nothing_is_lost(
    sign_in: SignIn,
    second: TestClient,
    take_in: TakeIn,
    client: Elasticsearch,
    users: dict[str, str],
    cluster_settings: Settings,
) -> None:
    take_in(ads(1))
    browser = sign_in("analyst")
    other = f"{cluster_settings.index_prefix}other"
    role = f"{cluster_settings.index_prefix}waymark-analyst"
    client.security.put_user(username=other, password=PASSWORD, roles=[role])
    try:
        second.post("/sign-in", data={"user": other, "password": PASSWORD})
        (lead,) = leads(browser)
        where, form = f"/leads/{lead}/work", {"kind": "status", "after": "0"}
        mine, theirs = (token(one.get(f"/leads/{lead}").text) for one in (browser, second))
        assert browser.post(where, data={**form, "value": "done", "csrf": mine}).status_code == 200
        late = second.post(where, data={**form, "value": "irrelevant", "csrf": theirs})
        assert (late.status_code, "somebody changed the status" in late.text) == (409, True)
        assert f'href="/leads/{lead}#work"' in late.text
        again = second.post(where, data={**form, "value": "irrelevant", "csrf": theirs, "after": "1"})
        assert (again.status_code, f"<b>{other}</b>" in again.text) == (200, True)
        assert leads(browser, "status:irrelevant") == [lead]
    finally:
        client.security.delete_user(username=other)


def test_nobody_speaks_in_anothers_name_without_a_form_or_about_nothing(
    sign_in: SignIn, take_in: TakeIn, users: dict[str, str]
) -> None:
    take_in(ads(1))
    browser = sign_in("analyst")
    (lead,) = leads(browser)
    where, form = f"/leads/{lead}/work", {"kind": "status", "value": "done", "after": "0"}
    assert browser.post(where, data=form).status_code == 403
    mine = {**form, "csrf": token(browser.get("/fields").text)}
    assert browser.post(where, data={**mine, "by": "boss", "user": "boss", "lead": "x"}).status_code == 200
    page = browser.get(f"/leads/{lead}").text
    assert f"<b>{users['analyst']}</b>" in page and "boss" not in page
    assert browser.post("/leads/none/work", data=mine).status_code == 400
    for wrong in ({"kind": "verdict"}, {"value": "guilty", "after": "1"}, {"after": "x"}):
        assert browser.post(where, data={**mine, **wrong}).status_code == 400
    assert browser.get(where).status_code == 405


def test_an_operator_reads_the_work_and_adds_nothing(
    sign_in: SignIn, take_in: TakeIn, say: Callable[..., int], browser: TestClient
) -> None:
    take_in(ads(1))
    (lead,) = leads(sign_in("analyst"))
    say(lead, "status", value="done")
    browser.cookies.clear()
    sign_in("operator")
    assert "set it to done" in browser.get(f"/leads/{lead}").text
    assert leads(browser, "status:done") == [lead]
    assert say(lead, "status", value="new") == 400


def test_the_export_carries_the_work(sign_in: SignIn, take_in: TakeIn, say: Callable[..., int]) -> None:
    take_in(ads(2))
    browser = sign_in("analyst")
    newest, _ = leads(browser)
    say(newest, "status", value="done")
    say(newest, "grade", source="A", information="1")
    answer = browser.get("/export", params={"q": "", "format": "csv"}).content.decode("utf-8-sig")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(answer, newline=""))}
    assert (rows[newest]["status"], rows[newest]["grade"]) == ("done", "A1")
    assert {row["status"] for one, row in rows.items() if one != newest} == {"new"}
    only = browser.get("/export", params={"q": "status:done", "format": "jsonl"}).text
    assert len(only.splitlines()) == 1


def test_what_arrived_since_the_last_visit_is_known_at_the_next(
    sign_in: SignIn, take_in: TakeIn, browser: TestClient
) -> None:
    take_in(ads(2))
    sign_in("analyst")
    assert "no visit before this one is known" in browser.get("/", params={"q": "new:visit"}).text
    assert "since my last visit" not in browser.get("/").text
    browser.post("/sign-out", data={"csrf": token(browser.get("/fields").text)})
    late = [document.model_copy(update={"id": f"late {document.id}"}) for document in ads(3)]
    take_in([*ads(2), *late])  # the first two are only seen again
    sign_in("analyst")
    page = browser.get("/").text
    assert re.search(r'new%3Avisit"><span dir="auto">since my last visit</span> <span class="count">3<', page)
    answer = browser.get("/", params={"q": "new:visit"}).text
    assert "1–3 of 3 leads" in answer and "that arrived since your last visit" in answer


def test_dates_are_taken_by_fields_and_bars_lie_side_by_side(sign_in: SignIn, take_in: TakeIn) -> None:
    take_in(ads(5))
    browser = sign_in("analyst")
    answer = browser.get("/", params={"q": "kombi", "from": "2026-11-02", "to": "2026-11-03"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/?q=kombi+last%3A2026-11-02..2026-11-03")
    page = browser.get(answer.headers["location"]).text
    assert "1–2 of 2 leads" in page
    assert 'name="from" value="2026-11-02"' in page and 'name="to" value="2026-11-03"' in page
    open_end = browser.get("/", params={"q": "kombi last:7d", "from": "2026-11-02", "to": ""}, follow_redirects=False)
    assert open_end.headers["location"] == "/?q=kombi+last%3A2026-11-02.."
    assert browser.get("/", params={"q": "", "from": "soon", "to": ""}).status_code == 400
    bars = re.findall(r'<li data-start="([^"]+)" data-end="([^"]+)">', browser.get("/").text)
    assert bars == [(f"2026-11-0{n}", f"2026-11-0{n}") for n in range(1, 6)]
    assert "brush.js" in page and browser.get("/static/brush.js").status_code == 200
