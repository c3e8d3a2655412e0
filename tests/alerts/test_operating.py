"""What operators do with saved queries and see of them: the service's role, migration, erasing, what is late."""

from __future__ import annotations

from datetime import timedelta

import pytest
from alert_desk import PASSWORD, Desk, document
from elasticsearch import Elasticsearch

from alerts.access import as_owner
from alerts.inbox import message, messages
from alerts.lateness import lateness
from alerts.notice import Channel, Outcome
from alerts.post_office import post_office
from alerts.run import run
from alerts.watching import deliveries
from leads.erasure import erase, find
from leads.fields import rebuilt
from leads.identity import lead_id
from nlp.gazetteer import load
from search_mappings.alerts import index_of
from search_mappings.migrate import migrate
from waymark.archive import Archive

pytestmark = pytest.mark.node


def test_the_role_of_the_service_is_enough_from_mark_to_inbox(desk: Desk, users: dict[str, str]) -> None:
    ana = users["analyst"]
    desk.save("vans", "kombi", owner=ana, channels=(Channel(kind="inbox", address=ana),))
    desk.save("nobody's", "kombi", owner=users["nobody"])
    desk.take_in(document("1", "kombi sot"), document("2", "makine"))
    service = desk.client.options(basic_auth=(users["service"], PASSWORD))
    report = run(service, desk.settings, load(), post_office(service, desk.settings))
    assert (report.leads, report.hits, report.failing, report.delivered) == (2, 1, 1, 1)
    desk.client.indices.refresh(index=desk.settings.inbox_index)
    (told,) = messages(desk.client, desk.settings, ana)
    assert (told.alert, told.count) == ("vans", 1)
    assert run(service, desk.settings, load(), post_office(service, desk.settings)).hits == 0


@pytest.mark.parametrize("user", ["elastic", "kibana_system"])
def test_the_service_cannot_become_who_was_there_before_all_others(
    desk: Desk, users: dict[str, str], user: str
) -> None:
    service = desk.client.options(basic_auth=(users["service"], PASSWORD))
    may = lambda name: as_owner(service, name).options(ignore_status=403).security.authenticate().meta.status  # noqa: E731
    assert (may(users["analyst"]), may(user)) == (200, 403)


def test_a_mark_outlives_a_migration(desk: Desk) -> None:
    desk.save("vans", "kombi")
    desk.take_in(document("1", "kombi sot"))
    done = migrate(desk.client, desk.settings, rebuild=rebuilt)
    assert done.leads == 1 and done.old != done.new
    desk.take_in(document("2", "kombi neser"))
    assert desk.run().hits == 2
    assert desk.run().hits == 0
    assert len(desk.receiver.leads()) == 2


def test_a_lead_that_is_erased_is_forgotten(desk: Desk, client: Elasticsearch) -> None:
    ana = "elastic"
    desk.save("vans", "kombi", channels=(Channel(kind="inbox", address=ana),))
    desk.save("later", "kombi", quiet=(0, 24 * 60))
    first, second = document("1", "kombi sot"), document("2", "kombi neser")
    desk.take_in(first, second)
    office = post_office(client, desk.settings)
    run(client, desk.settings, load(), office, clock=desk.clock)
    archive = Archive(desk.settings.archive_url)
    erase(client, desk.settings, archive, find(client, desk.settings, archive, [lead_id(first)]))
    ledger = client.search(index=index_of(desk.settings, "ledger"), size=10)["hits"]["hits"]
    assert [hit["_source"]["lead"] for hit in ledger] == [lead_id(second)] * 2
    (told,) = deliveries(client, desk.settings, state=None, query=None, limit=10)
    assert (told["leads"], told["count"]) == ([lead_id(second)], 2)
    (listed,) = messages(client, desk.settings, ana)
    whole = message(client, desk.settings, ana, listed.id)
    assert whole and ([lead.id for lead in whole.leads], whole.count) == ([lead_id(second)], 2)


def test_what_is_late_is_seen(desk: Desk) -> None:
    from datetime import UTC, datetime

    assert lateness(desk.client, desk.settings, datetime.now(UTC)).told() is None
    desk.now = datetime.now(UTC)
    desk.save("vans", "kombi")
    desk.take_in(document("1", "kombi sot"))
    soon, late = desk.now + timedelta(minutes=5), desk.now + timedelta(minutes=20)
    assert lateness(desk.client, desk.settings, soon).told() is None
    assert lateness(desk.client, desk.settings, late).told() == "1 leads that saved queries were not asked about"
    desk.receiver.answers = [Outcome(status="retry", detail="busy")]
    desk.run()
    desk.client.indices.refresh(index=index_of(desk.settings, "deliveries"))
    assert lateness(desk.client, desk.settings, soon).told() is None
    assert lateness(desk.client, desk.settings, late).told() == "1 deliveries that were due and are not sent"
