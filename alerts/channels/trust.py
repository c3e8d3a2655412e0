"""Whose certificates are believed: the public authorities, and the operator's own."""

from __future__ import annotations

import ssl
from functools import lru_cache
from pathlib import Path

import httpx

from waymark.errors import ConfigurationError
from waymark.settings import Settings


def context(settings: Settings) -> ssl.SSLContext:
    """For a connection that checks certificate and name. Raises ConfigurationError where the file is no PEM."""
    return _context(settings.alert_ca)


@lru_cache(maxsize=4)
def _context(own: Path | None) -> ssl.SSLContext:
    made = httpx.create_ssl_context(trust_env=False)
    if own:
        try:
            made.load_verify_locations(cafile=own)
        except (OSError, ssl.SSLError) as error:
            raise ConfigurationError(f"{own} holds no certificates that can be read: see WAYMARK_ALERT_CA") from error
    return made
