"""Networks as settings name them (`10.1.0.0/16, fd00::/8`), and what is this machine itself."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

Network = IPv4Network | IPv6Network
LOOPBACK: tuple[Network, ...] = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
NONE = "none"


def networks(given: str) -> tuple[Network, ...]:
    """The networks of a list with commas; `none` is an empty one. Raises ValueError naming the part that is wrong."""
    if given.strip().lower() == NONE:
        return ()
    return tuple(_network(part.strip()) for part in given.split(","))


def _network(part: str) -> Network:
    try:
        return ip_network(part)
    except ValueError as error:
        raise ValueError(f"{part[:60]!r} is no network such as 10.1.0.0/16 ({error})") from error


def of_this_machine(url: str | None) -> bool:
    """Whether an address is on loopback; without one (the private local node) it is."""
    host = urlsplit(url).hostname if url else "localhost"
    if host is None or host == "localhost":
        return host is not None
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
