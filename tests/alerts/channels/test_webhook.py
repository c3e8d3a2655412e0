"""Webhooks to a real receiver: what it is told, how it knows who speaks, and what its answers mean."""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
import socket
import time
from pathlib import Path
from typing import Any

import pytest
from http_receiver import Receiver
from tls_certificate import Certificate

from alerts.channels import deliver, posting, signing
from alerts.notice import Channel, Level, Notice
from waymark.settings import Settings


def hook(url: str, level: Level = "count") -> Channel:
    return Channel(kind="webhook", address=url, level=level)


def test_the_body_names_query_leads_and_delivery(receiver: Receiver, notice: Notice, local: Settings) -> None:
    assert deliver(hook(receiver.url("/ok")), notice, settings=local).status == "delivered"
    assert receiver.got[0].content == {
        "alert": "Kombi nach Wien",
        "alert_id": "q-7",
        "count": 2,
        "delivery_id": "d-123",
        "leads": [{"id": "a" * 64, "version": 1}, {"id": "b" * 64, "version": 3}],
        "link": "https://waymark.example/?q=kombi&since=1",
        "made_at": "2026-11-30T09:00:00Z",
    }


def test_a_message_about_the_query_is_told_in_words(receiver: Receiver, notice: Notice, local: Settings) -> None:
    given = notice.model_copy(update={"leads": (), "count": 0, "message": "It cannot be asked:\nno such field"})
    deliver(hook(receiver.url("/ok")), given, settings=local)
    content = receiver.got[0].content
    assert (content["message"], content["leads"], content["count"]) == ("It cannot be asked: no such field", [], 0)


@pytest.mark.parametrize(
    ("level", "fields"),
    [
        ("count", {"id", "version"}),
        ("ids", {"id", "version", "url"}),
        ("summary", {"id", "version", "url", "summary"}),
    ],
)
def test_a_level_carries_no_more_than_it_may(
    level: Level, fields: set[str], receiver: Receiver, notice: Notice, local: Settings
) -> None:
    deliver(hook(receiver.url("/ok"), level), notice, settings=local)
    assert {name for lead in receiver.got[0].content["leads"] for name in lead} == fields
    assert (b"+383 44" in receiver.got[0].body) == (level == "summary")
    assert b"arta" not in receiver.got[0].body


def test_the_signature_is_hmac_over_time_and_body(receiver: Receiver, notice: Notice, local: Settings) -> None:
    """Recomputed by hand, as docs/operations.md tells receivers to."""
    deliver(hook(receiver.url("/ok")), notice, settings=local)
    got = receiver.got[0]
    found = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", got.headers["Waymark-Signature"])
    assert found and abs(time.time() - int(found[1])) < 10
    secret = local.webhook_secret.read_text().strip().encode()
    assert hmac.new(secret, f"{found[1]}.".encode() + got.body, hashlib.sha256).hexdigest() == found[2]
    assert local.webhook_secret.stat().st_mode & 0o777 == 0o600
    header = got.headers["Waymark-Signature"]
    assert signing.verify(secret, header, got.body, time.time())
    assert not signing.verify(secret, header, got.body + b" ", time.time())
    assert not signing.verify(secret + b"x", header, got.body, time.time())
    assert not signing.verify(secret, header, got.body, time.time() + 301)


def test_no_log_holds_the_address(
    receiver: Receiver, notice: Notice, local: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        deliver(hook(receiver.url("/ok?key=secret-token")), notice, settings=local)
    assert receiver.got and "secret-token" not in caplog.text


def test_a_repeat_has_the_same_key_and_body(receiver: Receiver, notice: Notice, local: Settings) -> None:
    for _ in range(2):
        deliver(hook(receiver.url("/ok")), notice, settings=local)
    first, second = receiver.got
    assert first.headers["Idempotency-Key"] == second.headers["Idempotency-Key"] == "d-123"
    assert first.body == second.body


def test_a_receiver_may_have_a_secret_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "secrets"
    file.write_text("common-secret-0123456789\nHooks.example own-secret-0123456789\n")
    file.chmod(0o600)
    settings = Settings(webhook_secret_file=file)
    assert signing.secret_for("hooks.example", settings) == b"own-secret-0123456789"
    assert signing.secret_for("other.example", settings) == b"common-secret-0123456789"


@pytest.mark.parametrize(
    ("content", "mode", "said"),
    [
        ("common-secret-0123456789", 0o644, "chmod 600"),
        ("short", 0o600, "line 1"),
        ("", 0o600, "is empty"),
        ("a.example own-secret-0123456789", 0o600, "no secret for 127.0.0.1"),
    ],
)
def test_a_secret_that_does_not_fit_sends_nothing(
    content: str, mode: int, said: str, receiver: Receiver, notice: Notice, tmp_path: Path
) -> None:
    file = tmp_path / "secret"
    file.write_text(content)
    file.chmod(mode)
    outcome = deliver(hook(receiver.url("/ok")), notice, settings=Settings(webhook_secret_file=file))
    assert (outcome.status, receiver.got) == ("retry", [])
    assert said in outcome.detail and "secret-0123456789" not in outcome.detail


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (201, "delivered"),
        (204, "delivered"),
        (400, "failed"),
        (401, "failed"),
        (404, "failed"),
        (410, "failed"),
        (408, "retry"),
        (425, "retry"),
        (429, "retry"),
        (500, "retry"),
        (502, "retry"),
        (503, "retry"),
        (301, "failed"),
        (304, "failed"),
    ],
)
def test_what_an_answer_means(status: int, expected: str, receiver: Receiver, notice: Notice, local: Settings) -> None:
    outcome = deliver(hook(receiver.url(f"/status/{status}")), notice, settings=local)
    assert outcome.status == expected
    assert str(status) in outcome.detail


