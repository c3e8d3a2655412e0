"""What the tests of leads share: an index with leads in it, on the run's real node."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from elasticsearch import Elasticsearch
from lead_samples import Read

from leads.intake import Outcome, index_files
from waymark.archive import Archive
from waymark.records import Document, Extraction
from waymark.settings import Settings

TakeIn = Callable[..., Outcome]


@pytest.fixture
def archive(cluster_settings: Settings) -> Archive:
    return Archive(cluster_settings.archive_url)


@pytest.fixture
def take_in(client: Elasticsearch, cluster_settings: Settings, archive: Archive) -> TakeIn:
    """Takes in documents, each with its extraction, as one run of a source."""

    def index(
        run: str, documents: Mapping[Document, Extraction] | list[Document], *, at: Elasticsearch = client
    ) -> Outcome:
        known = {doc.text: found for doc, found in documents.items()} if isinstance(documents, Mapping) else {}
        refs = archive.write_documents("board", run, documents, cluster_settings.batch)
        return index_files(
            refs, archive=archive, client=at, settings=cluster_settings, extract=Read(known), patience=20
        )

    return index
