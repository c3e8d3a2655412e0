"""E-mail through a real mail server with STARTTLS and sign-in, parsed back as its reader's program would."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from smtp_receiver import PASSWORD, USER, MailServer, mail_server
from tls_certificate import Certificate

from alerts.channels import deliver, smtp
from alerts.channels.mail import one_address
from alerts.notice import Channel, Level, Notice
from waymark.settings import Settings


def mailbox(address: str = "arta@police.example", level: Level = "count") -> Channel:
    return Channel(kind="email", address=address, level=level)


@pytest.fixture
def server(certificate: Certificate) -> Iterator[MailServer]:
    with mail_server(certificate.server_context()) as server:
        yield server


@pytest.fixture
def post(server: MailServer, certificate: Certificate, local: Settings, tmp_path: Path) -> Settings:
    """Settings that reach the server with STARTTLS, as its user."""
    password = tmp_path / "password"
    password.write_text(PASSWORD + "\n")
    password.chmod(0o600)
    return local.model_copy(
        update={
            "smtp_host": "localhost",
            "smtp_port": server.port,
            "smtp_from": "alerts@waymark.example",
            "smtp_user": USER,
            "smtp_password_file": password,
            "alert_ca": certificate.authority,
        }
    )


def parts(mail: EmailMessage) -> tuple[str, str]:
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert mail.get_content_type() == "multipart/alternative" and plain and html
    return plain.get_content(), html.get_content()


def test_a_mail_arrives_encrypted_and_signed_in(server: MailServer, post: Settings, notice: Notice) -> None:
    assert deliver(mailbox(), notice, settings=post).status == "delivered"
    (mail,) = server.got
    assert server.to == ["arta@police.example"] and server.encrypted == [True]
    assert server.greeted_as == ["waymark.example"]  # not the name of this machine
    assert mail["From"] == "Waymark <alerts@waymark.example>"
    assert mail["Message-ID"] == "<d-123@waymark.example>"
    assert mail["Date"].datetime == notice.made_at
    assert mail["Auto-Submitted"] == "auto-generated"
    plain, html = parts(mail)
    assert notice.link in plain
    assert BeautifulSoup(html, "lxml").find("a", href=notice.link)


def test_a_repeat_is_the_same_mail(server: MailServer, post: Settings, notice: Notice) -> None:
    for _ in range(2):
        deliver(mailbox(), notice, settings=post)
    first, second = server.got
    assert first["Message-ID"] == second["Message-ID"] and first["Date"] == second["Date"]
    assert parts(first) == parts(second)


#: What the subject says of 1, 3 and 1,250 hits.
SUBJECTS = {
    "en": ("1 new match", "3 new matches", "1,250 new matches"),
    "de": ("1 neuer Treffer", "3 neue Treffer", "1.250 neue Treffer"),
    "fr": ("1 nouveau résultat", "3 nouveaux résultats", "1\u202f250 nouveaux résultats"),
    "sq": ("1 rezultat i ri", "3 rezultate të reja", "1\u00a0250 rezultate të reja"),
    "sr": ("1 нови погодак", "3 нова поготка", "1.250 нових погодака"),
    "sr-Latn": ("1 novi pogodak", "3 nova pogotka", "1.250 novih pogodaka"),
    "hr": ("1 novi pogodak", "3 nova pogotka", "1.250 novih pogodaka"),
    "hu": ("1 új találat", "3 új találat", "1\u00a0250 új találat"),
    "el": ("1 νέο αποτέλεσμα", "3 νέα αποτελέσματα", "1.250 νέα αποτελέσματα"),
    "ro": ("1 rezultat nou", "3 rezultate noi", "1.250 de rezultate noi"),
}


@pytest.mark.parametrize("language", SUBJECTS)
def test_a_mail_speaks_its_readers_language(language: str, server: MailServer, post: Settings, notice: Notice) -> None:
    for count in (1, 3, 1250):
        given = notice.model_copy(update={"language": language, "count": count, "alert": "Приштина → Беч"})
        assert deliver(mailbox(level="ids"), given, settings=post).status == "delivered"
    for mail, said in zip(server.got, SUBJECTS[language], strict=True):
        assert said in mail["Subject"] and mail["Subject"].startswith("Приштина → Беч")
        assert mail["Content-Language"] == language
        plain, html = parts(mail)
        soup = BeautifulSoup(html, "lxml")
        assert soup.html and soup.html["lang"] == language
        assert "Приштина → Беч" in plain and "Приштина → Беч" in soup.get_text()
        assert re.search(r"2026.*\b(UTC|TU)\b", plain)
    others = {name: words[1] for name, words in SUBJECTS.items() if words[1] != SUBJECTS[language][1]}
    assert not [name for name, words in others.items() if words in server.got[1]["Subject"]]


@pytest.mark.parametrize("language", SUBJECTS)
def test_a_message_about_the_query_has_a_subject_of_its_own(
    language: str, server: MailServer, post: Settings, notice: Notice
) -> None:
    message = {"language": language, "leads": (), "count": 0, "message": "It cannot be asked: no such field"}
    assert deliver(mailbox(), notice.model_copy(update=message), settings=post).status == "delivered"
    (mail,) = server.got
    assert mail["Subject"].startswith("Kombi nach Wien") and "0" not in mail["Subject"]
    for text in parts(mail):
        assert "It cannot be asked: no such field" in text
        assert notice.link in text.replace("&amp;", "&")
        assert "2026" not in text


@pytest.mark.parametrize(
    ("given", "expected"),
    [("de-AT", "de"), ("sr_Latn_XK", "sr-Latn"), ("bs", "hr"), ("ps", "en"), ("", "en"), ("../../etc", "en")],
)
def test_a_language_without_a_table_is_told_in_the_nearest(
    given: str, expected: str, server: MailServer, post: Settings, notice: Notice
) -> None:
    deliver(mailbox(), notice.model_copy(update={"language": given}), settings=post)
    assert server.got[0]["Content-Language"] == expected


@pytest.mark.parametrize("level", ["count", "ids", "summary"])
def test_a_mail_carries_no_more_than_its_level(
    level: Level, server: MailServer, post: Settings, notice: Notice
) -> None:
    deliver(mailbox(level=level), notice, settings=post)
    for text in parts(server.got[0]):
        assert ("a" * 12 in text) == (level != "count")
        assert ("+383 44 000 111" in text) == (level == "summary")
        assert "arta" not in text
    assert "arta" not in str(server.got[0]["Subject"])


def test_words_of_others_do_no_harm(server: MailServer, post: Settings, notice: Notice) -> None:
    evil = notice.model_copy(
        update={
            "alert": 'x\r\nBcc: spy@evil.example\r\n\r\n<img src="https://evil.example/"> \u202etxt.exe {count}',
            "delivery_id": "a>\r\nBcc: spy@evil.example",
            "link": 'https://waymark.example/"><script>',
        }
    )
    assert deliver(mailbox(level="summary"), evil, settings=post).status == "delivered"
    (mail,) = server.got
    assert server.to == ["arta@police.example"] and mail["Bcc"] is None
    assert mail["Subject"].startswith('x Bcc: spy@evil.example <img src="https://evil.example/"> txt.exe {count}: 2')
    _, html = parts(mail)
    soup = BeautifulSoup(html, "lxml")
    assert not soup.find(["img", "script"])
    assert [item.get_text() for item in soup.find_all("li")][1].endswith("Ниш → Беч <b>сутра</b> & 064 000 111")


def test_many_leads_are_one_mail(server: MailServer, post: Settings, notice: Notice) -> None:
    leads = tuple(notice.leads[0].model_copy(update={"id": f"{number:064}"}) for number in range(300))
    deliver(mailbox(level="ids"), notice.model_copy(update={"leads": leads, "count": 300}), settings=post)
    (mail,) = server.got
    plain, html = parts(mail)
    assert len(BeautifulSoup(html, "lxml").find_all("li")) == 50
    assert "and 250 more" in plain and "and 250 more" in html


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("nobody@police.example", "failed"),
        ("busy@police.example", "retry"),
        ("no address", "failed"),
        ("", "failed"),
        ("a@x.example,b@x.example", "failed"),
        ("a@x.example\r\nBcc: b@x.example", "failed"),
        ("a@", "failed"),
        ("<a@x.example>", "failed"),
        ("@x.example", "failed"),
    ],
)
def test_what_becomes_of_an_address(
    address: str, status: str, server: MailServer, post: Settings, notice: Notice
) -> None:
    outcome = deliver(mailbox(address), notice, settings=post)
    assert outcome.status == status and server.got == []
    assert not address or address not in outcome.detail


def test_an_address_with_a_name_of_its_own_letters() -> None:
    assert one_address(" arta@polizei-österreich.example ").addr_spec == "arta@xn--polizei-sterreich-6zb.example"


def test_a_refused_message_is_final(server: MailServer, post: Settings, notice: Notice) -> None:
    outcome = deliver(mailbox(), notice.model_copy(update={"alert": "refuse"}), settings=post)
    assert outcome.status == "failed" and "554" in outcome.detail


def test_a_message_that_was_taken_is_delivered_whatever_comes_after(
    server: MailServer, post: Settings, notice: Notice
) -> None:
    server.broken_at_quit = True
    assert deliver(mailbox(), notice, settings=post).status == "delivered"


def test_a_wrong_password_is_tried_again_and_not_shown(server: MailServer, post: Settings, notice: Notice) -> None:
    assert post.smtp_password_file
    post.smtp_password_file.write_text("wrong-password")
    outcome = deliver(mailbox(), notice, settings=post)
    assert outcome.status == "retry" and "WAYMARK_SMTP_USER" in outcome.detail and "wrong" not in outcome.detail
    post.smtp_password_file.chmod(0o640)
    assert "chmod 600" in deliver(mailbox(), notice, settings=post).detail
    assert server.got == []


def test_a_certificate_that_does_not_fit_sends_nothing(server: MailServer, post: Settings, notice: Notice) -> None:
    for change in ({"alert_ca": None}, {"smtp_host": "127.0.0.2"}):
        outcome = deliver(mailbox(), notice, settings=post.model_copy(update=change))
        assert outcome.status == "retry"
    assert "WAYMARK_ALERT_CA" in deliver(mailbox(), notice, settings=post.model_copy(update={"alert_ca": None})).detail
    assert server.got == []


def test_without_encryption_nothing_is_sent(post: Settings, notice: Notice) -> None:
    with mail_server(None) as plain:
        open_post = post.model_copy(update={"smtp_port": plain.port, "smtp_user": None})
        outcome = deliver(mailbox(), notice, settings=open_post)
        assert outcome.status == "retry" and "WAYMARK_SMTP_SECURITY" in outcome.detail and plain.got == []
        here = open_post.model_copy(update={"smtp_security": "none"})
        assert deliver(mailbox(), notice, settings=here).status == "delivered"
        elsewhere = here.model_copy(update={"smtp_host": "mail.example"})
        assert "not for mail.example" in deliver(mailbox(), notice, settings=elsewhere).detail


def test_tls_from_the_first_byte(certificate: Certificate, post: Settings, notice: Notice) -> None:
    with mail_server(None, ssl_context=certificate.server_context()) as server:
        tls = post.model_copy(update={"smtp_port": server.port, "smtp_security": "tls", "smtp_user": None})
        assert deliver(mailbox(), notice, settings=tls).status == "delivered"
        assert len(server.got) == 1


def test_a_mail_server_that_says_nothing_is_left(
    post: Settings, notice: Notice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "_TIMEOUT", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        here, since = post.model_copy(update={"smtp_port": silent.getsockname()[1]}), time.monotonic()
        outcome = deliver(mailbox(), notice, settings=here)
    assert outcome.status == "retry" and time.monotonic() - since < 5


def test_no_mail_server_is_a_fault_of_ours(local: Settings, post: Settings, notice: Notice) -> None:
    outcome = deliver(mailbox(), notice, settings=local)
    assert outcome.status == "retry" and "WAYMARK_SMTP_HOST" in outcome.detail
    gone = post.model_copy(update={"smtp_port": 1})
    assert deliver(mailbox(), notice, settings=gone).status == "retry"
