"""`waymark sources check | crawl`: which sources can be read and what is wrong with the others; one crawl of one."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from crawlers.crawl import CrawlOutcome
    from crawlers.registry import Problem
    from crawlers.source import Source


def register(app: typer.Typer) -> None:
    """Adds this group's commands to `waymark`."""
    group = typer.Typer(
        help="The public sources that are crawled.\n\nExample: waymark sources check", no_args_is_help=True
    )
    group.command()(check)
    group.command()(crawl)
    app.add_typer(group, name="sources")


def check(
    folders: Annotated[
        list[Path] | None, typer.Argument(help="Folders with source files; WAYMARK_SOURCES where none is given.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line a source file.")] = False,
) -> None:
    """Check every source file against the schema; exit status 4 when one of them cannot be read.

    Example: waymark sources check crawlers/sources
    """
    from crawlers.registry import load
    from waymark.settings import settings

    sources, problems = load(folders or settings().source_folders)
    (_print_json if as_json else _print_table)(sources, problems)
    if problems:
        raise typer.Exit(4)


def crawl(
    source: Annotated[str, typer.Argument(help="Id of the source.")],
    folders: Annotated[
        list[Path] | None, typer.Option("--in", help="Folder with source files; WAYMARK_SOURCES where none is given.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line.")] = False,
) -> None:
    """Read one source once, pages and ads into the archive; exit status 1 when its statistics say that it failed.

    For trying a new source: Airflow crawls by schedule, and takes what this leaves in the archive into the index.

    Example: waymark sources crawl demo-board --in demo/sources
    """
    from crawlers.crawl import crawl as read
    from crawlers.crawl import run_name
    from crawlers.registry import named
    from waymark.archive import Archive
    from waymark.settings import settings

    wanted = named(source, folders or settings().source_folders)
    outcome = read(wanted, run=run_name(), archive=Archive(settings().archive_url), settings=settings())
    if as_json:
        print(json.dumps(asdict(outcome), ensure_ascii=False))
    else:
        _print_outcome(outcome)


def _print_outcome(outcome: CrawlOutcome) -> None:
    print(
        f"{outcome.source}: {outcome.ads} ads on {outcome.pages} pages, in {', '.join(outcome.documents) or 'no file'}"
    )
    print(f"{outcome.forbidden} pages forbidden by robots.txt, {outcome.refused} refused without a sign-in")
    for problem in outcome.problems:
        print(f"  {problem}")


def _print_json(sources: list[Source], problems: list[Problem]) -> None:
    for source in sources:
        print(json.dumps({"ok": True, **source.model_dump(mode="json")}, ensure_ascii=False))
    for problem in problems:
        print(json.dumps({"ok": False, "file": str(problem.file), "problem": problem.reason}, ensure_ascii=False))


def _print_table(sources: list[Source], problems: list[Problem]) -> None:
    from rich.table import Table

    from cli.tables import console, show

    table = Table("source", "kind", "jurisdiction", "authorised by", "kept for", box=None, pad_edge=False)
    for source in sources:
        days = f"{source.retention_days} days"
        table.add_row(source.id, source.kind, source.jurisdiction, source.authority.authorised_by, days)
    if sources:
        show(table)
    console().print(f"{len(sources)} sources can be read, {len(problems)} files have problems.")
    for problem in problems:
        console().print(str(problem), style="red")
