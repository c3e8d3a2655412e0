"""A desk of saved queries for the tests: leads that arrive, queries, a receiver that notes what it is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from elasticsearch import Elasticsearch

from alerts import store
from alerts.notice import Channel, Notice, Outcome
from alerts.post_office import PostOffice
from alerts.query import SavedQuery
from alerts.run import Report, run
from leads.intake import index_files
from nlp.gazetteer import load
from waymark.archive import Archive
from waymark.records import Document, Extraction, Language
from waymark.settings import Settings

PASSWORD = "an invented passphrase"  # of users that live as long as one test
START = datetime(2026, 11, 1, 8, tzinfo=UTC)
HOOK = Channel(kind="webhook", address="https://desk.example/hook", level="ids")


def nothing_read(texts: Iterable[tuple[str, str | None]]) -> Iterator[Extraction]:
    """Reads only that there are words."""
    for _ in texts:
        yield Extraction(language=Language(code="sq", script="Latn", confidence=1))


def document(identity: str, text: str, *, day: int = 0) -> Document:
    return Document(id=identity, kind="ad", source="board", text=text, captured_at=START + timedelta(days=day))


@dataclass
class Receiver:
    """Notes each notice; says once it was delivered, or what it is told to say."""

    notices: list[Notice] = field(default_factory=list)
    answers: list[Outcome] = field(default_factory=list)

    def __call__(self, _channel: Channel, notice: Notice) -> Outcome:
        self.notices.append(notice)
        return self.answers.pop(0) if self.answers else Outcome(status="delivered")

    def leads(self) -> list[tuple[str, str, int]]:
        """What was told: query, lead, version; a notice that was repeated under its id counts once."""
        once = {notice.delivery_id: notice for notice in self.notices}
        return [(notice.alert, lead.id, lead.version) for notice in once.values() for lead in notice.leads]


@dataclass
class Desk:
    """All that a test needs."""

    client: Elasticsearch
    settings: Settings
    receiver: Receiver = field(default_factory=Receiver)
    now: datetime = START
    _runs: int = 0

    def clock(self) -> datetime:
        return self.now

    def take_in(self, *documents: Document, extract: object = nothing_read) -> None:
        self._runs += 1
        archive = Archive(self.settings.archive_url)
        refs = archive.write_documents("board", f"run-{self._runs}", documents, self.settings.batch)
        index_files(refs, archive=archive, client=self.client, settings=self.settings, extract=extract, patience=20)  # type: ignore[arg-type]

    def save(self, name: str, box: str, *, owner: str = "elastic", **fields: object) -> SavedQuery:
        given = {"id": store.new_id(), "name": name, "box": box, "owner": owner, "channels": (HOOK,), **fields}
        query = SavedQuery.model_validate(given)
        store.add(self.client, self.settings, query)
        return query

    def run(self) -> Report:
        return run(self.client, self.settings, load(), PostOffice(self.receiver), clock=self.clock)
