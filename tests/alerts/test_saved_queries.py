"""Saved queries on the real node: what arrives or changes and matches is told once, to whom may read it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from alert_desk import PASSWORD, Desk, document
from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from alerts import store
from alerts.dead_letters import replay
from alerts.notice import Outcome
from alerts.watching import deliveries, watched
from waymark.errors import UsageError
from waymark.records import Extraction, Language, Phone, Price

pytestmark = pytest.mark.node


def test_a_lead_that_matches_is_told_once(desk: Desk) -> None:
    desk.take_in(document("0", "kombi before anybody asked"))
    desk.save("vans", "kombi")
    desk.save("boats", "varka")
    desk.take_in(document("1", "kombi sot"), document("2", "makine sot"))
    report = desk.run()
    assert (report.queries, report.leads, report.hits, report.delivered) == (2, 2, 1, 1)
    assert [told[0] for told in desk.receiver.leads()] == ["vans"]
    desk.take_in(document("1", "kombi sot"), document("2", "makine sot"))
    assert desk.run().hits == 0
    assert len(desk.receiver.notices) == 1


def test_a_new_wording_is_a_new_version(desk: Desk) -> None:
    desk.save("vans", "kombi")
    desk.save("first", "kombi", changes="first")
    desk.take_in(document("1", "kombi sot"))
    desk.run()
    desk.take_in(document("1", "kombi neser", day=1))
    desk.run()
    told = sorted((name, version) for name, _, version in desk.receiver.leads())
    assert told == [("first", 1), ("vans", 1), ("vans", 2)]
    desk.take_in(document("1", "kombi sot", day=2))  # back to a wording that was told
    desk.run()
    assert len(desk.receiver.leads()) == 3


def read(number: str = "+38344000111", price: float = 1000) -> object:
    def extract(texts: object) -> Iterator[Extraction]:
        for _ in texts:  # type: ignore[attr-defined]
            yield Extraction(
                language=Language(code="sq", script="Latn", confidence=1),
                phones=(Phone(text="x", start=0, end=1, e164=number, country="XK", confidence=1),),
                prices=(Price(text="x", start=0, end=1, min=price, max=price, currency="EUR"),),
            )

    return extract


def test_material_changes_are_numbers_and_prices(desk: Desk) -> None:
    desk.save("moves", "kombi", changes="material")
    for day, (number, price) in enumerate(
        [("+38344000111", 1000), ("+38344000111", 1050), ("+38344000222", 1050), ("+38344000222", 1160)]
    ):
        desk.take_in(document("1", f"kombi {day}", day=day), extract=read(number, price))
        desk.run()
    assert [version for _, _, version in desk.receiver.leads()] == [1, 3, 4]


def test_ten_thousand_hits_of_one_batch_are_one_notice(desk: Desk) -> None:
    desk.save("all", "kombi")
    desk.save("none", "varka")
    desk.take_in(document("0", "makine"))  # makes the index
    once = desk.client.search(index=desk.settings.read_alias, size=1)["hits"]["hits"][0]["_source"]
    marks = ("a", "b", "c")  # as files of a batch have each its own
    actions = (
        {
            "_index": desk.settings.write_alias,
            "_id": f"{number:05}",
            "_source": {
                **{name: once[name] for name in ("kind", "source", "language", "indexed_at")},
                "id": f"{number:05}",
                "text": "kombi",
                "news": {"due": marks[number % 3], "wording": f"w{number}", "basis": "b", "version": 1},
            },
        }
        for number in range(10_000)
    )
    bulk(desk.client, actions, chunk_size=2000)
    report = desk.run()
    assert (report.hits, report.delivered) == (10_000, 1)
    (notice,) = desk.receiver.notices
    assert notice.count == len({lead.id for lead in notice.leads}) == 10_000
    assert desk.run().hits == 0


def test_a_query_that_fails_is_kept_and_catches_up(desk: Desk, users: dict[str, str]) -> None:
    good = desk.save("good", "kombi")
    bad = desk.save("bad", "kombi", owner=users["nobody"])
    desk.take_in(document("1", "kombi sot"))
    report = desk.run()
    assert report.failing == 1
    fares = {one.query.name: one for one in watched(desk.client, desk.settings)}
    assert fares["good"].state == "active" and fares["good"].hits == 1
    assert fares["bad"].state == "failing" and "may not read leads" in str(fares["bad"].failing)
    failing = [notice for notice in desk.receiver.notices if notice.alert == "bad"]
    assert len(failing) == 1 and "cannot be asked" in failing[0].message and not failing[0].leads
    desk.run()
    assert len([notice for notice in desk.receiver.notices if notice.alert == "bad"]) == 1
    desk.client.security.put_user(username=users["nobody"], roles=[f"{desk.settings.index_prefix}waymark-analyst"])
    desk.now += timedelta(minutes=5)
    desk.run()
    assert {told[0] for told in desk.receiver.leads()} == {"good", "bad"}
    assert {one.state for one in watched(desk.client, desk.settings)} == {"active"}
    assert good.id != bad.id


def test_who_lost_access_is_told_nothing_more(desk: Desk, users: dict[str, str]) -> None:
    desk.save("mine", "kombi", owner=users["analyst"], at_most_s=3600)
    desk.take_in(document("1", "kombi sot"))
    desk.receiver.answers = [Outcome(status="retry", detail="later")]
    desk.run()
    desk.client.security.put_user(username=users["analyst"], roles=[])
    desk.now += timedelta(hours=1)
    before = len(desk.receiver.notices)
    desk.run()
    assert len(desk.receiver.notices) == before
    (dead,) = deliveries(desk.client, desk.settings, state="dead", query=None, limit=10)
    assert "may not read leads" in dead["detail"]


def test_quiet_hours_and_at_most(desk: Desk) -> None:
    desk.save("vans", "kombi", at_most_s=3600, quiet=(22 * 60, 6 * 60))
    desk.take_in(document("1", "kombi 1"))
    desk.run()
    desk.take_in(document("2", "kombi 2"))
    desk.run()
    assert len(desk.receiver.notices) == 1
    desk.now += timedelta(hours=15)  # 23:00
    desk.run()
    assert len(desk.receiver.notices) == 1
    desk.take_in(document("3", "kombi 3"))
    desk.now += timedelta(hours=8)
    desk.run()
    assert [notice.count for notice in desk.receiver.notices] == [1, 2]


def test_what_waited_is_told_together_with_what_comes(desk: Desk) -> None:
    desk.save("vans", "kombi", at_most_s=3600)
    desk.save("at once", "kombi")
    for number in range(3):
        desk.take_in(document(str(number), f"kombi {number}"))
        desk.run()
    desk.now += timedelta(hours=1)
    desk.take_in(document("3", "kombi 3"))
    desk.run()
    counts = [(notice.alert, notice.count) for notice in desk.receiver.notices]
    assert [count for alert, count in counts if alert == "vans"] == [1, 3]
    assert [count for alert, count in counts if alert == "at once"] == [1, 1, 1, 1]


def test_retries_grow_and_the_dead_can_be_replayed(desk: Desk) -> None:
    desk.save("vans", "kombi")
    desk.take_in(document("1", "kombi"))
    desk.receiver.answers = [Outcome(status="retry", detail="busy"), Outcome(status="failed", detail="gone")]
    assert desk.run().retry == 1
    assert desk.run().delivered == 0  # not due yet
    desk.now += timedelta(seconds=31)
    assert desk.run().dead == 1
    assert replay(desk.client, desk.settings, None) == 1
    desk.now += timedelta(days=60)
    assert desk.run().delivered == 1
    assert len({notice.delivery_id for notice in desk.receiver.notices if not notice.message}) == 1


def test_it_ends_with_a_reminder_before(desk: Desk) -> None:
    from datetime import UTC, datetime

    desk.now = datetime.now(UTC)
    desk.save("vans", "kombi", expires=desk.now + timedelta(days=60))
    desk.run()
    assert not desk.receiver.notices
    desk.now += timedelta(days=54)
    desk.run()
    desk.run()
    assert [notice.message for notice in desk.receiver.notices if "ends on" in notice.message].__len__() == 1
    desk.now += timedelta(days=7)
    desk.take_in(document("1", "kombi"))
    assert desk.run().hits == 0


def test_nobody_can_have_a_query_asked_as_another(desk: Desk, client: Elasticsearch) -> None:
    query = desk.save("mine", "kombi")
    name = f"{desk.settings.index_prefix}writer"
    may = {"names": [f"{desk.settings.index_prefix}alerts"], "privileges": ["read", "create_doc", "maintenance"]}
    client.security.put_role(name=name, indices=[may])
    client.security.put_user(username=name, password=PASSWORD, roles=[name])
    try:
        writer = client.options(basic_auth=(name, PASSWORD))
        store.save(writer, desk.settings, store.changed(query, id="forged", name="forged"))
        store.save(writer, desk.settings, store.changed(query, owner=name, name="taken"), 1)
        store.save(writer, desk.settings, store.changed(query, id="own", name="own", owner=name))
    finally:
        client.security.delete_user(username=name)
        client.security.delete_role(name=name)
    assert [one.query.name for one in store.every(client, desk.settings)] == ["mine", "own"]


def test_two_changes_at_once_are_refused(desk: Desk) -> None:
    query = desk.save("vans", "kombi")
    store.save(desk.client, desk.settings, query, 1)
    with pytest.raises(UsageError, match="somebody else"):
        store.save(desk.client, desk.settings, query, 1)
