"""`waymark index archive | migrate | erase`: indexes the archive; moves all leads to a new index; erases some."""

from __future__ import annotations

import json
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Adds this group's commands to `waymark`."""
    group = typer.Typer(help="The index of leads.\n\nExample: waymark index archive", no_args_is_help=True)
    group.command("archive")(_archive)
    group.command("migrate")(_migrate)
    group.command("erase")(_erase)
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


def _erase(
    leads: Annotated[
        list[str], typer.Argument(help="Ids of leads, as `waymark search --json` and the console have them")
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Erase; without it, only say what would be erased")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line a lead")] = False,
) -> None:
    """Erases single leads: from the index, with what people said about them, and from the archive's documents.

    Pages as they were seen (WARC) hold other texts too: they are named and stay, as do snapshots and exported files.
    It is noted in the audit trail. Exit status 1 when there is no such lead.

    Example: waymark index erase 06eaa01a1de3972f0f453262e677a361 --yes
    """
    import getpass

    from leads.erasure import erase, find
    from waymark.archive import Archive
    from waymark.audit import Trail
    from waymark.cluster import connect
    from waymark.progress import say
    from waymark.settings import settings

    now = settings()
    archive = Archive(now.archive_url)
    with connect(now) as client:
        found = find(client, now, archive, leads)
        if yes and found:
            trail = Trail(now.audit)
            for one in found:
                trail.note(getpass.getuser(), "erase", {"lead": one.lead})
            erase(client, now, archive, found)
    for one in found:
        if as_json:
            told = {"lead": one.lead, "erased": yes, "documents": len(one.documents), "pages_left": list(one.pages)}
            print(json.dumps(told))
        else:
            pages = f"; its pages stay: {', '.join(one.pages)}" if one.pages else ""
            print(
                f"{one.lead}: {'erased' if yes else 'would be erased'}, {len(one.documents)} files of documents{pages}"
            )
    missing = [lead for lead in dict.fromkeys(leads) if lead not in {one.lead for one in found}]
    for lead in missing:
        say(f"{lead[:80]}: no such lead")
    if missing:
        raise typer.Exit(1)


def _show(old: str | None, new: str | None, leads: int | None, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"old": old, "new": new, "leads": leads}))
    elif new is None:
        print("the index has the version that this Waymark writes: nothing to do")
    elif old is None:
        print(f"there was no index yet: {new} is ready")
    else:
        print(f"{leads} leads moved from {old} to {new}")
