"""Whatever Apprise knows: one service by its address, such as ntfys://host/topic."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

from alerts.channels.pages import page
from alerts.channels.reach import ClosedAddressError, allowed
from alerts.notice import Channel, Notice, Outcome
from waymark.settings import Settings

#: Services that act on the machine they run on: a notice of an analyst has no business there.
_OF_THIS_MACHINE = frozenset({"blink1", "dbus", "gio", "glib", "gnome", "kde", "macosx", "qt", "syslog", "windows"})
#: What names a file in an address. What a service fills in or sends is found by what it holds (`_holds_file`).
_FILES = frozenset({"attach", "keyfile", "pgpkey", "pgpprv", "pgppub", "subfile"})
_TIMEOUT = 30.0
#: Attributes in which services keep the hosts that they connect to, where the address gives them.
_HOSTS = ("host", "smtp_host", "proxy_host")


def send(channel: Channel, notice: Notice, settings: Settings) -> Outcome:
    """Gives the notice to the service. Apprise says no more than whether it worked: a failure is always tried again."""
    if why := refusal(channel.address, settings):
        return Outcome(status="failed", detail=why)
    schema, service = _schema(channel.address), _service(channel.address)
    try:
        for host in _hosts(service):
            for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM):
                allowed([str(found[4][0])], host, settings)  # each of them: Apprise takes whichever it likes
    except ClosedAddressError as error:
        return Outcome(status="failed", detail=str(error))
    except (OSError, UnicodeError):
        return Outcome(status="retry", detail=f"{schema}: the host is not known")
    said = page(channel, notice)
    if service.notify(body=said.plain, title=said.subject, body_format="text"):
        return Outcome(status="delivered", detail=f"{schema} took it")
    return Outcome(status="retry", detail=f"{schema} did not take it")


def refusal(address: str, settings: Settings) -> str:
    """Why nothing is ever sent to the address; empty where it may be."""
    schema = _schema(address)
    if why := _closed_service(schema, settings):
        return why
    service = None if _names_file(address) else _service(address)
    if _names_file(address) or _holds_file(service):
        return f"{schema}: an address may name no files of the machine Waymark runs on"
    return "" if service is not None else "Apprise knows no service with such an address"


def hosts_of(address: str) -> list[str]:
    """The hosts that the service behind an address would connect to, as far as the address gives them."""
    return list(_hosts(_service(address)))


def _schema(address: str) -> str:
    return address.strip().partition("://")[0].lower()


def _closed_service(schema: str, settings: Settings) -> str:
    opened = [part.strip() for part in settings.apprise_services.split(",")]
    if not schema.isalnum():
        return "this is no address of Apprise: service://…"
    if schema in _OF_THIS_MACHINE:
        return f"{schema} acts on the machine that Waymark runs on, and is never used"
    if opened != ["*"] and schema not in opened:
        return f"an operator may allow {schema} with WAYMARK_APPRISE_SERVICES"
    return ""


def _service(address: str) -> Any:
    """The service behind exactly this address; None where Apprise does not know it."""
    import apprise  # here: it takes a while, and most never use it

    for name in ("apprise", "urllib3.connectionpool"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # they log addresses, which hold keys
    asset = apprise.AppriseAsset(
        app_id="Waymark",
        app_desc="Waymark",
        app_url="",
        image_url_mask="",
        image_url_logo="",
        http_redirects=False,
        storage_mode="memory",
        service_timeout=_TIMEOUT,
        async_mode=False,
    )
    service = apprise.Apprise.instantiate(address.strip(), asset=asset, suppress_exceptions=True)
    if service is not None:
        service.redirects = False  # redirect=yes in an address would win over the asset
    return service


def _names_file(address: str) -> bool:
    named = {name.strip().lower().lstrip("+:-") for name, _ in parse_qsl(address.partition("?")[2])}
    return bool(named & _FILES)


def _holds_file(service: Any) -> bool:
    """Whether the address names a file, or an address to fetch one from, that the service would fill in or send."""
    import apprise

    held = vars(service).values() if service is not None else ()
    return any(isinstance(one, apprise.AppriseAttachment) and len(one) for one in held)


def _hosts(service: Any) -> Iterator[str]:
    takes_host = "host" in getattr(service, "template_tokens", {})
    for name in _HOSTS:
        host = getattr(service, name, None)
        if isinstance(host, str) and host and (name != "host" or takes_host):
            yield host
