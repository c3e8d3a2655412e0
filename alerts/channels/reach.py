"""Where notifications may go: the public internet, and the networks that the operator opened."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from waymark.errors import WaymarkError
from waymark.networks import Network
from waymark.settings import Settings

Address = IPv4Address | IPv6Address

#: IPv6 networks that carry an IPv4 address to somewhere else (RFC 6052, RFC 3056): who knows where they end.
_CARRIERS = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"), ip_network("2002::/16"))


class ClosedAddressError(WaymarkError):
    """A place that notifications must not be sent to."""


def allowed(found: list[str], host: str, settings: Settings) -> list[str]:
    """Those of the host's addresses that may be connected to. Raises ClosedAddressError where there are none."""
    addresses = [_plain(ip_address(one.split("%")[0])) for one in found]
    may = [str(address) for address in addresses if _open(address, settings.own_networks)]
    if not may:
        raise ClosedAddressError(
            f"{host[:200]} is not on the public internet: an operator may open its network with WAYMARK_ALERT_NETWORKS"
        )
    return list(dict.fromkeys(may))


def _plain(address: Address) -> Address:
    """The IPv4 address itself, where IPv6 only wraps it (::ffff:127.0.0.1)."""
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


def _open(address: Address, networks: tuple[Network, ...]) -> bool:
    if any(address in network for network in networks):
        return True
    if isinstance(address, IPv6Address) and (address.is_reserved or address.is_site_local):
        return False  # ::127.0.0.1 and fec0:: are "global" to the library; nobody was given them in the internet
    return address.is_global and not address.is_multicast and not any(address in carrier for carrier in _CARRIERS)
