# ruff: noqa: N802, ARG002 - aiosmtpd gives the names and the arguments of its hooks
"""A mail server on loopback (aiosmtpd): STARTTLS, sign-in, and refusals by the name of the recipient."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "waymark", "invented-password"


@dataclass
class MailServer:
    port: int = 0
    got: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    greeted_as: list[str] = field(default_factory=list)
    broken_at_quit: bool = False

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("nobody@"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("busy@"):
            return "451 4.3.0 try later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        if b"Subject: refuse" in envelope.content:
            return "554 5.7.1 refused"
        self.raw.append(envelope.content)
        self.got.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        self.to += envelope.rcpt_tos
        self.encrypted.append(session.ssl is not None)
        self.greeted_as.append(str(session.host_name))
        return "250 OK"

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.broken_at_quit:
            server.transport.abort()
        return "221 bye"


def _authenticate(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword
) -> AuthResult:
    return AuthResult(success=(data.login, data.password) == (USER.encode(), PASSWORD.encode()), handled=False)


@contextmanager
def mail_server(tls: ssl.SSLContext | None, **options: Any) -> Iterator[MailServer]:
    """A server that takes mail with STARTTLS and sign-in only; without `tls`, from anybody."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        server = MailServer(port=probe.getsockname()[1])
    if tls:
        options |= {
            "tls_context": tls,
            "require_starttls": True,
            "authenticator": _authenticate,
            "auth_required": True,
        }
    controller = Controller(server, hostname="127.0.0.1", port=server.port, **options)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
