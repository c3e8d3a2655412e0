"""`waymark index archive | migrate`: indexes what is in the archive; moves the leads to a new index."""

from __future__ import annotations

import json
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Adds this group's commands to `waymark`."""
    group = typer.Typer(help="The index of leads.\n\nExample: waymark index archive", no_args_is_help=True)
    group.command("archive")(_archive)
    group.command("migrate")(_migrate)
    app.add_typer(group, name="index")


def _archive(
    again: Annotated[
        bool,
        typer.Option("--again", help="Everything, also what was indexed before: after `down --erase`, a new cluster"),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line instead of a table")] = False,
) -> None:
    """Indexes the documents of the archive that wait, as Airflow does every hour; leads that are known stay so.

    Exit status 1 when documents were rejected. Example: waymark index archive --again
    """
    from leads.batches import batches, pending
    from leads.intake import Outcome, index_files
    from nlp.extraction import extract
    from waymark.archive import Archive
    from waymark.cluster import connect
    from waymark.progress import track
    from waymark.settings import settings

    now = settings()
    archive = Archive(now.archive_url)
    work = batches(archive, archive.refs("documents"), now.batch) if again else pending(archive, now.batch)
    outcome = Outcome()
    with connect(now) as client, track("indexing", sum(map(len, work)), "files of documents") as advance:
        for refs in work:
            outcome += index_files(refs, archive=archive, client=client, settings=now, extract=extract, patience=60)
            advance(len(refs))
    if as_json:
        print(json.dumps({"files": sum(map(len, work)), **outcome.counts()}))
    else:
        counts = ", ".join(f"{number} {name}" for name, number in outcome.counts().items())
        print(f"{sum(map(len, work))} files of documents: {counts}")
    if outcome.rejected:
        raise typer.Exit(1)


def _migrate(
    if_needed: Annotated[
        bool, typer.Option("--if-needed", help="Do nothing when the index has the version this Waymark writes")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line instead of a table")] = False,
) -> None:
    """Builds a new index from all leads with today's mapping and changes over to it, while search and intake go on.

    Killed in the middle, it leaves the old index in use; run it again. Example: waymark index migrate --json
    """
    from leads.fields import rebuilt
    from search_mappings.migrate import migrate, up_to_date
    from waymark.cluster import connect
    from waymark.settings import settings

    now = settings()
    with connect(now) as client:
        if if_needed and up_to_date(client, now):
            _show(None, None, None, as_json)
            return
        done = migrate(client, now, rebuild=rebuilt)
    _show(done.old, done.new, done.leads, as_json)


def _show(old: str | None, new: str | None, leads: int | None, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"old": old, "new": new, "leads": leads}))
    elif new is None:
        print("the index has the version that this Waymark writes: nothing to do")
    elif old is None:
        print(f"there was no index yet: {new} is ready")
    else:
        print(f"{leads} leads moved from {old} to {new}")
