"""What the tests of the console share: an application on the run's real node, and users of each role."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from console_forms import PASSWORD
from elasticsearch import Elasticsearch
from starlette.testclient import TestClient

from console.app import create
from leads.intake import index_files
from nlp.extraction import extract
from search_mappings.roles import apply
from waymark.archive import Archive
from waymark.records import Document
from waymark.settings import Settings

Show = Callable[[Document], None]


@pytest.fixture
def users(client: Elasticsearch, cluster_settings: Settings) -> Iterator[dict[str, str]]:
    """A user for each role, by its short name, and one without any."""
    prefix = cluster_settings.index_prefix
    roles = {role.name: role.name.removeprefix(f"{prefix}waymark-") for role in apply(client, cluster_settings)}
    names = {short: f"{prefix}{short}" for short in (*roles.values(), "nobody")}
    for role, short in roles.items():
        client.security.put_user(username=names[short], password=PASSWORD, roles=[role])
    client.security.put_user(username=names["nobody"], password=PASSWORD, roles=[])
    yield names
    for name in names.values():
        client.options(ignore_status=404).security.delete_user(username=name)
    for role in roles:
        client.security.delete_role(name=role)


@pytest.fixture
def browser(client: Elasticsearch, cluster_settings: Settings, users: dict[str, str]) -> Iterator[TestClient]:
    """Somebody who has not signed in; the console itself has no more rights than its role."""
    own = client.options(basic_auth=(users["console"], PASSWORD))
    with TestClient(create(cluster_settings, own=own), base_url="http://127.0.0.1") as browser:
        yield browser


@pytest.fixture
def sign_in(browser: TestClient, users: dict[str, str]) -> Callable[[str], TestClient]:
    """Signs in as the user with a role."""

    def as_role(role: str) -> TestClient:
        answer = browser.post("/sign-in", data={"user": users[role], "password": PASSWORD}, follow_redirects=False)
        assert answer.status_code == 303, answer.text
        return browser

    return as_role


@pytest.fixture
def take_in(client: Elasticsearch, cluster_settings: Settings) -> Callable[[list[Document]], None]:
    """Takes in documents through the real extraction."""

    def index(documents: list[Document]) -> None:
        archive = Archive(cluster_settings.archive_url)
        refs = archive.write_documents("board", "run", documents, cluster_settings.batch)
        index_files(refs, archive=archive, client=client, settings=cluster_settings, extract=extract)

    return index
