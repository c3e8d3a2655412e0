"""Files of documents in the archive become leads in the index; `waymark ingest` and the DAGs both call this."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from elasticsearch import Elasticsearch

from leads import clusters
from leads.merge import Sighting
from leads.news import marking
from leads.patience import Patience
from leads.work.settling import settle
from leads.writing import write
from search_mappings.migrate import ensure
from waymark.archive import Archive, ArchiveError
from waymark.cluster import failures_in_one_line
from waymark.errors import ConfigurationError
from waymark.records import Document, Extraction, Lead, Reject
from waymark.settings import Settings

#: Texts, each with the country it was published in, to what is read out of them, in order (nlp.extraction.extract).
Extract = Callable[[Iterable[tuple[str, str | None]]], Iterator[Extraction]]

_MOST_TEXT = 4_000_000  # characters that are extracted and written together
_COUNTED = ("new", "changed", "known", "rejected")


@dataclass(frozen=True)
class Outcome:
    """How many documents made a new lead, gave one a new wording, were known, or were rejected."""

    new: int = 0
    changed: int = 0
    known: int = 0
    rejected: int = 0
    reject_refs: tuple[str, ...] = ()  #: files of the archive that hold what was rejected, with the reasons

    def counts(self) -> dict[str, int]:
        """The four numbers by name."""
        return {name: getattr(self, name) for name in _COUNTED}

    def __add__(self, other: Outcome) -> Outcome:
        sums = {name: getattr(self, name) + getattr(other, name) for name in _COUNTED}
        return Outcome(**sums, reject_refs=self.reject_refs + other.reject_refs)


@dataclass
class _File:
    """One file of documents on its way."""

    counts: Counter[str] = field(default_factory=Counter)
    rejects: list[Reject] = field(default_factory=list)

    def reject(self, document: Document, reason: str) -> None:
        self.counts["rejected"] += 1
        self.rejects.append(Reject(item=document.id, reason=reason, content=document.model_dump_json()))


def index_files(
    refs: Sequence[str],
    *,
    archive: Archive,
    client: Elasticsearch,
    settings: Settings,
    extract: Extract,
    patience: float = 120,
) -> Outcome:
    """Extracts, merges and indexes the documents of these files; they can be searched when it returns.

    Each file then gets its receipt; a document that is rejected goes to the reject file of its file. `patience` is how
    many seconds without progress a cluster that is busy or away is waited for. Raises ServiceError when that is over
    (files without a receipt are then still to be done) and ArchiveError, at the end, for files that cannot be read.
    """
    batch = _Batch(client, settings, extract, Patience(patience))
    unreadable: dict[str, str] = {}
    with failures_in_one_line(settings):
        ensure(client, settings)
        for ref in refs:
            try:
                batch.take_in(ref, archive.documents(ref))
            except ArchiveError as error:
                unreadable[ref] = str(error)
        batch.finish()
        settle(client, settings)
    outcome = Outcome()
    for ref, file in batch.files.items():
        outcome += _receipt(archive, ref, file, complete=ref not in unreadable)
    if unreadable:
        raise ArchiveError("; ".join(unreadable.values()))
    return outcome


def _receipt(archive: Archive, ref: str, file: _File, *, complete: bool) -> Outcome:
    run = ref.removeprefix("documents/").removesuffix(".jsonl")  # the archive makes one name of it
    kept = archive.write_rejects("index", run, file.rejects)
    counts = {name: file.counts[name] for name in _COUNTED}
    if complete:
        archive.receipt(ref, counts)
    return Outcome(**counts, reject_refs=(kept,) if kept else ())


def _parts(documents: Iterable[Document], most: int) -> Iterator[list[Document]]:
    """Documents that are held in memory together: at most so many, and not too much text."""
    part: list[Document] = []
    characters = 0
    for document in documents:
        part.append(document)
        characters += len(document.text)
        if len(part) == most or characters >= _MOST_TEXT:
            yield part
            part, characters = [], 0
    if part:
        yield part


class _Batch:
    """Files that are indexed together: written one by one, then refreshed and clustered once."""

    def __init__(self, client: Elasticsearch, settings: Settings, extract: Extract, patience: Patience) -> None:
        self._client, self._alias, self._most = client, settings.write_alias, settings.batch
        self._settings = settings
        self._extract, self._patience = extract, patience
        self.files: dict[str, _File] = {}
        self._leads: dict[str, Lead] = {}
        self._left: set[str] = set()

    def take_in(self, ref: str, documents: Iterator[Document]) -> None:
        file = self.files[ref] = _File()
        for part in _parts(documents, self._most):
            self._write(ref, file, part)

    def _write(self, ref: str, file: _File, documents: list[Document]) -> None:
        sightings = list(self._sightings(ref, file, documents))
        written = write(self._client, self._alias, sightings, self._patience, marking(self._client, self._settings))
        for sighting, outcome, reason in zip(sightings, written.outcomes, written.reasons, strict=True):
            if reason is not None:
                file.reject(sighting.document, reason)
            elif outcome:
                file.counts[outcome] += 1
        self._leads |= written.leads
        self._left |= written.left

    def _sightings(self, ref: str, file: _File, documents: list[Document]) -> Iterator[Sighting]:
        try:
            found: list[Extraction | str] = list(self._extract((d.text, d.country) for d in documents))
        except Exception:  # noqa: BLE001 - every text is hostile input: find the one that breaks the pipeline
            found = [self._one(document) for document in documents]
        for document, extraction in zip(documents, found, strict=True):
            if isinstance(extraction, Extraction):
                yield Sighting(document, extraction, ref)
            else:
                file.reject(document, extraction)

    def _one(self, document: Document) -> Extraction | str:
        try:
            return next(self._extract([(document.text, document.country)]))
        except Exception as error:  # noqa: BLE001
            self._make_sure_of_the_pipeline()
            return f"nothing could be read out of the text: {type(error).__name__}"

    def _make_sure_of_the_pipeline(self) -> None:
        """Raises ConfigurationError when even a harmless text cannot be read: then no text is to blame."""
        try:
            next(self._extract([("kombi", None)]))
        except Exception as error:
            raise ConfigurationError(f"no text can be read, the pipeline is broken: {error}") from error

    def finish(self) -> None:
        self._patience.ask(lambda: self._client.indices.refresh(index=self._alias))
        clusters.gather(self._client, self._alias, self._leads, self._left, self._patience)
