"""Names of hosts to addresses, of the public internet only: no site's name may lead a crawl into our own network."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError


class PublicResolver(CachingThreadedResolver):
    """Refuses a name whose address is private, on loopback or reserved. `localhost` and plain addresses stand in a
    source's file only where its author meant them, for crawlers.bounds lets no others pass."""

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802 - Twisted's name
        """The address of `name`; fails with DNSLookupError, which a crawl reports with the address it asked for."""
        found = super().getHostByName(name, timeout)
        return found if name == "localhost" or _is_address(name) else found.addCallback(_public, name)


def _public(address: str, name: str) -> str:
    if not ipaddress.ip_address(address).is_global:
        raise DNSLookupError(f"{name} has the address {address}, which is not of the public internet: refused")
    return address


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
