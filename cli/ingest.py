"""`waymark ingest`: documents as JSON lines become leads, through the same code as the DAGs, without Airflow."""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leads.delivery import Delivery
    from leads.intake import Outcome
    from waymark.archive import Archive
    from waymark.settings import Settings


_NAMED = 10  #: rejected lines that are printed; all of them stand in the reject file


def register(app: typer.Typer) -> None:
    """Adds this group's commands to `waymark`."""
    app.command("ingest")(_ingest)


def _ingest(
    file: Annotated[str, typer.Argument(help="File with JSON lines, or - for standard input", metavar="FILE")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line instead of a table")] = False,
) -> None:
    """Takes in documents as JSON lines: id, text, kind (ad, tip, report); if known source, url, country, published_at.

    They can be searched when it returns. Lines that cannot be read go to a reject file, the rest goes on (exit 1).

    Example: waymark ingest bulletin.jsonl
    """
    from waymark.archive import Archive
    from waymark.settings import settings

    now = settings()
    archive = Archive(now.archive_url)
    delivery = _keep(file, archive, now)
    outcome = _index(delivery, archive, now)
    _show(delivery, outcome, archive, as_json)
    if outcome.rejected or delivery.rejects:
        raise typer.Exit(1)


def _keep(file: str, archive: Archive, settings: Settings) -> Delivery:
    from datetime import UTC, datetime

    from leads.delivery import keep
    from waymark.progress import say

    with _opened(file) as content:
        delivery = keep(content, archive, settings.batch, datetime.now(UTC))
    if delivery.ignored:
        say(f"fields that are not used: {', '.join(delivery.ignored[:20])}")
    return delivery


@contextmanager
def _opened(file: str) -> Iterator[IO[bytes]]:
    """The file; what cannot be read twice (standard input, a pipe) goes through a temporary file."""
    import shutil
    import tempfile

    from waymark.errors import UsageError

    with ExitStack() as stack:
        try:
            given = sys.stdin.buffer if file == "-" else stack.enter_context(Path(file).open("rb"))
        except OSError as error:
            raise UsageError(f"{file}: cannot be read: {error.strerror}") from error
        if not given.seekable():
            spool = stack.enter_context(tempfile.TemporaryFile())
            shutil.copyfileobj(given, spool)
            spool.seek(0)
            given = spool
        yield given


def _index(delivery: Delivery, archive: Archive, settings: Settings) -> Outcome:
    from alerts.run import after_batch
    from leads.intake import Outcome, index_files
    from nlp.extraction import extract
    from waymark.cluster import connect
    from waymark.errors import ServiceError
    from waymark.progress import say, track

    outcome, told = Outcome(), list[str | None]()
    try:
        with connect(settings) as client, track("indexing", delivery.documents, "documents") as advance:
            for ref in delivery.refs:
                done = index_files(
                    [ref], archive=archive, client=client, settings=settings, extract=extract, patience=60
                )
                outcome += done
                told.append(after_batch(client, settings))
                advance(sum(done.counts().values()))
    except ServiceError as error:
        raise ServiceError(
            f"{error}. {delivery.documents} documents are kept in the archive; the same command finishes the work"
        ) from error
    for line in told:
        if line:
            say(line)
    return outcome


def _show(delivery: Delivery, outcome: Outcome, archive: Archive, as_json: bool) -> None:
    from leads.delivery import keep_rejects

    counts = outcome.counts()
    counts["rejected"] += len(delivery.rejects)
    reject_ref = keep_rejects(archive, delivery, outcome.reject_refs)
    reject_file = archive.path(reject_ref) if reject_ref else None
    if as_json:
        print(json.dumps({**counts, "reject_file": reject_file}))
        return
    from rich.table import Table

    from cli.tables import console, show

    table = Table(box=None)
    for name in counts:
        table.add_column(name, justify="right")
    table.add_row(*(str(number) for number in counts.values()))
    show(table)
    named = delivery.rejects[:_NAMED]
    for reject in named:
        console().print(f"{reject.item}: {reject.reason}")
    if reject_file:
        more = counts["rejected"] - len(named)
        console().print(f"{f'and {more} more, all' if more else 'rejected, with the reasons,'} in {reject_file}")
