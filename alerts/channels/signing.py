"""Signatures of webhooks: HMAC-SHA256 over the time and the body, so that a receiver knows who speaks, and when."""

from __future__ import annotations

import hashlib
import hmac
import re

from alerts.channels import private_files
from waymark.errors import ConfigurationError
from waymark.settings import Settings

HEADER = "Waymark-Signature"
_VARIABLE = "WAYMARK_WEBHOOK_SECRET_FILE"
_SHORTEST = 16  # characters: a guessable secret signs nothing


def sign(secret: bytes, body: bytes, moment: int) -> str:
    """The header's value for a body sent at `moment` (seconds since 1970).

    >>> sign(b"s", b"{}", 1764493200)
    't=1764493200,v1=bbfa'
    """
    return f"t={moment},v1={_mac(secret, body, moment)}"


def verify(secret: bytes, header: str, body: bytes, now: float, tolerance: float = 300) -> bool:
    """Whether the body was signed with the secret, at most `tolerance` seconds before or after `now`."""
    found = re.fullmatch(r"t=(\d{1,12}),v1=([0-9a-f]{64})", header)
    if not found or abs(now - int(found[1])) > tolerance:
        return False
    return hmac.compare_digest(_mac(secret, body, int(found[1])), found[2])


def secret_for(host: str, settings: Settings) -> bytes:
    """The secret of the receiver at `host`: its own line of the file, else the line that names no host.

    Without a file of the operator's one is made. Raises ConfigurationError.
    """
    file = settings.webhook_secret
    if settings.webhook_secret_file is None and not file.exists():
        private_files.make(file)
    own: str | None = None
    common: str | None = None
    for number, line in enumerate(private_files.read(file, _VARIABLE).splitlines(), 1):
        words = line.split()
        if len(words) > 2 or (words and len(words[-1]) < _SHORTEST):
            raise ConfigurationError(
                f"{file}, line {number} ({_VARIABLE}): must be a secret of {_SHORTEST} characters or more, "
                "or a host and such a secret"
            )
        if len(words) == 2 and words[0].lower() == host.lower():
            own = words[1]
        elif len(words) == 1:
            common = words[0]
    if own is None and common is None:
        raise ConfigurationError(f"{file} ({_VARIABLE}) has no secret for {host}: add a line `{host} SECRET`")
    return (own or common or "").encode()


def _mac(secret: bytes, body: bytes, moment: int) -> str:
    return hmac.new(secret, f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
