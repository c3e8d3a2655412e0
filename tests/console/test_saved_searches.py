"""Saved searches in the console: tried, saved, told of in the inbox, shared, followed, handed on; each by its owner."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from console_forms import PASSWORD, token
from elasticsearch import Elasticsearch
from starlette.testclient import TestClient

from alerts import store
from alerts.run import after_batch
from console.app import create
from search_mappings import alerts
from waymark.audit import Trail
from waymark.records import Document
from waymark.settings import Settings

pytestmark = pytest.mark.node
SignIn = Callable[[str], TestClient]
TakeIn = Callable[[list[Document]], None]
FORM = {"do": "save", "name": "vans", "q": "kombi", "inbox": "on", "at_most": "0s", "changes": "any", "language": "en"}


def ads(*texts: str) -> list[Document]:
    at = datetime.now(UTC) - timedelta(hours=1)
    return [Document(id=text, kind="ad", source="board", text=text, captured_at=at) for text in texts]


def send(browser: TestClient, where: str, **fields: str) -> tuple[int, str]:
    """Sends a form of this session; the status of the page after it, and what it says."""
    answer = browser.post(where, data={**fields, "csrf": token(browser.get("/fields").text)})
    return answer.status_code, html.unescape(answer.text)


def unread(browser: TestClient) -> str:
    found = re.search(r'class="badge">(\d+)<', browser.get("/inbox").text)
    return found[1] if found else ""


def saved(client: Elasticsearch, settings: Settings) -> dict[str, str]:
    """The saved queries by name, and how to address them."""
    return {one.query.name: f"/alerts/{one.query.id}" for one in store.every(client, settings)}


@pytest.fixture(autouse=True)
def indices(client: Elasticsearch, cluster_settings: Settings) -> None:
    """As `waymark security apply` makes them."""
    alerts.ensure(client, cluster_settings)


@pytest.fixture
def colleague(
    browser: TestClient, client: Elasticsearch, cluster_settings: Settings, users: dict[str, str]
) -> Iterator[TestClient]:
    """Another analyst, at another browser; both are of the unit north."""
    prefix = cluster_settings.index_prefix
    name, roles = f"{prefix}colleague", [f"{prefix}waymark-analyst", f"{prefix}waymark-unit-north"]
    client.security.put_user(username=name, password=PASSWORD, roles=roles)
    client.security.put_user(username=users["analyst"], roles=roles)
    with TestClient(browser.app, base_url="http://127.0.0.1") as second:
        second.post("/sign-in", data={"user": name, "password": PASSWORD})
        yield second
    client.security.delete_user(username=name)


def misfits(browser: TestClient, client: Elasticsearch, settings: Settings) -> None:
    """What does not fit is said, what was typed stays, and nothing is saved."""
    for wrong, said in (
        ({"q": "fro:Nis"}, "fro: is no field"),
        ({"q": " "}, "it is empty and would find everything"),
        ({"name": ""}, "Name: give one"),
        ({"inbox": "", "mattermost": ""}, "tells nobody"),
        ({"email": "nobody"}, "E-mail: 'nobody' is no address"),
        ({"webhook": "javascript:alert(1)"}, "Webhook: "),
        ({"webhook": "http://169.254.169.254/latest"}, "Webhook: 169.254.169.254 is not on the public internet"),
        ({"apprise": "smoke://hill"}, "Apprise: Apprise knows no service with such an address"),
        ({"expires": "2020-01-01"}, "Ends on: '2020-01-01' is past"),
        ({"quiet_from": "22:00"}, "Quiet hours: "),
        ({"zone": "Nowhere/Town"}, "is no time zone"),
        ({"unit": "south"}, "you do not belong to that unit"),
        ({"changes": "none"}, "no form of the console"),
        ({"at_most": "often"}, "At most: "),
        ({"id": "none", "revision": "1"}, "no such saved search"),
    ):
        status, page = send(browser, "/alerts", **{**FORM, "mattermost": "https://chat.example/x", **wrong})
        assert (status in (400, 404), said in page) == (True, True), (wrong, page[-1500:])
        assert {"id", "mattermost"} & wrong.keys() or "https://chat.example/x" in page
    assert browser.post("/alerts", data=FORM).status_code == 403  # without the token
    assert not saved(client, settings)


def clashes(browser: TestClient, client: Elasticsearch, settings: Settings) -> None:
    """Of two with one name, and of two changes at once, one is refused."""
    status, page = send(browser, "/alerts", **FORM)
    assert (status, "has a saved query 'vans' already" in page) == (400, True)
    (where,) = saved(client, settings).values()
    assert "vans</span>” is paused: " in send(browser, where, do="pause")[1]
    status, page = send(browser, "/alerts", **FORM, id=where.rpartition("/")[2], revision="2")  # seen before the pause
    assert (status, "changed by somebody else" in page) == (409, True)
    assert "vans</span>” is resumed: " in send(browser, where, do="resume")[1]


def test_a_search_is_tried_saved_and_told_of_once(
    sign_in: SignIn, take_in: TakeIn, client: Elasticsearch, cluster_settings: Settings, users: dict[str, str]
) -> None:
    take_in(ads("kombi 1", "kombi 2", "varka 1"))
    browser = sign_in("analyst")
    assert 'formaction="/alerts/new"' in browser.get("/").text
    page = browser.get("/alerts/new", params={"q": "kombi"}).text
    assert "<strong>2</strong> leads that came in" in page and 'name="q" value="kombi"' in page
    assert page.count("<rect") == 31 and f"{datetime.now(UTC):%Y-%m-%d}: 2" in page
    status, page = send(browser, "/alerts", **{**FORM, "do": "try", "q": "varka", "email": "ana@police.example"})
    assert (status, "<strong>1</strong> lead that came in" in page, "ana@police.example" in page) == (200, True, True)
    misfits(browser, client, cluster_settings)
    status, page = send(browser, "/alerts", **FORM, quiet_from="22:00", quiet_until="06:00", zone="Europe/Belgrade")
    assert (status, "is saved: you are told" in page) == (200, True)
    (kept,) = store.every(client, cluster_settings)
    query = kept.query
    assert (query.owner, query.box, query.quiet, query.zone) == (
        users["analyst"],
        "kombi",
        (1320, 360),
        "Europe/Belgrade",
    )
    assert [(one.kind, one.address) for one in query.channels] == [("inbox", users["analyst"])]
    status, page = send(browser, "/alerts", **FORM, id=query.id, revision="1")  # without quiet hours
    assert (status, store.every(client, cluster_settings)[0].query.quiet) == (200, None)
    take_in(ads("kombi 3", "varka 2"))
    assert after_batch(client, cluster_settings)
    assert unread(browser) == "1"
    (message,) = re.findall(r'class="open" href="(/inbox/[^"]+)"', browser.get("/inbox?unread=1").text)
    page = browser.get(message).text
    assert ("kombi 3" in page, "kombi 1" in page, "1–1 of 1 lead" in page) == (True, False, True)
    assert f'href="/alerts/{query.id}/search"' in page  # the address in a message does not tell what is searched for
    onward = browser.get(f"/alerts/{query.id}/search", follow_redirects=False)
    assert (onward.status_code, onward.headers["location"]) == (303, "/?q=kombi")
    assert (unread(browser), "Nothing is unread" in browser.get("/inbox?unread=1").text) == ("", True)
    trail = Trail(cluster_settings.audit)
    noted = [(entry.action, entry.details.get("do"), entry.details.get("q")) for entry in trail.entries()]
    assert ("search", None, "varka") in noted
    assert [one for one in noted if one[0] == "alert" and one[1] != "list"][-2:] == [
        ("alert", "save", "kombi"),
        ("alert", "change", "kombi"),
    ]
    clashes(browser, client, cluster_settings)


def test_others_see_what_is_shared_and_change_nothing(
    sign_in: SignIn,
    colleague: TestClient,
    client: Elasticsearch,
    cluster_settings: Settings,
    users: dict[str, str],
    take_in: TakeIn,
) -> None:
    browser = sign_in("analyst")
    send(browser, "/alerts", **{**FORM, "name": "ours", "unit": "north"})
    send(browser, "/alerts", **{**FORM, "name": "secret search", "q": "varka"})
    take_in(ads("kombi 1", "varka 1"))
    after_batch(client, cluster_settings)
    where = saved(client, cluster_settings)
    page = colleague.get("/alerts").text
    assert ("ours" in page, "Shared with my unit" in page, "secret" in page) == (True, True, False)
    assert colleague.get(where["secret search"]).status_code == 404
    assert colleague.get(f"{where['secret search']}/search").status_code == 404
    assert colleague.get(f"{where['ours']}/search").url.params["q"] == "kombi"
    page = colleague.get(where["ours"]).text
    assert ("Save one like it for myself" in page, "/alerts/new?q=kombi&amp;name=ours" in page) == (True, True)
    for do in ("pause", "remove", "transfer"):
        assert send(colleague, where["ours"], do=do, owner="x", password=PASSWORD)[0] == 400
    assert send(colleague, "/alerts", **FORM, id=where["ours"].rpartition("/")[2], revision="1")[0] == 404
    secret, ours = (where[name].rpartition("/")[2] for name in ("secret search", "ours"))
    who = f"{cluster_settings.index_prefix}colleague"
    noted = [one.details for one in Trail(cluster_settings.audit).entries() if (one.user, one.action) == (who, "alert")]
    assert [one["id"] for one in noted if one["do"] == "refused"] == [secret, secret, ours]
    assert (unread(browser), unread(colleague)) == ("2", "")
    (message, _) = re.findall(r'class="open" href="(/inbox/[^"]+)"', browser.get("/inbox").text)
    assert colleague.get(message).status_code == 404
    send(colleague, "/inbox", id=message.rpartition("/")[2])
    assert unread(browser) == "2"
    send(browser, "/inbox", id=message.rpartition("/")[2])
    assert unread(browser) == "1"
    assert colleague.get("/alerts?whose=all").status_code == 403
    assert [one.query.paused for one in store.every(client, cluster_settings)] == [False, False]
    # Who owned them leaves; an operator sees them fail, and hands one on.
    client.security.put_user(username=users["analyst"], roles=[])  # who has left
    take_in(ads("kombi 2"))
    after_batch(client, cluster_settings)
    browser.cookies.clear()
    sign_in("operator")
    page = browser.get("/alerts?whose=all").text
    assert (users["analyst"] in page, "may not read leads" in page, "2 failing" in page) == (True, True, True)
    assert "None is paused" in browser.get("/alerts?whose=all&state=paused&page=9").text
    assert "nobody-else has none" in browser.get("/alerts?whose=all&owner=nobody-else").text
    where = where["ours"]
    page = browser.get(where).text
    assert ("As an operator" in page, "that it fails" in page) == (True, True)
    form = {"do": "transfer", "owner": f"{cluster_settings.index_prefix}colleague", "whose": "all"}
    for password, said in (("", "once more"), ("wrong", "not your password")):
        status, page = send(browser, where, **form, password=password)
        assert (status, said in page) == (400, True)
    status, page = send(browser, where, **form, password=PASSWORD)
    assert (status, "ours</span>” has another owner now" in page) == (200, True)
    kept = next(one for one in store.every(client, cluster_settings) if one.query.name == "ours")
    assert [kept.query.owner, *(one.address for one in kept.query.channels)] == [form["owner"]] * 2
    after_batch(client, cluster_settings)
    assert '"state active"' in colleague.get("/alerts").text
    status, page = send(browser, where, do="remove", password=PASSWORD)
    assert (status, "It is removed; it is not among these" in page) == (200, True)
    assert list(saved(client, cluster_settings)) == ["secret search"]


def test_something_is_followed_by_one_click(
    sign_in: SignIn, take_in: TakeIn, client: Elasticsearch, cluster_settings: Settings, users: dict[str, str]
) -> None:
    take_in(ads("Kombi Prishtinë - Wien 2500 euro, +383 44 123 456"))
    browser = sign_in("analyst")
    (lead,) = re.findall(r'class="open" href="(/leads/[^"]+)"', browser.get("/").text)
    offered = re.findall(r'form="follow" name="what" value="([^"]+)"', html.unescape(browser.get(lead).text))
    kinds = {one.partition(":")[0] for one in offered}
    assert kinds == {"source", "route", "phone", "place"}
    for what in dict.fromkeys(offered):
        status, page = send(browser, "/alerts/follow", what=what, back=lead)
        assert (status, f'href="{lead}">Back' in page) == (200, True), what
    names = list(saved(client, cluster_settings))
    assert {"Phone +38344123456", "Source board"} < set(names) and len(names) == len(set(offered))
    assert any(name.startswith("Route Pristina") or name.startswith("Route Prishtin") for name in names), names
    where = saved(client, cluster_settings)["Phone +38344123456"]
    send(browser, where, do="pause")
    send(browser, "/alerts/follow", what="phone:+38344123456", back="//evil.example")
    assert len(saved(client, cluster_settings)) == len(names)
    assert not any(one.query.paused for one in store.every(client, cluster_settings))
    assert "evil" not in browser.get("/alerts", params={"saved": where[8:], "back": "//evil.example"}).text
    page = html.unescape(browser.get("/", params={"q": "phone:+38344123456 from:Prishtina to:Wien"}).text)
    assert 'value="phone:+38344123456"' in page and 'value="route:Prishtina>Wien"' in page
    assert 'name="what"' not in browser.get("/", params={"q": "phone:044123 kombi"}).text
    assert 'value="phone:+38344123456"' in html.unescape(browser.get("/graph?n=phone:%2B38344123456").text)
    for wrong in ("phone:044123", "planet:Mars", "route:Wien", ""):
        assert send(browser, "/alerts/follow", what=wrong)[0] == 400, wrong
    # Where the console's own key may do nothing, it still searches.
    own = client.options(basic_auth=(users["nobody"], PASSWORD))
    with TestClient(create(cluster_settings, own=own), base_url="http://127.0.0.1") as browser:
        browser.post("/sign-in", data={"user": users["analyst"], "password": PASSWORD})
        assert "1–1 of 1 lead" in browser.get("/").text
        for address in ("/inbox", "/alerts", "/alerts/x"):
            answer = browser.get(address)
            assert (answer.status_code, "waymark-console" in answer.text) == (503, True), address
        assert browser.get("/").status_code == 200  # nobody was signed out by it
