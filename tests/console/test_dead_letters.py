"""Operators see deliveries that were given up, and have them sent again; nobody else does, and it is on record."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from console_forms import token
from elasticsearch import Elasticsearch
from starlette.testclient import TestClient

from alerts import store
from alerts.notice import Channel, Outcome
from alerts.post_office import PostOffice
from alerts.run import after_batch, run
from alerts.watching import deliveries
from nlp.gazetteer import load
from search_mappings import alerts
from waymark.audit import Trail
from waymark.records import Document
from waymark.settings import Settings

pytestmark = pytest.mark.node
EVERYBODY = "/alerts?whose=all"


def send(browser: TestClient, **fields: str) -> tuple[int, str]:
    csrf = token(browser.get("/fields").text)
    answer = browser.post("/alerts/deliveries", data={"csrf": csrf, **fields})
    return answer.status_code, html.unescape(answer.text)


def states(client: Elasticsearch, settings: Settings) -> list[str]:
    return sorted(one["state"] for one in deliveries(client, settings, state=None, query=None, limit=10))


def test_operators_send_again_what_was_given_up(
    sign_in: Callable[[str], TestClient],
    take_in: Callable[[list[Document]], None],
    client: Elasticsearch,
    cluster_settings: Settings,
    users: dict[str, str],
) -> None:
    settings, ana = cluster_settings, users["analyst"]
    alerts.ensure(client, settings)
    for name in ("vans", "more vans"):
        channels = (Channel(kind="inbox", address=ana),)
        given = {"id": store.new_id(), "name": name, "box": "kombi", "owner": ana, "channels": channels}
        store.add(client, settings, store.fitting(given))
    at = datetime.now(UTC) - timedelta(hours=1)
    take_in([Document(id="1", kind="ad", source="board", text="kombi 1", captured_at=at)])
    refusing = PostOffice(lambda _channel, _notice: Outcome(status="failed", detail="the receiver is gone"))
    assert run(client, settings, load(), refusing).dead == 2

    browser = sign_in("analyst")
    assert "Given up" not in browser.get("/alerts").text
    status, page = send(browser, all="1")
    assert (status, "are sent again by operators" in page) == (403, True)
    browser.cookies.clear()
    sign_in("operator")
    shown = html.unescape(browser.get(EVERYBODY).text)
    assert ("Given up" in shown, shown.count("the receiver is gone"), "Send all 2 again" in shown) == (True, 2, True)
    dead = re.findall(r'name="id" value="([0-9a-f]{32})"', shown)
    assert len(dead) == 2
    for wrong in ({}, {"id": "none"}, {"id": dead[0], "all": "1"}):
        assert send(browser, **wrong)[0] == 400, wrong
    assert send(browser, all="1", csrf="another's")[0] == 403
    assert states(client, settings) == ["dead", "dead"]

    status, page = send(browser, id=dead[0])
    assert (status, "1 delivery is due again" in page, page.count("the receiver is gone")) == (200, True, 1)
    assert "no dead delivery" in send(browser, id=dead[0])[1]  # sent twice, as by two operators
    assert states(client, settings) == ["dead", "pending"]
    after_batch(client, settings)
    assert states(client, settings) == ["dead", "delivered"]
    status, page = send(browser, all="1")
    assert (status, "1 delivery is due again" in page, "Given up" in page) == (200, True, False)
    after_batch(client, settings)
    assert states(client, settings) == ["delivered", "delivered"]
    noted = [
        (entry.user, entry.details["which"])
        for entry in Trail(settings.audit).entries()
        if (entry.action, entry.details.get("do")) == ("alert", "replay")
    ]
    assert (users["operator"], dead[0]) in noted and (users["operator"], "all") in noted

    browser.cookies.clear()
    sign_in("analyst")
    assert browser.get("/inbox").text.count('class="hit unread"') == 2
