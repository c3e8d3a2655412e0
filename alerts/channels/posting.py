"""One POST to a receiver that may be slow, broken or hostile, and what its answer means for the delivery."""

from __future__ import annotations

import asyncio
import logging
import re
import socket
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from ipaddress import ip_address

import httpx

from alerts.channels.reach import ClosedAddressError, allowed
from alerts.channels.retry_after import asked_for
from alerts.channels.trust import context
from alerts.notice import Outcome
from waymark.settings import Settings

DEADLINE = 30.0  #: seconds for the whole exchange: a receiver may not hold a worker by a byte now and then
_CONNECT = 5.0
#: It logs whole addresses, and those of webhooks hold keys.
logging.getLogger("httpx").setLevel(logging.WARNING)
_AGAIN = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS})


def url_of(address: str) -> httpx.URL | None:
    """The address as a URL of the web; None for any other."""
    try:
        url = httpx.URL(address.strip())
    except (httpx.InvalidURL, ValueError):
        return None
    return url if url.scheme in ("http", "https") and _is_host(url.raw_host.decode("ascii")) else None


def post(
    url: httpx.URL, body: bytes, headers: Mapping[str, str], settings: Settings, *, deadline: float = DEADLINE
) -> Outcome:
    """Sends the body and judges the answer's status; of the answer's words nothing is read or kept.

    The outcome names the host alone: path and query of a webhook are often its password.
    """
    try:
        return asyncio.run(_within(url, body, headers, settings, deadline))
    except ClosedAddressError as error:
        return Outcome(status="failed", detail=str(error))
    except TimeoutError:
        return Outcome(status="retry", detail=f"{url.host} did not answer within {deadline:g} seconds")
    except socket.gaierror as error:
        return Outcome(status="retry", detail=f"{url.host} is not known ({error.strerror})")
    except (httpx.HTTPError, OSError, ssl.SSLError) as error:
        return Outcome(status="retry", detail=f"{url.host} cannot be reached ({_reason(error)})")


def judge(host: str, status: int, retry_after: str | None, now: datetime) -> Outcome:
    """What an answer means: 2xx delivered, 3xx and 4xx final, what may pass tried again."""
    said = f"{host} answered {status}"
    if 200 <= status < 300:
        return Outcome(status="delivered", detail=said)
    if 300 <= status < 400:
        return Outcome(status="failed", detail=f"{said}, a way to elsewhere that is not taken: give the final address")
    if 400 <= status < 500 and status not in _AGAIN:
        return Outcome(status="failed", detail=said)
    return Outcome(status="retry", detail=said, retry_after_s=asked_for(retry_after, now))


def _is_host(host: str) -> bool:
    if ":" in host:
        try:
            return bool(ip_address(host))
        except ValueError:
            return False
    return bool(re.fullmatch(r"[A-Za-z0-9_]([A-Za-z0-9_.-]{0,252})", host))


async def _within(
    url: httpx.URL, body: bytes, headers: Mapping[str, str], settings: Settings, deadline: float
) -> Outcome:
    async with asyncio.timeout(deadline):
        return await _post(url, body, headers, settings)


async def _post(url: httpx.URL, body: bytes, headers: Mapping[str, str], settings: Settings) -> Outcome:
    host = url.raw_host.decode("ascii")
    port = url.port or (443 if url.scheme == "https" else 80)
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    timeout = httpx.Timeout(DEADLINE, connect=_CONNECT)
    verify = context(settings) if url.scheme == "https" else False
    async with httpx.AsyncClient(verify=verify, trust_env=False, follow_redirects=False, timeout=timeout) as client:
        addresses = allowed([str(one[4][0]) for one in found], url.host, settings)
        for place, address in enumerate(addresses, 1):
            # To the address that was checked, whatever the name stands for now; name and certificate as ever.
            request = client.build_request(
                "POST",
                url.copy_with(host=address, fragment=None),
                content=body,
                headers={"User-Agent": "Waymark", **headers, "Host": url.netloc.decode("ascii")},
                extensions={"sni_hostname": host},
            )
            try:
                answer = await client.send(request, stream=True)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                if place == len(addresses):
                    raise
                continue
            try:
                return judge(url.host, answer.status_code, answer.headers.get("Retry-After"), datetime.now(UTC))
            finally:
                await answer.aclose()
    raise AssertionError("allowed() gives at least one address")


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, httpx.ConnectError) and str(error) else type(error).__name__
