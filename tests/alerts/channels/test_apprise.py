"""What Apprise knows, with its own services that post to a receiver on loopback."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from http_receiver import Receiver

from alerts.channels import deliver
from alerts.notice import Channel, Level, Notice
from waymark.settings import Settings


def service(receiver: Receiver, path: str = "/ok", schema: str = "json", level: Level = "count") -> Channel:
    return Channel(kind="apprise", address=f"{schema}://127.0.0.1:{receiver.port}{path}", level=level)


@pytest.mark.parametrize("level", ["count", "ids", "summary"])
def test_a_service_gets_the_words_of_a_mail(level: Level, receiver: Receiver, notice: Notice, local: Settings) -> None:
    given = notice.model_copy(update={"language": "hu"})
    assert deliver(service(receiver, level=level), given, settings=local).status == "delivered"
    content = receiver.got[0].content
    assert content["title"] == "Kombi nach Wien: 2 új találat"
    assert notice.link in content["message"]
    assert ("+383 44 000 111" in content["message"]) == (level == "summary")
    assert "github" not in receiver.got[0].body.decode()


def test_a_failure_is_tried_again_and_no_address_is_logged(
    receiver: Receiver, notice: Notice, local: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        outcome = deliver(service(receiver, "/status/500/secret-token"), notice, settings=local)
    assert outcome.status == "retry" and "secret-token" not in outcome.detail + caplog.text


def test_a_redirect_is_not_followed_whatever_the_address_says(
    receiver: Receiver, notice: Notice, local: Settings
) -> None:
    with Receiver() as elsewhere:
        path = f"/to/?-where={elsewhere.url('/ok')}&redirect=yes"
        assert deliver(service(receiver, path), notice, settings=local).status == "retry"
        assert elsewhere.got == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nonsense",
        "nosuchservice://x",
        "syslog://",
        "dbus://",
        "blink1://",
        "glib://",
        "qt://",
        "gnome://",
        "windows://",
        "json://",
        "file:///etc/x",
    ],
)
def test_what_is_no_service_is_refused(address: str, notice: Notice, local: Settings) -> None:
    assert deliver(Channel(kind="apprise", address=address), notice, settings=local).status == "failed"


@pytest.mark.parametrize(
    "address",
    [
        "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/%23general?template={file}",
        "discord://1234567890123456789/abcdefghijklmnopqrstuvwxyz?template={file}",
        "fcm://project/device?mode=oauth2&keyfile={file}",
        "mailto://user:password@mail.example?pgp=yes&PGP%70ub={file}",
    ],
)
def test_no_file_of_this_machine_is_read(address: str, notice: Notice, local: Settings, tmp_path: Path) -> None:
    file = tmp_path / "template.json"
    file.write_text('{"text": "an invented secret"}')
    outcome = deliver(Channel(kind="apprise", address=address.format(file=file)), notice, settings=local)
    assert outcome.status == "failed" and "files" in outcome.detail


def test_an_operator_says_which_services_may_be_used(receiver: Receiver, notice: Notice, local: Settings) -> None:
    for given, status in (("json", "delivered"), ("ntfys, json", "delivered"), ("ntfys", "failed"), ("none", "failed")):
        settings = local.model_copy(update={"apprise_services": given})
        assert deliver(service(receiver), notice, settings=settings).status == status, given


def test_hosts_that_are_closed_are_not_asked(receiver: Receiver, notice: Notice, local: Settings) -> None:
    closed = local.model_copy(update={"alert_networks": "none"})
    for schema in ("json", "xml", "form", "ntfy"):
        outcome = deliver(service(receiver, schema=schema), notice, settings=closed)
        assert outcome.status == "failed" and "WAYMARK_ALERT_NETWORKS" in outcome.detail
    assert receiver.got == []
