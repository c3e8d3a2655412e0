"""An archive and a way to take files in, for the tests of tips."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tips.intake import Intake, take_in
from waymark.archive import Archive
from waymark.records import Document, Reject

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TakeIn = Callable[..., tuple[list[Document], list[Reject], Intake]]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(str(tmp_path / "archive"))


@pytest.fixture
def taken(archive: Archive) -> TakeIn:
    """Takes files in; gives the documents and rejects as they stand in the archive, and the intake."""

    def take(*paths: Path, batch: int = 500) -> tuple[list[Document], list[Reject], Intake]:
        intake = take_in(paths, archive, run="test", now=NOW, batch=batch)
        documents = [document for ref in intake.refs for document in archive.documents(ref)]
        rejects = [reject for ref in intake.rejects for reject in archive.rejects(ref)]
        assert (len(documents), len(rejects)) == (intake.taken, intake.rejected)
        return documents, rejects, intake

    return take
