"""What the tests of channels share: a notice, an authority with a certificate for localhost, and real receivers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from http_receiver import Receiver
from tls_certificate import Certificate, make

from alerts.notice import Notice, NoticedLead
from waymark.settings import Settings


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def notice() -> Notice:
    """Two invented leads, told in English."""
    leads = (
        NoticedLead(
            id="a" * 64,
            version=1,
            url="https://waymark.example/lead/" + "a" * 64,
            summary="Prishtinë → Vjenë, 2500 €, +383 44 000 111",
        ),
        NoticedLead(
            id="b" * 64,
            version=3,
            url="https://waymark.example/lead/" + "b" * 64,
            summary="Ниш → Беч <b>сутра</b> & 064 000 111",
        ),
    )
    return Notice(
        delivery_id="d-123",
        alert_id="q-7",
        alert="Kombi nach Wien",
        owner="arta",
        language="en",
        count=2,
        leads=leads,
        link="https://waymark.example/?q=kombi&since=1",
        made_at=datetime(2026, 11, 30, 9, 0, tzinfo=UTC),
    )


@pytest.fixture
def local(tmp_path: Path) -> Settings:
    """Settings of one machine with its own Elasticsearch: loopback is open."""
    return Settings(state=tmp_path / "state")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def tls_receiver(certificate: Certificate) -> Iterator[Receiver]:
    with Receiver(certificate.server_context()) as receiver:
        yield receiver
