"""A saved search's own page says how it fares and what can be done, and never counts as told what nobody is told."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from console_forms import PASSWORD
from elasticsearch import Elasticsearch
from starlette.testclient import TestClient

from alerts import store
from alerts.notice import Channel, Outcome
from alerts.post_office import PostOffice
from alerts.run import after_batch, run
from nlp.gazetteer import load
from search_mappings import alerts
from waymark.records import Document
from waymark.settings import Settings

pytestmark = pytest.mark.node
SignIn = Callable[[str], TestClient]
TakeIn = Callable[[list[Document]], None]


def ads(*texts: str) -> list[Document]:
    at = datetime.now(UTC) - timedelta(hours=1)
    return [Document(id=text, kind="ad", source="board", text=text, captured_at=at) for text in texts]


def said(page: str) -> tuple[str, str]:
    """The role and the words of the sentence on how the search fares."""
    (found,) = re.findall(r'<p class="fares \w+" role="(\w+)">(.*?)</p>', page, re.DOTALL)
    return found[0], words(found[1])


def words(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", markup)).split())


def trial(page: str) -> str:
    (found,) = re.findall(r'<section class="trial".*?<p role="status">(.*?)</p>', page, re.DOTALL)
    return words(found)


@pytest.fixture
def where(client: Elasticsearch, cluster_settings: Settings, users: dict[str, str]) -> str:
    """The page of a search that the analyst has saved and shares with the unit north."""
    alerts.ensure(client, cluster_settings)
    channels = (Channel(kind="inbox", address=users["analyst"]),)
    given = {"id": store.new_id(), "name": "vans", "box": "kombi", "owner": users["analyst"], "channels": channels}
    query = store.fitting({**given, "unit": "north"})
    store.add(client, cluster_settings, query)
    return f"/alerts/{query.id}"


def change(client: Elasticsearch, settings: Settings, **fields: object) -> None:
    kept = store.named(client, settings, "vans")
    store.save(client, settings, store.changed(kept.query, **fields), kept.revision)


def test_its_owner_reads_how_it_fares(
    sign_in: SignIn,
    take_in: TakeIn,
    client: Elasticsearch,
    cluster_settings: Settings,
    users: dict[str, str],
    where: str,
) -> None:
    browser, settings, ana = sign_in("analyst"), cluster_settings, users["analyst"]
    assert said(browser.get(where).text) == ("status", "active: not asked yet.")
    take_in(ads("kombi 1"))
    after_batch(client, settings)
    assert said(browser.get(where).text) == ("status", "active: last asked just now.")
    change(client, settings, paused=True)
    assert said(browser.get(where).text) == ("status", "paused: nothing is told until you resume it.")
    change(client, settings, paused=False, expires=datetime(2026, 3, 1, tzinfo=UTC))
    role, sentence = said(browser.get(where).text)
    assert (role, sentence.partition(":")[0]) == ("status", "expired on 2026-03-01")
    assert "set a later day under “Until it ends on”" in sentence
    change(client, settings, expires=None)
    client.security.put_user(username=ana, roles=[])  # the session goes on with the rights it began with
    take_in(ads("kombi 2"))
    after_batch(client, settings)
    role, sentence = said(browser.get(where).text)
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    assert (role, sentence.startswith(f"failing since {today} ")) == ("alert", True), sentence
    assert f": the user {ana!r} may not read leads; change the search, or ask an operator" in sentence
    change(client, settings, paused=True)
    role, sentence = said(browser.get(where).text)
    assert (role, sentence.startswith(f"paused: it failed since {today} ")) == ("status", True), sentence
    assert sentence.endswith("nothing is told until you resume it, once that is mended.")


@pytest.mark.parametrize("asks_as_others", [False, True])
def test_what_would_have_been_told_is_what_its_owner_may_read(
    sign_in: SignIn,
    take_in: TakeIn,
    client: Elasticsearch,
    cluster_settings: Settings,
    users: dict[str, str],
    where: str,
    asks_as_others: bool,
) -> None:
    prefix, ana = f"{cluster_settings.index_prefix}waymark-", users["analyst"]
    roles = [f"{prefix}operator", *([f"{prefix}service"] if asks_as_others else [])]
    client.security.put_user(username=users["operator"], password=PASSWORD, roles=roles)
    take_in(ads("kombi 1", "kombi 2", "varka 1"))
    browser = sign_in("operator")
    counted = trial(browser.get(where).text)
    told = "that came in would have been told" in counted
    assert (counted.startswith("2 leads that came in "), told) == (True, asks_as_others), counted
    assert (f"counted with your rights, and {ana} is told only what theirs allow" in counted) != asks_as_others
    client.security.put_user(username=ana, roles=[])
    if not asks_as_others:  # then only who asks for all knows
        after_batch(client, cluster_settings)
        assert said(browser.get(where).text)[0] == "alert"
        assert f"give {ana} the rights" in said(browser.get(where).text)[1]
    answer = browser.get(where)
    assert answer.status_code == 200
    assert trial(answer.text) == f"{ana} would be told nothing: the user {ana!r} may not read leads."


def test_what_was_given_up_stands_beside_what_is_not_told(
    sign_in: SignIn,
    take_in: TakeIn,
    client: Elasticsearch,
    cluster_settings: Settings,
    where: str,
) -> None:
    browser = sign_in("analyst")
    assert "given up" not in browser.get("/alerts").text
    take_in(ads("kombi 1"))
    refusing = PostOffice(lambda _channel, _notice: Outcome(status="failed", detail="the receiver is gone"))
    assert run(client, cluster_settings, load(), refusing).dead == 1
    shown = re.compile(
        r'<td class="figure">0 <span [^>]*title="an operator can send them again">1 given up</span></td>'
    )
    assert shown.search(browser.get("/alerts").text)
    assert said(browser.get(where).text)[1].endswith("; 1 delivery was given up, which an operator can send again.")
    browser.cookies.clear()
    sign_in("operator")
    assert shown.search(browser.get("/alerts?whose=all").text)
