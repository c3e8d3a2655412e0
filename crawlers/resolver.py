"""Names of hosts to addresses, of the public internet only: no site's name may lead a crawl into our own network."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

_refused: dict[str, str] = {}  # names and their addresses; Twisted drops the message of a resolver's failure


class PrivateAddress(IgnoreRequest):
    """A name that leads to an address which is not of the public internet."""


class PublicResolver(CachingThreadedResolver):
    """Refuses a name whose address is private, on loopback or reserved.

    `localhost` and plain addresses stand in a source's file only where its author meant them, for crawlers.bounds
    lets no others pass.
    """

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802 - Twisted's name
        """The address of `name`; fails with DNSLookupError."""
        found = super().getHostByName(name, timeout)
        return found if name == "localhost" or _is_address(name) else found.addCallback(_public, name)


class Refusals:
    """Scrapy's downloader middleware that says why such a name is not asked, and keeps it from being tried again."""

    def process_exception(self, request: Request, exception: Exception) -> None:  # noqa: ARG002 - Scrapy passes both
        """Raises PrivateAddress where the resolver refused the request's host."""
        name = urlsplit(request.url).hostname or ""
        if name in _refused:
            raise PrivateAddress(f"{name} has the address {_refused[name]}, which is not of the public internet")


def _public(address: str, name: str) -> str:
    if not ipaddress.ip_address(address).is_global:
        _refused[name] = address
        raise DNSLookupError
    return address


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
