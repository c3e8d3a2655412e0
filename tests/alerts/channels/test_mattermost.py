"""Incoming webhooks of Mattermost and Slack: what is posted, and that a query's name stays words."""

from __future__ import annotations

import pytest
from http_receiver import Receiver

from alerts.channels import deliver
from alerts.notice import Channel, Level, Notice
from waymark.settings import Settings


def said(receiver: Receiver, notice: Notice, local: Settings, level: Level = "count") -> str:
    channel = Channel(kind="mattermost", address=receiver.url("/hooks/ok"), level=level)
    assert deliver(channel, notice, settings=local).status == "delivered"
    assert set(receiver.got[-1].content) == {"text"}
    return str(receiver.got[-1].content["text"])


def test_name_count_and_link_in_the_readers_language(receiver: Receiver, notice: Notice, local: Settings) -> None:
    assert said(receiver, notice.model_copy(update={"language": "de"}), local) == (
        "`Kombi nach Wien` hat 2 neue Treffer.\n<https://waymark.example/?q=kombi&since=1|In Waymark öffnen>"
    )
    assert receiver.got[0].headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("level", ["count", "ids", "summary"])
def test_a_message_carries_no_more_than_its_level(
    level: Level, receiver: Receiver, notice: Notice, local: Settings
) -> None:
    text = said(receiver, notice, local, level)
    assert ("/lead/" + "a" * 64 in text) == (level != "count")
    assert ("+383 44 000 111" in text) == (level == "summary")


def test_a_name_calls_nobody_and_loads_nothing(receiver: Receiver, notice: Notice, local: Settings) -> None:
    evil = "`@all <!channel> ![x](https://evil.example/) <https://evil.example|Waymark>`"
    first = said(receiver, notice.model_copy(update={"alert": evil}), local).splitlines()[0]
    assert first.startswith("`") and first.count("`") == 2
    assert "<" not in first and "@all" not in first


def test_a_message_about_the_query_is_told_in_words(receiver: Receiver, notice: Notice, local: Settings) -> None:
    given = notice.model_copy(update={"leads": (), "count": 0, "message": "It cannot be asked: <!here>"})
    assert said(receiver, given, local).splitlines()[0] == "`It cannot be asked: ‹!here›`"


def test_many_leads_are_counted(receiver: Receiver, notice: Notice, local: Settings) -> None:
    leads = tuple(notice.leads[0].model_copy(update={"id": f"{number:064}"}) for number in range(90))
    text = said(receiver, notice.model_copy(update={"leads": leads, "count": 90}), local, "ids")
    assert text.count("\n- ") == 20 and "and 70 more" in text


def test_an_answer_is_judged_like_a_webhooks(receiver: Receiver, notice: Notice, local: Settings) -> None:
    for path, status in (("/status/404", "failed"), ("/status/429?after=3", "retry")):
        channel = Channel(kind="mattermost", address=receiver.url(path))
        assert deliver(channel, notice, settings=local).status == status
    assert deliver(Channel(kind="mattermost", address="x"), notice, settings=local).status == "failed"
