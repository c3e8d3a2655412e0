"""E-mail: one message for all leads of a notice, plain and in HTML, in the reader's language."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC
from email import policy
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from alerts.channels import smtp
from alerts.channels.pages import page
from alerts.notice import Channel, Notice, Outcome
from waymark.errors import ConfigurationError
from waymark.settings import Settings


def send(channel: Channel, notice: Notice, settings: Settings) -> Outcome:
    """Gives the message to the mail server. Raises ConfigurationError where none is set."""
    if not settings.smtp_host or not settings.smtp_from:
        raise ConfigurationError("no mail server is set: WAYMARK_SMTP_HOST and WAYMARK_SMTP_FROM")
    try:
        sender = one_address(settings.smtp_from)
    except ValueError as error:
        raise ConfigurationError(f"WAYMARK_SMTP_FROM is not one e-mail address: {error}") from error
    try:
        to = one_address(channel.address)
    except ValueError:
        return Outcome(status="failed", detail="the channel's address is not one e-mail address: name@host")
    return smtp.hand_over(message(channel, notice, sender, to), sender, to, settings)


def one_address(given: str) -> Address:
    """One address such as name@host, its host in the letters of DNS. Raises ValueError for any other text."""
    name, _, host = given.strip().rpartition("@")
    if not re.fullmatch(r"[^\s@<>,;:\"\\()\[\]\x00-\x1f\x7f]{1,64}", name):
        raise ValueError("the part before @ does not fit")
    domain = host.encode("idna").decode("ascii")  # UnicodeError is a ValueError
    if not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?", domain):
        raise ValueError("the part behind @ does not fit")
    try:
        return Address(username=name, domain=domain)
    except MessageError as error:
        raise ValueError("it does not fit") from error


def message(channel: Channel, notice: Notice, sender: Address, to: Address) -> EmailMessage:
    """The message; the same notice gives the same one, with the same Message-ID, however often it is sent."""
    said = page(channel, notice)
    made = EmailMessage(policy=policy.SMTP)
    made["From"] = Address("Waymark", sender.username, sender.domain)
    made["To"] = to
    made["Subject"] = said.subject
    made["Date"] = format_datetime(notice.made_at.astimezone(UTC))
    made["Message-ID"] = f"<{_token(notice.delivery_id)}@{sender.domain}>"
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answer of a machine to a machine
    made.set_content(said.plain, charset="utf-8", cte="quoted-printable")
    made.add_alternative(said.html, subtype="html", charset="utf-8", cte="quoted-printable")
    made["Content-Language"] = said.language  # last: what stands before goes to the first part
    return made


def _token(delivery_id: str) -> str:
    """The id as it may stand in a Message-ID."""
    if re.fullmatch(r"[A-Za-z0-9_-]{1,128}", delivery_id):
        return delivery_id
    return hashlib.sha256(delivery_id.encode()).hexdigest()
