"""`waymark retention apply`: deletes what has been kept as long as its source allows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from leads.clock import LONGEST_PAUSE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leads.deletion import Deleted
    from leads.retention import Past
    from waymark.archive import Archive
    from waymark.settings import Settings

_MOST_DAYS = 36_500  # a century: a number that is no date any more is a slip


def register(app: typer.Typer) -> None:
    """Adds this group's commands to `waymark`."""
    group = typer.Typer(
        help="How long leads and what they come from are kept.\n\nExample: waymark retention apply --dry-run",
        no_args_is_help=True,
    )
    group.callback()(_group)
    group.command("apply")(_apply)
    app.add_typer(group, name="retention")


def _group() -> None:
    """How long leads and what they come from are kept."""


def _apply(
    yes: Annotated[bool, typer.Option("--yes", help="Delete; without it, only say what would be deleted")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be deleted, as without --yes")
    ] = False,
    days: Annotated[
        list[str] | None,
        typer.Option(
            "--days",
            metavar="SOURCE=DAYS",
            help="Retention of what has no source file: a tip line, what was ingested, rejects of `tips` (repeatable)",
        ),
    ] = None,
    longest_pause: Annotated[
        int,
        typer.Option(
            metavar="DAYS",
            min=1,
            max=_MOST_DAYS,
            help="Delete nothing after a longer pause in what was taken in: the clock is likely wrong then",
        ),
    ] = LONGEST_PAUSE.days,
    clock_is_right: Annotated[
        bool, typer.Option("--clock-is-right", help="Delete also after a longer pause: you looked at the clock")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line instead of a table")] = False,
) -> None:
    """Says which leads and files are past their source's `retention_days`; with --yes, deletes them.

    A lead goes when all its wordings are past, a file of the archive when all that stands in it is.
    Days count from when it was taken in. Snapshots and copies of the archive are not reached. Broken off, it is
    finished by the next run. Exit status 1: files of the archive could not be read or removed, and stay; 4: the clock
    is hardly right (nothing was taken in for long, or only just again), and nothing is deleted.

    Example: waymark retention apply --days "tip line=90" --yes
    """
    from datetime import UTC, datetime, timedelta

    from leads.deletion import delete
    from leads.retention import Retention, find
    from leads.search import holdings
    from waymark.archive import Archive
    from waymark.cluster import connect
    from waymark.errors import UsageError
    from waymark.progress import say
    from waymark.settings import settings

    if yes and dry_run:
        raise UsageError("--yes deletes, --dry-run does not: give one of them")
    now = settings()
    pause = None if clock_is_right else timedelta(days=longest_pause)
    of_sources, given = _of_sources(now), _given(days or [])
    retention = Retention(of_sources | given, datetime.now(UTC), pause)
    archive = Archive(now.archive_url)
    with connect(now) as client:
        _refuse_unknown(given, {*of_sources, *holdings(client, now).sources}, archive)
        past = find(client, now, archive, retention)
        deleted = delete(client, now, archive, past) if yes else None
    _show(past, retention.days, deleted, as_json)
    if past.doubt:
        say(f"{past.doubt}: --yes deletes nothing then, unless you say --clock-is-right")
    if failed := [*past.unreadable, *(deleted.left if deleted else ())]:
        for problem in failed:
            say(f"{problem}; this file stays until it is mended or removed by hand")
        raise typer.Exit(1)


def _of_sources(settings: Settings) -> dict[str, int]:
    from crawlers.registry import load
    from waymark.progress import say

    sources, problems = load(settings.source_folders)
    for problem in problems:
        say(f"{problem}; how long it is kept is not known")
    return {source.id: source.retention_days for source in sources}


def _given(days: list[str]) -> dict[str, int]:
    from waymark.errors import UsageError

    found = {}
    for one in days:
        source, equals, number = one.rpartition("=")
        if not (equals and source and number.isdecimal() and 0 < int(number) <= _MOST_DAYS):
            raise UsageError(
                f"--days {one!r}: give a source and a number of days up to {_MOST_DAYS}, such as 'tip line=90'"
            )
        found[source] = int(number)
    return found


def _refuse_unknown(given: Mapping[str, int], sources: set[str], archive: Archive) -> None:
    """A source that has neither a file, a lead nor anything in the archive is misspelt: nothing would be deleted."""
    from waymark.archive import safe_name
    from waymark.errors import UsageError

    folders = {ref.split("/")[1] for kind in ("documents", "captures", "rejects") for ref in archive.refs(kind)}
    for source in given:
        if source not in sources and safe_name(source) not in folders:
            known = ", ".join(sorted(sources | folders)) or "none yet"
            raise UsageError(f"--days {source}=…: nothing comes from a source of that name; there are {known}")


def _show(past: Past, days: Mapping[str, int], deleted: Deleted | None, as_json: bool) -> None:
    leads, files = (deleted.leads.deleted, deleted.files) if deleted else (len(past.leads), len(past.files))
    if as_json:
        line = {
            "deleted": deleted is not None,
            "leads": leads,
            "files": files,
            "taken_in_anew": deleted.leads.anew if deleted else 0,
            "gone_meanwhile": deleted.leads.gone if deleted else 0,
            "by_source": dict(past.by_source),
            "without_retention": dict(past.without_rule),
            "clock_in_doubt": past.doubt is not None,
            "failed": [*past.unreadable, *(deleted.left if deleted else ())],
        }
        print(json.dumps(line, ensure_ascii=False))
        return
    for source, number in sorted(past.by_source.items()):
        print(f"{source}: {number} leads were kept for more than {days[source]} days")
    print(f"{'deleted' if deleted else 'to be deleted'}: {leads} leads, {files} files of the archive")
    if deleted and deleted.leads.anew:
        print(f"{deleted.leads.anew} leads stay: they were taken in anew meanwhile")
    if deleted and deleted.leads.gone:
        print(f"{deleted.leads.gone} leads were gone already when they were to be deleted")
    for source, number in sorted(past.without_rule.items()):
        print(f"{source}: {number} leads stay: no source file says how long (--days '{source}=…')")
    if not deleted and (past.leads or past.files):
        print("nothing was deleted yet: `waymark retention apply --yes` deletes it")
