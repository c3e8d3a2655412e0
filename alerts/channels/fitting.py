"""Whether an address can be one of its channel, asked when it is given: nobody waits for what can never arrive.

Names of hosts are looked up when something is sent, for until then they may stand for something else.
"""

from __future__ import annotations

from ipaddress import ip_address

from alerts.channels import apprise
from alerts.channels.mail import one_address
from alerts.channels.posting import url_of
from alerts.channels.reach import ClosedAddressError, allowed
from alerts.notice import ChannelKind
from waymark.settings import Settings

LONGEST = 1000  #: characters
#: Kinds of channels that have an address, and an example of one.
EXAMPLES: dict[ChannelKind, str] = {
    "email": "name@police.example",
    "webhook": "https://desk.example/hook",
    "mattermost": "https://chat.example/hooks/…",
    "apprise": "ntfys://push.example/topic",
}


def unfit(kind: ChannelKind, address: str, settings: Settings) -> str:
    """Why nothing can be sent to the address; empty where nothing speaks against it. Repeats no more of the address
    than its first characters: the rest may be a key."""
    if kind == "inbox":
        return ""
    strange = f"{address[:60]!r} is no address; give one such as {EXAMPLES[kind]}"
    if len(address) > LONGEST:
        return strange
    try:
        if kind == "email":
            one_address(address)
        elif kind == "apprise":
            if "://" not in address:
                return strange
            return apprise.refusal(address, settings) or _closed(apprise.hosts_of(address), settings)
        else:
            url = url_of(address)
            return strange if url is None else _closed([url.host], settings)
    except ValueError:
        return strange
    return ""


def _closed(hosts: list[str], settings: Settings) -> str:
    """Why one of these hosts, where it is given as a number, may not be sent to."""
    for host in hosts:
        try:
            number = str(ip_address(host.strip("[]")))
        except ValueError:
            continue
        try:
            allowed([number], host, settings)
        except ClosedAddressError as error:
            return str(error)
    return ""
