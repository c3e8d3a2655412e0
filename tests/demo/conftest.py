"""The demo's sites, running, and a client that asks them."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from demo_pages import TODAY

from demo.sites.server import Sites


@pytest.fixture(scope="module")
def sites() -> Iterator[Sites]:
    with Sites(today=TODAY) as running:
        yield running


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, timeout=30) as client:
        yield client