def test_retry_after_is_handed_on(receiver: Receiver, notice: Notice, local: Settings) -> None:
    assert deliver(hook(receiver.url("/status/429?after=7")), notice, settings=local).retry_after_s == 7
    when = "Wed, 21 Oct 2015 07:28:00 GMT"
    past = deliver(hook(receiver.url(f"/status/503?after={when.replace(' ', '%20')}")), notice, settings=local)
    assert past.retry_after_s == 0
    assert deliver(hook(receiver.url("/status/503?after=soon")), notice, settings=local).retry_after_s is None


def test_a_redirect_is_not_followed(receiver: Receiver, notice: Notice, local: Settings) -> None:
    with Receiver() as elsewhere:
        outcome = deliver(hook(receiver.url(f"/to?where={elsewhere.url('/ok')}")), notice, settings=local)
        assert elsewhere.got == []
    assert outcome.status == "failed" and "final address" in outcome.detail


@pytest.mark.parametrize("path", ["/silent", "/drip"])
def test_a_receiver_that_takes_its_time_is_left(path: str, receiver: Receiver, notice: Notice, local: Settings) -> None:
    """/drip gives a byte now and then, so that no single wait is long."""
    url = posting.url_of(receiver.url(path))
    assert url
    since = time.monotonic()
    outcome = posting.post(url, b"{}", {}, local, deadline=1)
    assert time.monotonic() - since < 4
    assert outcome.status == "retry" and "within 1 seconds" in outcome.detail


def test_nobody_there_is_tried_again(notice: Notice, local: Settings) -> None:
    with Receiver() as gone:
        url = gone.url("/token-of-a-hook")
    outcome = deliver(hook(url), notice, settings=local)
    assert outcome.status == "retry"
    assert "token-of-a-hook" not in outcome.detail


@pytest.mark.parametrize(
    "address", ["", "ftp://x.example/", "file:///etc/passwd", "hooks.example", "http://", "http://["]
)
def test_what_is_no_address_of_the_web_is_refused(address: str, notice: Notice, local: Settings) -> None:
    assert deliver(hook(address), notice, settings=local).status == "failed"


def test_loopback_is_closed_where_elasticsearch_is_elsewhere(
    receiver: Receiver, notice: Notice, tmp_path: Path
) -> None:
    shared = Settings(state=tmp_path, elasticsearch_url="https://search.example:9200")
    for host in ("127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]", "0.0.0.0"):
        outcome = deliver(hook(receiver.url("/ok", host)), notice, settings=shared)
        assert outcome.status == "failed" and "WAYMARK_ALERT_NETWORKS" in outcome.detail, host
    assert receiver.got == []
    opened = shared.model_copy(update={"alert_networks": "10.0.0.0/8, 127.0.0.0/8"})
    assert deliver(hook(receiver.url("/ok")), notice, settings=opened).status == "delivered"
    closed = Settings(state=tmp_path, alert_networks="none")
    assert deliver(hook(receiver.url("/ok")), notice, settings=closed).status == "failed"


def test_the_connection_goes_to_the_address_that_was_checked(
    receiver: Receiver, notice: Notice, local: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that stands for another address each time it is looked up: the second one is closed."""
    looked_up: list[str] = []
    real = socket.getaddrinfo

    def changing(host: str, *more: Any, **named: Any) -> Any:
        if host != "changing.example":
            return real(host, *more, **named)
        looked_up.append(host)
        return real("127.0.0.1" if len(looked_up) == 1 else "10.255.255.1", *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    assert deliver(hook(receiver.url("/ok", "changing.example")), notice, settings=local).status == "delivered"
    assert looked_up == ["changing.example"]
    assert receiver.got[0].headers["Host"] == f"changing.example:{receiver.port}"


def test_tls_is_checked_with_the_operators_authority(
    tls_receiver: Receiver, certificate: Certificate, notice: Notice, local: Settings
) -> None:
    url = tls_receiver.url("/ok", "localhost")
    assert deliver(hook(url), notice, settings=local).status == "retry"
    assert tls_receiver.got == []
    trusting = local.model_copy(update={"alert_ca": certificate.authority})
    assert deliver(hook(url), notice, settings=trusting).status == "delivered"
    assert tls_receiver.got[0].headers["Host"] == f"localhost:{tls_receiver.port}"
    wrong_name = deliver(hook(tls_receiver.url("/ok", "ip6-localhost.example")), notice, settings=trusting)
    assert wrong_name.status == "retry"


def test_a_certificate_for_another_name_is_refused(
    tls_receiver: Receiver, certificate: Certificate, notice: Notice, local: Settings
) -> None:
    trusting = local.model_copy(update={"alert_ca": certificate.authority})
    assert deliver(hook(tls_receiver.url("/ok", "127.0.0.2")), notice, settings=trusting).status == "retry"
    assert tls_receiver.got == []
