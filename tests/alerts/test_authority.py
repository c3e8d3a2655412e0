"""Whose changes to saved queries count: nobody has a query asked as another, whatever they write into the index."""

from __future__ import annotations

from typing import Any

import pytest
from alert_desk import PASSWORD, Desk
from elasticsearch import AuthorizationException, Elasticsearch

from alerts import store
from alerts.authority import Kept, folded
from alerts.notice import Channel
from alerts.query import SavedQuery

AT = "2026-11-01T08:00:00+00:00"
MINE = SavedQuery(id="q", name="mine", box="kombi", owner="ana")


def change(number: int, by: str | None = "ana", *, roles: tuple[str, ...] = (), **fields: object) -> dict[str, Any]:
    saved = {**MINE.model_dump(mode="json"), **fields}
    return {"_id": f"q.{number}", "_source": {"saved": saved, "by": by, "by_roles": list(roles), "at": AT}}


def after(*changes: dict[str, Any]) -> Kept | None:
    return next(iter(folded(changes, "p-")), None)


def test_owners_and_who_may_act_for_others_change_a_query() -> None:
    kept = after(change(1), change(2, name="other"))
    assert kept and (kept.query.name, kept.revision) == ("other", 2)
    for role in ("superuser", "p-waymark-operator", "p-waymark-service"):
        kept = after(change(1), change(2, "boss", roles=(role,), owner="berta"), change(3, "berta", owner="berta"))
        assert kept and (kept.query.owner, kept.revision) == ("berta", 3)
    assert after(change(1, None)), "without security nobody is put down"


@pytest.mark.parametrize(
    "forged",
    [
        change(2, "eve", name="taken"),
        change(2, "eve", owner="eve"),
        change(2, owner="boss"),
        change(2, "eve", roles=("waymark-operator", "p-waymark-analyst"), owner="eve"),
        {"_id": "q.2", "_source": {"by": "eve", "at": AT}},
        {"_id": "q.2", "_source": {"saved": "nonsense", "by": "ana", "at": AT}},
        change(2, id="another"),
        change(2, zone="Nowhere/Town"),
        change(2, "boss", roles=("superuser",), owner="Ана"),
        change(2, "boss", roles=("superuser",), owner="ana\r\nx: y"),
        change(2, language="x-" * 100_000),
    ],
)
def test_what_does_not_count_takes_only_its_number(forged: dict[str, Any]) -> None:
    kept = after(change(1), forged)
    assert kept and (kept.query, kept.revision) == (MINE, 2)
    kept = after(change(1), forged, change(3, name="later"))
    assert kept and (kept.query.name, kept.revision) == ("later", 3)


def test_a_number_far_ahead_or_none_is_passed_over() -> None:
    odd = [{**change(2, name="x"), "_id": one} for one in ("q.99", "q.-1", "q.2²", "q", f"q.{'9' * 20}")]
    kept = after(change(1), *odd)
    assert kept and (kept.query, kept.revision) == (MINE, 1)


@pytest.mark.parametrize("identity", ["q" * 500, "q\nhits", "q r"])
def test_an_id_of_which_no_documents_can_be_made_is_none(identity: str) -> None:
    saved = MINE.model_copy(update={"id": identity}).model_dump(mode="json")
    forged = {"_id": f"{identity}.1", "_source": {"saved": saved, "by": "ana", "by_roles": [], "at": AT}}
    assert after(forged) is None


def test_nobody_puts_messages_into_the_inbox_of_another() -> None:
    channels = [Channel(kind="inbox", address="boss").model_dump()]
    kept = after(change(1, channels=channels))
    assert kept and [one.address for one in kept.query.channels] == ["ana"]


@pytest.mark.node
def test_an_analyst_adds_in_the_own_name_and_reads_nothing(
    desk: Desk, client: Elasticsearch, users: dict[str, str]
) -> None:
    ana, index = users["analyst"], f"{desk.settings.index_prefix}alerts"
    desk.save("of the boss", "kombi")
    password = client.options(basic_auth=(ana, PASSWORD))
    key = client.options(api_key=password.security.create_api_key(name="own")["encoded"])
    own = SavedQuery(id="own", name="own", box="kombi", owner=ana)
    for writer, identity in ((password, "own"), (key, "key")):
        query = store.changed(own, id=identity, name=identity)
        store.save(writer, desk.settings, query)
        store.save(writer, desk.settings, store.changed(query, id=f"{identity}-as", owner="elastic"))
        lies = {
            **store.document(store.changed(query, id=f"{identity}-lie", owner="elastic"), 1),
            "who": {"username": "elastic", "roles": ["superuser"], "realm": {"name": "reserved"}},
            "by": "elastic",
        }
        writer.create(index=index, id=f"{identity}-lie.1", document=lies, refresh=True)
        writer.create(
            index=index,
            id=f"{identity}-two.1",
            document={
                **store.document(query, 1),
                "saved": store.changed(query, owner="elastic").model_dump(mode="json"),
            },
            refresh=True,
        )
        for refused in (
            lambda at: at.search(index=index),
            lambda at: at.index(index=index, id="own.1", document=store.document(own, 1)),
            lambda at: at.delete(index=index, id="own.1"),
            lambda at: at.search(index=f"{index}-ledger"),
            lambda at: at.options(headers={"es-security-runas-user": "elastic"}).info(),
        ):
            with pytest.raises(AuthorizationException):
                refused(writer)
    assert [one.query.name for one in store.every(client, desk.settings)] == ["key", "of the boss", "own"]


@pytest.mark.node
def test_a_key_that_the_superuser_made_acts_for_others(desk: Desk, client: Elasticsearch) -> None:
    key = client.options(api_key=client.security.create_api_key(name="waymark")["encoded"])
    store.save(key, desk.settings, store.changed(desk.save("first", "kombi"), owner="ana"), 1)
    assert [one.query.owner for one in store.every(client, desk.settings)] == ["ana"]
