"""Hands one message to the mail server, encrypted, and says what became of it."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from email.headerregistry import Address
from email.message import EmailMessage

from alerts.channels import private_files
from alerts.channels.trust import context
from alerts.notice import Outcome
from waymark.errors import ConfigurationError
from waymark.networks import of_this_machine
from waymark.settings import Settings

_TIMEOUT = 20.0  # seconds for each answer


def hand_over(message: EmailMessage, sender: Address, to: Address, settings: Settings) -> Outcome:
    """Sends the message. What the operator can mend (no encryption, a refused sign-in) is tried again later.

    Raises ConfigurationError where the settings cannot be used at all.
    """
    place = f"the mail server {settings.smtp_host}:{settings.smtp_port}"
    try:
        connection = _connect(settings, sender.domain)
        try:
            _sign_in(connection, settings)
            connection.send_message(message, sender.addr_spec, [to.addr_spec])
        finally:
            _end(connection)
    except smtplib.SMTPRecipientsRefused as error:
        ((code, _),) = error.recipients.values()
        return _refused(f"{place} does not take mail for this address", code)
    except smtplib.SMTPAuthenticationError as error:
        return Outcome(status="retry", detail=f"{place} refused the sign-in ({error.smtp_code}): see WAYMARK_SMTP_USER")
    except smtplib.SMTPSenderRefused as error:
        return Outcome(status="retry", detail=f"{place} refused the sender ({error.smtp_code}): see WAYMARK_SMTP_FROM")
    except smtplib.SMTPDataError as error:
        return _refused(f"{place} refused the message", error.smtp_code)
    except smtplib.SMTPNotSupportedError as error:
        return Outcome(status="retry", detail=f"{place} cannot do what is needed ({error}): see WAYMARK_SMTP_SECURITY")
    except ssl.SSLCertVerificationError as error:
        return Outcome(status="retry", detail=f"{place}: {error.verify_message}: see WAYMARK_ALERT_CA")
    except (smtplib.SMTPException, OSError) as error:
        return Outcome(status="retry", detail=f"{place} does not answer as it should ({type(error).__name__})")
    return Outcome(status="delivered", detail=f"{place} took it")


def _refused(said: str, code: int) -> Outcome:
    """5xx is for good, 4xx for now (RFC 5321, 4.2.1)."""
    return Outcome(status="failed" if code >= 500 else "retry", detail=f"{said} ({code})")


def _connect(settings: Settings, name: str) -> smtplib.SMTP:
    """A connection that is encrypted, or to this machine. `name` is what we call ourselves: not this machine's own."""
    host, port = settings.smtp_host or "", settings.smtp_port
    if settings.smtp_security == "none" and not of_this_machine(f"smtp://{host}"):
        raise ConfigurationError(f"WAYMARK_SMTP_SECURITY=none is for a mail server on this machine, not for {host}")
    if settings.smtp_security == "tls":
        return smtplib.SMTP_SSL(host, port, local_hostname=name, timeout=_TIMEOUT, context=context(settings))
    connection = smtplib.SMTP(host, port, local_hostname=name, timeout=_TIMEOUT)
    if settings.smtp_security == "starttls":
        try:
            connection.starttls(context=context(settings))
        except BaseException:
            connection.close()
            raise
    return connection


def _sign_in(connection: smtplib.SMTP, settings: Settings) -> None:
    if not settings.smtp_user:
        return
    if not settings.smtp_password_file:
        raise ConfigurationError("WAYMARK_SMTP_USER is set without WAYMARK_SMTP_PASSWORD_FILE")
    password = private_files.read(settings.smtp_password_file, "WAYMARK_SMTP_PASSWORD_FILE")
    connection.login(settings.smtp_user, password)


def _end(connection: smtplib.SMTP) -> None:
    """Says goodbye; what was taken before stays taken, even where that goes wrong."""
    with suppress(smtplib.SMTPException, OSError):
        connection.quit()
    connection.close()
