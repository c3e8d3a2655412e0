"""The inbox on a real node: delivered once, read by its reader alone, and no words of leads in it."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from elasticsearch import AuthorizationException, Elasticsearch

from alerts.channels import deliver
from alerts.inbox import PAGE, mark_read, message, messages, unread
from alerts.notice import Channel, Notice, NoticedLead
from search_mappings import inbox
from search_mappings.roles import apply
from waymark.cluster import anonymous
from waymark.settings import Settings

pytestmark = pytest.mark.node

ARTA = Channel(kind="inbox", address="arta", level="summary")
BESA = Channel(kind="inbox", address="besa")


def test_a_message_is_there_once_however_often_it_is_sent(
    client: Elasticsearch, cluster_settings: Settings, notice: Notice
) -> None:
    """Six at once, before there is an index, and once more without a client."""
    with ThreadPoolExecutor(6) as pool:
        sent = [pool.submit(deliver, ARTA, notice, settings=cluster_settings, client=client) for _ in range(6)]
    assert {one.result().status for one in sent} == {"delivered"}
    assert deliver(ARTA, notice, settings=cluster_settings).detail == "it was in the inbox already"
    client.indices.refresh(index=cluster_settings.inbox_index)
    (listed,) = messages(client, cluster_settings, "arta")
    assert (listed.id, listed.alert, listed.count, listed.read_at) == ("d-123", "Kombi nach Wien", 2, None)
    whole = message(client, cluster_settings, "arta", listed.id)
    assert whole and [(lead.id[0], lead.version) for lead in whole.leads] == [("a", 1), ("b", 3)]
    found = client.search(index=cluster_settings.inbox_index)["hits"]["hits"]
    assert "+383" not in json.dumps(found, ensure_ascii=False)


def test_a_reader_sees_and_marks_only_their_own(
    client: Elasticsearch, cluster_settings: Settings, notice: Notice
) -> None:
    for number, channel in enumerate([ARTA, ARTA, BESA]):
        given = notice.model_copy(update={"delivery_id": f"d-{number}"})
        assert deliver(channel, given, settings=cluster_settings, client=client).status == "delivered"
    client.indices.refresh(index=cluster_settings.inbox_index)
    assert (unread(client, cluster_settings, "arta"), unread(client, cluster_settings, "besa")) == (2, 1)
    assert mark_read(client, cluster_settings, "arta", ["d-0", "d-2"]) == 1
    assert (unread(client, cluster_settings, "arta"), unread(client, cluster_settings, "besa")) == (1, 1)
    assert [one.id for one in messages(client, cluster_settings, "arta", only_unread=True)] == ["d-1"]
    assert mark_read(client, cluster_settings, "arta") == 1
    assert mark_read(client, cluster_settings, "arta") == 0
    assert unread(client, cluster_settings, "besa") == 1
    repeated = notice.model_copy(update={"delivery_id": "d-0"})
    deliver(ARTA, repeated, settings=cluster_settings, client=client)
    assert unread(client, cluster_settings, "arta") == 0  # a repeat does not make it new again


def test_the_list_of_messages_does_not_read_their_leads(
    client: Elasticsearch, cluster_settings: Settings, notice: Notice
) -> None:
    """A message may tell of ten thousand; the list only says how many."""
    leads = tuple(NoticedLead(id=f"lead-{number:026}", version=1) for number in range(10_000))
    many = notice.model_copy(update={"leads": leads, "count": len(leads)})
    assert deliver(ARTA, many, settings=cluster_settings, client=client).status == "delivered"
    client.indices.refresh(index=cluster_settings.inbox_index)
    perform, answered = client.transport.perform_request, list[int]()

    def weighed(*args: Any, **more: Any) -> Any:
        answer = perform(*args, **more)
        answered.append(len(json.dumps(answer.body)))
        return answer

    client.transport.perform_request = weighed  # type: ignore[method-assign]
    (listed,) = messages(client, cluster_settings, "arta")
    whole = message(client, cluster_settings, "arta", listed.id)
    assert (listed.count, whole and len(whole.leads)) == (10_000, 10_000)
    of_the_list, of_the_message = answered
    assert of_the_list < 2000 < of_the_message


def test_pages_of_an_inbox_lose_and_double_nothing(
    client: Elasticsearch, cluster_settings: Settings, notice: Notice
) -> None:
    inbox.ensure(client, cluster_settings)
    for number in range(PAGE + 7):
        at = notice.made_at + timedelta(microseconds=number // 3)  # some at the same moment
        client.index(
            index=cluster_settings.inbox_index,
            id=f"d-{number}",
            document={
                "delivery_id": f"d-{number}",
                "owner": "arta",
                "alert_id": "q",
                "alert": "x",
                "count": 1,
                "leads": [],
                "link": "",
                "made_at": at.isoformat(),
            },
        )
    client.indices.refresh(index=cluster_settings.inbox_index)
    first = messages(client, cluster_settings, "arta")
    second = messages(client, cluster_settings, "arta", after=first[-1])
    assert (len(first), len(second)) == (PAGE, 7)
    assert len({one.id for one in first + second}) == PAGE + 7


def test_an_inbox_where_nothing_ever_came_is_empty(client: Elasticsearch, cluster_settings: Settings) -> None:
    assert unread(client, cluster_settings, "arta") == 0
    assert messages(client, cluster_settings, "arta") == []
    assert mark_read(client, cluster_settings, "arta") == 0


def test_no_person_reaches_the_inbox_and_service_and_console_do(
    client: Elasticsearch, cluster_settings: Settings, notice: Notice
) -> None:
    prefix = cluster_settings.index_prefix
    names = [role.name for role in apply(client, cluster_settings)]
    try:
        for name in names:
            client.security.put_user(username=name, password="invented-password", roles=[name])
        deliver(ARTA, notice, settings=cluster_settings, client=client)
        client.indices.refresh(index=cluster_settings.inbox_index)
        for name in names:
            with anonymous(cluster_settings) as nobody:
                person = nobody.options(basic_auth=(name, "invented-password"))
                if name == f"{prefix}waymark-service":
                    given = notice.model_copy(update={"delivery_id": "d-9"})
                    assert deliver(ARTA, given, settings=cluster_settings, client=person).status == "delivered"
                    client.indices.refresh(index=cluster_settings.inbox_index)
                    assert unread(person, cluster_settings, "arta") == 2
                    continue
                if name == f"{prefix}waymark-console":
                    assert [one.id for one in messages(person, cluster_settings, "arta")] == ["d-123"]
                    assert mark_read(person, cluster_settings, "arta") == 1
                    with pytest.raises(AuthorizationException):
                        person.search(index=cluster_settings.read_alias)
                    client.delete(index=cluster_settings.inbox_index, id="d-123")
                    deliver(ARTA, notice, settings=cluster_settings, client=client)
                    continue
                with pytest.raises(AuthorizationException):
                    person.search(index=cluster_settings.inbox_index)
                assert deliver(ARTA, notice, settings=cluster_settings, client=person).status == "retry"
    finally:
        for name in names:
            client.options(ignore_status=404).security.delete_user(username=name)
            client.options(ignore_status=404).security.delete_role(name=name)


def test_an_elasticsearch_that_is_away_is_tried_again(notice: Notice, local: Settings) -> None:
    outcome = deliver(ARTA, notice, settings=local)
    assert outcome.status == "retry" and "waymark up" in outcome.detail
    assert deliver(Channel(kind="inbox", address=""), notice, settings=local).status == "failed"
