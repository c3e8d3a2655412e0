"""A real console on the run's real node with the demo's ads, and Debian's Chromium in front of it.

Playwright keeps an event loop running in the thread it was started in, so it lives no longer than one module of tests.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import chromium
import httpx
import pytest
from console_pages import PASSWORD, OpenPage, Running, sign_in
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from demo.sites.world import SITES, Ad, site_world
from leads.intake import index_files
from nlp.extraction import extract
from search_mappings import alerts
from search_mappings.roles import apply
from waymark.archive import Archive
from waymark.cluster import connect
from waymark.records import Document, Evidence
from waymark.settings import Settings, checkout

_UP_WITHIN = 120.0
_PAUSE = 15_000  # milliseconds that a page is waited for, on a busy machine


@pytest.fixture(scope="session")
def screenshots(pytestconfig: pytest.Config) -> Path:
    """The folder that pictures of the pages are written to (--screenshots; .waymark/screenshots by itself)."""
    given = pytestconfig.getoption("--screenshots")
    folder = Path(given) if given else (checkout() or Path.cwd()) / ".waymark" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def seeded(new_cluster_settings: Callable[[], Settings]) -> Iterator[Settings]:
    """A cluster with the ads of the demo's world, taken in through the real extraction, and a user for each role."""
    settings = new_cluster_settings()
    archive = Archive(settings.archive_url)
    now = datetime.now(UTC)
    with connect(settings) as client:
        for name, world in ((site, site_world(site)) for site in SITES):
            first = [_document(name, ad, ad.text, now) for ad in world.ads]
            later = [_document(name, ad, ad.editions[0], now, later=True) for ad in world.ads if ad.editions]
            refs = archive.write_documents(name, "run", [*first, *later], settings.batch)
            index_files(refs, archive=archive, client=client, settings=settings, extract=extract)
        alerts.ensure(client, settings)
        users = {role: _user(settings, role) for role in _ROLES}
        for role in apply(client, settings):
            short = role.name.removeprefix(f"{settings.index_prefix}waymark-")
            if short in users:
                client.security.put_user(username=users[short], password=PASSWORD, roles=[role.name])
        client.security.put_user(username=users["nobody"], password=PASSWORD, roles=[], refresh="wait_for")
        yield settings
        for user in users.values():
            client.security.delete_user(username=user)
        for role in apply(client, settings):
            client.security.delete_role(name=role.name)
        for index in client.indices.get(index=f"{settings.index_prefix}*", expand_wildcards="all"):
            client.indices.delete(index=index)


_ROLES = ("analyst", "auditor", "operator", "nobody")


def _user(settings: Settings, role: str) -> str:
    return f"{settings.index_prefix}{role}"


def _document(site: str, ad: Ad, text: str, now: datetime, *, later: bool = False) -> Document:
    posted = now - timedelta(days=0.5 if later else ad.posted_days_ago + 1)
    return Document(
        id=ad.key,
        kind="ad",
        text=text,
        source=f"demo-{site}",
        url=f"https://{site}.example/{ad.key}",
        country=ad.country,
        published_at=None if later else posted,
        captured_at=posted,
        evidence=Evidence(warc=f"captures/{site}/1.warc.gz", record_id=f"<urn:uuid:{ad.key}>", sha256="a" * 64),
    )


@pytest.fixture(scope="session")
def console(seeded: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The console as `waymark console` starts it, in a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {
        **os.environ,
        "WAYMARK_STATE": str(seeded.state),
        "WAYMARK_ARCHIVE": seeded.archive_url,
        "WAYMARK_INDEX_PREFIX": seeded.index_prefix,
    }
    log = tmp_path_factory.mktemp("console") / "log"
    command = [sys.executable, "-c", "from cli.main import run; run()", "console", "--port", str(port)]
    with log.open("wb") as out:
        server = subprocess.Popen(command, env=environment, stdout=out, stderr=out)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(server, address, log)
        yield Running(address, {role: _user(seeded, role) for role in _ROLES})
    finally:
        server.terminate()
        server.wait(30)


def _wait(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    until = time.monotonic() + _UP_WITHIN
    while time.monotonic() < until and server.poll() is None:
        try:
            if httpx.get(f"{address}/healthy", trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    pytest.fail(f"the console did not come up: {log.read_text('utf-8', errors='replace')[-500:]}")


@pytest.fixture(scope="module")
def engine() -> Iterator[Browser]:
    """Chromium, without a window."""
    try:
        path = chromium.find()
    except chromium.NoBrowserError as missing:
        pytest.fail(str(missing), pytrace=False)
    with sync_playwright() as playwright:
        # Chromium's own sandbox does not run as root; the only pages it sees are ours.
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def open_page(engine: Browser, console: Running) -> Iterator[OpenPage]:
    """Opens a window, signed in as a role or not, in a theme; what a page logs as an error fails the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_as(role: str | None, *, theme: str = "light", password: str = PASSWORD) -> Page:
        context = engine.new_context(
            base_url=console.address,
            color_scheme="dark" if theme == "dark" else "light",
            viewport={"width": 1400, "height": 900},
            accept_downloads=True,
        )
        context.set_default_timeout(_PAUSE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto("/")
        if role is not None:
            sign_in(page, console.users[role], password)
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert errors == []
